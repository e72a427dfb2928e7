// Package measure does the work that imapbench, the benchmarks and the
// comparison with other libraries time: it goes over the octets that one side
// of a connection has sent on one of four [Level]s, and times such passes in
// turns, so that what else the machine does hits all of them alike.
package measure
