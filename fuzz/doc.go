// Package fuzz helps to test parsers of IMAP streams: imapkit's own and those
// of others. It depends on nothing but their being given an io.Reader.
//
// [Chop], [OneByte], [Random] and [FaultyReader] deliver a stream in awkward
// pieces. [CheckSplit], [CheckPrefixes] and [CheckFault] are properties every
// parser of a stream should have; they return errors, as testing/fstest.TestFS
// does, so that they serve table tests and fuzz targets alike:
//
//	func FuzzReader(f *testing.F) {
//		choose := rand.New(rand.NewPCG(1, 2)).IntN
//		for _, s := range fuzz.ResponseGrammar().Sentences("response", choose) {
//			f.Add(s, []byte{})
//		}
//		f.Fuzz(func(t *testing.T, input, changes []byte) {
//			if len(changes) > 0 {
//				input = fuzz.Mutate(input, fuzz.Choices(changes))
//			}
//			if err := fuzz.CheckSplit(input, events); err != nil {
//				t.Error(err)
//			}
//		})
//	}
//
// [CommandGrammar] and [ResponseGrammar] are the formal syntax of IMAP and its
// extensions as rules that can be run: they make sentences in which everything
// occurs that a peer may send, and they tell whether octets are a sentence.
// [CheckGrammar] holds a parser against them, in both directions. For a parser
// that reads a part of IMAP only, [ParseGrammar] makes a grammar of that part:
// see its example.
//
// [ParseTranscript] reads conversations as the RFCs print them; the directory
// testdata of this package has the examples of the RFCs in that form. [Workloads]
// are streams of one kind each to measure a codec with.
package fuzz
