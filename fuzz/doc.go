// Package fuzz helps to test parsers of IMAP streams: imapkit's own and those
// of others. It depends on nothing but their being given an io.Reader.
//
// [Chop], [OneByte], [Random] and [FaultyReader] deliver a stream in awkward
// pieces. [CheckSplit], [CheckPrefixes] and [CheckFault] are properties every
// parser of a stream should have; they return errors, as testing/fstest.TestFS
// does, so that they serve table tests and fuzz targets alike:
//
//	func FuzzReader(f *testing.F) {
//		f.Fuzz(func(t *testing.T, input []byte) {
//			if err := fuzz.CheckSplit(input, events); err != nil {
//				t.Error(err)
//			}
//		})
//	}
//
// [CommandGrammar] and [ResponseGrammar] are the formal syntax of IMAP and its
// extensions as rules that can be run: they make sentences in which everything
// occurs that a peer may send, and they tell whether octets are a sentence.
// [CheckGrammar] holds a parser against them, in both directions.
//
// [ParseTranscript] reads conversations as the RFCs print them. [Workloads] are
// streams of one kind each to measure a codec with.
package fuzz
