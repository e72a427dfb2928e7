package command

// String returns a word for a, for people: "replace", "add" or "remove".
func (a StoreAction) String() string { return wordOf(uint8(a), "replace", "add", "remove") }

// String returns the attribute's name as it stands on the wire.
func (a StoreAttribute) String() string {
	return wordOf(uint8(a), "FLAGS", "X-GM-LABELS", "ANNOTATION")
}

// String returns a word for c, for people: "replace", "add" or "remove".
func (c RightsChange) String() string { return wordOf(uint8(c), "replace", "add", "remove") }

func wordOf(i uint8, words ...string) string {
	if int(i) < len(words) {
		return words[i]
	}
	return "invalid"
}
