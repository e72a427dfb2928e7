package response

import "iter"

// Parts iterates over the parts that have a number, in the order of the message:
// the number is what [wire.Section].Part takes to fetch one (RFC 9051,
// Section 6.4.5). A message that is no multipart is part 1 of itself. Neither the
// multipart that a whole message is has a number, nor that of an embedded message:
// their parts are counted in the number of the message. The slice is counted up for
// the next part and is not to be changed: slices.Clone keeps it.
func (b BodyStructure) Parts() iter.Seq2[[]uint32, Part] {
	return func(yield func([]uint32, Part) bool) {
		if !b.IsZero() {
			eachPart(nil, b.Root(), yield)
		}
	}
}

// eachPart calls yield for the parts of a message, whose body is p and whose number
// is in front of theirs.
func eachPart(number []uint32, p Part, yield func([]uint32, Part) bool) bool {
	if p.Multipart() {
		return eachChild(number, p, yield)
	}
	return eachNumbered(append(number, 1), p, yield)
}

// eachNumbered calls yield for p, which has this number, and the parts in it.
func eachNumbered(number []uint32, p Part, yield func([]uint32, Part) bool) bool {
	if !yield(number, p) {
		return false
	}
	if p.Multipart() {
		return eachChild(number, p, yield)
	}
	for message := range p.Children() {
		return eachPart(number, message, yield)
	}
	return true
}

func eachChild(number []uint32, p Part, yield func([]uint32, Part) bool) bool {
	last := len(number)
	number = append(number, 0)
	for child := range p.Children() {
		number[last]++
		if !eachNumbered(number, child, yield) {
			return false
		}
	}
	return true
}
