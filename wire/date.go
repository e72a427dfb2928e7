package wire

import (
	"time"
)

const months = "JanFebMarAprMayJunJulAugSepOctNovDec"

// A Date is a day without a time and a zone, as SEARCH compares it. The zero
// value is no day and cannot be encoded.
//
//	date-text = date-day "-" date-month "-" date-year
type Date struct {
	Year  int // 0 to 9999
	Month time.Month
	Day   int // 1 to 31
}

// NewDate returns the day with these numbers. The error is an *[EncodeError] if
// there is no such day, or not from the year 0 to 9999.
func NewDate(year int, month time.Month, day int) (Date, error) {
	d := Date{year, month, day}
	if !d.valid() {
		return Date{}, newError("date", ErrRange)
	}
	return d, nil
}

// ParseDate reads a day as SEARCH has it, such as "1-Feb-1994". The error is a
// *[SyntaxError] with the offset in s.
func ParseDate(s string) (Date, error) {
	return parse("", s, "", "date", (*Decoder).Date)
}

// DateOf returns the day of t in its own zone.
func DateOf(t time.Time) Date {
	y, m, day := t.Date()
	return Date{y, m, day}
}

// Compare returns -1, 0 or 1 as d is before, on or after x.
func (d Date) Compare(x Date) int {
	a := (d.Year*12+int(d.Month))*31 + d.Day
	b := (x.Year*12+int(x.Month))*31 + x.Day
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (d Date) valid() bool {
	if d.Year < 0 || d.Year > 9999 || d.Month < time.January || d.Month > time.December || d.Day < 1 {
		return false
	}
	most := daysOf[d.Month]
	if d.Month == time.February && d.Year%4 == 0 && (d.Year%100 != 0 || d.Year%400 == 0) {
		most = 29
	}
	return d.Day <= most
}

// daysOf is how many days a month has, of a year that is no leap year.
var daysOf = [...]int{1: 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// Date reads a day.
//
//	date = date-text / DQUOTE date-text DQUOTE
func (d *Decoder) Date() Date {
	quoted := d.TrySpecial('"')
	b := d.b[d.p:]
	day, n := digits(b, 1, 2)
	var x Date
	if n > 0 && len(b) > n+9 && b[n] == '-' && b[n+4] == '-' {
		if year, k := digits(b[n+5:], 4, 4); k == 4 {
			x = Date{year, monthOf(b[n+1 : n+4]), day}
		}
	}
	if x.Month == 0 {
		d.p += misfit(b, "99-Mon-9999"[n&1:]) // one digit or two
		d.fail("date")
		return Date{}
	}
	n += 9
	if !x.valid() {
		d.failErr("date", ErrRange)
		return Date{}
	}
	d.p += n
	if quoted {
		d.Special('"')
	}
	return x
}

// Date writes a day.
func (e *Encoder) Date(x Date) {
	if !x.valid() {
		e.fail("date", ErrRange)
		return
	}
	e.closeLiteral()
	b := e.buf
	if x.Day >= 10 {
		b = append(b, byte('0'+x.Day/10))
	}
	b = append(b, byte('0'+x.Day%10), '-')
	b = append(append(b, months[3*x.Month-3:3*x.Month]...), '-')
	e.buf = appendDigits(b, x.Year, 4)
}

// digits reads between least and most digits and returns how many there were,
// or 0 if too few.
func digits(b []byte, least, most int) (n, count int) {
	for count < most && count < len(b) && b[count]-'0' < 10 {
		n = n*10 + int(b[count]-'0')
		count++
	}
	if count < least {
		return 0, 0
	}
	return n, count
}

// separated reports whether all that is no digit and no month stands where it
// does in a date-time.
func separated(b []byte) bool {
	return len(b) >= dateTimeLen && b[0] == '"' && b[3] == '-' && b[7] == '-' && b[12] == ' ' && b[15] == ':' &&
		b[18] == ':' && b[21] == ' ' && (b[22] == '+' || b[22] == '-') && b[27] == '"'
}

// misfit returns the index of the first octet of b that does not follow
// layout, in which "9" stands for a digit, "_" for a digit or a space, "+" for
// a sign and "Mon" for a month. b is part of a window, whose LF fits nowhere.
func misfit(b []byte, layout string) int {
	for i := 0; i < len(layout); i++ {
		digit := b[i]-'0' < 10
		fits := b[i] == layout[i]
		switch layout[i] {
		case '9':
			fits = digit
		case '_':
			fits = digit || b[i] == ' '
		case '+':
			fits = b[i] == '+' || b[i] == '-'
		case 'M':
			if len(b) < i+3 || monthOf(b[i:i+3]) == 0 {
				return i
			}
			i += 2
			continue
		}
		if !fits {
			return i
		}
	}
	return len(layout)
}

// monthOf returns the month of which the name, in any case, is at the start of
// b; 0 if none is.
func monthOf(b []byte) time.Month {
	key := monthKey(b[:3])
	if x := &monthsByKey[hashMonth(key)]; x.key == key {
		return x.month
	}
	return 0
}

// monthsByKey has each month where its name is looked for.
var monthsByKey = func() (table [16]struct {
	key   uint32
	month time.Month
}) {
	for m := time.January; m <= time.December; m++ {
		key := monthKey([]byte(months[3*m-3 : 3*m]))
		table[hashMonth(key)].key, table[hashMonth(key)].month = key, m
	}
	return table
}()

func monthKey(b []byte) uint32 {
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | 0x202020 // in lower case
}

// hashMonth is different for each month.
func hashMonth(key uint32) uint32 { return key * 26596 >> 28 }

func appendDigits(b []byte, n, width int) []byte {
	for div := pow10(width - 1); div > 0; div /= 10 {
		b = append(b, byte('0'+n/div%10))
	}
	return b
}

func pow10(n int) int {
	p := 1
	for ; n > 0; n-- {
		p *= 10
	}
	return p
}

const (
	dateTimeLayout = `"_9-Mon-9999 99:99:99 +9999"`
	dateTimeLen    = len(dateTimeLayout)
	shortDateTime  = `"9-Mon-9999 99:99:99 +9999"` // of LenientDate
)

// DateTime reads a date with time and zone. The zone has the name "", or is
// time.UTC if it is +0000.
//
//	date-time      = DQUOTE date-day-fixed "-" date-month "-" date-year
//	                 SP time SP zone DQUOTE
//	date-day-fixed = (SP DIGIT) / 2DIGIT
//	time           = 2DIGIT ":" 2DIGIT ":" 2DIGIT
//	zone           = ("+" / "-") 4DIGIT
func (d *Decoder) DateTime() time.Time {
	b, skip := d.b[d.p:], dateTimeLen
	if !separated(b) {
		i := misfit(b, dateTimeLayout)
		if i != 2 || misfit(b, shortDateTime) < len(shortDateTime) || !d.tolerate(LenientDate, d.p+i) {
			d.p += i
			d.fail("date-time")
			return time.Time{}
		}
		skip = len(shortDateTime)
		b = append([]byte(`" `), b[1:skip]...)
	}
	day, k := digits(b[1:3], 2, 2)
	if b[1] == ' ' {
		day, k = digits(b[2:3], 1, 1)
	}
	month := monthOf(b[4:7])
	year, k1 := digits(b[8:12], 4, 4)
	hour, k2 := digits(b[13:15], 2, 2)
	minute, k3 := digits(b[16:18], 2, 2)
	second, k4 := digits(b[19:21], 2, 2)
	zone, k5 := digits(b[23:27], 4, 4)
	if k*k1*k2*k3*k4*k5 == 0 || month == 0 {
		d.p += misfit(b, dateTimeLayout)
		d.fail("date-time")
		return time.Time{}
	}
	if !(Date{year, month, day}).valid() || hour > 23 || minute > 59 || second > 60 || zone%100 > 59 {
		d.failErr("date-time", ErrRange)
		return time.Time{}
	}
	offset := (zone/100*60 + zone%100) * 60
	if b[22] == '-' {
		offset = -offset
	}
	t := time.Date(year, month, day, hour, minute, second, 0, d.zones.of(offset))
	if t.Year() > 9999 { // a leap second at the end of time
		d.failErr("date-time", ErrRange)
		return time.Time{}
	}
	d.p += skip
	return t
}

// A zoneCache holds the zones of the dates read last, by half hours: package
// time makes most of them anew each time.
type zoneCache [8]struct {
	offset int
	zone   *time.Location
}

func (c *zoneCache) of(offset int) *time.Location {
	x := &c[uint(offset)/1800%uint(len(c))]
	if x.zone == nil || x.offset != offset {
		x.offset, x.zone = offset, zoneOf(offset)
	}
	return x.zone
}

// zoneOf returns the zone that is offset seconds east of UTC, without a name if
// it is another one.
func zoneOf(offset int) *time.Location {
	if offset == 0 {
		return time.UTC
	}
	return time.FixedZone("", offset)
}

// checkDateTime returns ErrRange if a date-time cannot tell t: its year is from
// 0 to 9999, its zone whole minutes from -99:59 to +99:59.
func checkDateTime(t time.Time) error {
	_, offset := t.Zone()
	if y := t.Year(); y < 0 || y > 9999 || offset%60 != 0 || offset <= -100*3600 || offset >= 100*3600 {
		return ErrRange
	}
	return nil
}

// NewDateTime returns t as a date-time tells it and a Decoder reads it: without
// fractions of a second, in time.UTC or a zone without a name. The error is an
// *[EncodeError] if the year of t is not from 0 to 9999 or if its zone is not of
// whole minutes, at most 99 hours and 59 minutes from UTC; [time.Time.UTC] helps
// then.
func NewDateTime(t time.Time) (time.Time, error) {
	if err := checkDateTime(t); err != nil {
		return time.Time{}, newError("date-time", err)
	}
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	_, offset := t.Zone()
	return time.Date(year, month, day, hour, minute, second, 0, zoneOf(offset)), nil
}

// ParseDateTime reads a date-time without its quotes, such as
// "17-Jul-1996 02:44:25 -0700". The error is a *[SyntaxError] with the offset
// in s.
func ParseDateTime(s string) (time.Time, error) {
	return parse(`"`, s, `"`, "date-time", (*Decoder).DateTime)
}

// DateTime writes a date with time and zone, to the second: see [NewDateTime].
func (e *Encoder) DateTime(t time.Time) {
	if err := checkDateTime(t); err != nil {
		e.fail("date-time", err)
		return
	}
	if e.inLit || cap(e.buf)-len(e.buf) < dateTimeLen {
		e.makeRoom(dateTimeLen)
	}
	at := len(e.buf)
	putDateTime((*[dateTimeLen]byte)(e.buf[at:at+dateTimeLen]), t)
	e.buf = e.buf[:at+dateTimeLen]
}

// putDateTime writes t, which checkDateTime has passed, as package time does with
// the layout "_2-Jan-2006 15:04:05 -0700" in quotes, in a quarter of the time:
// BenchmarkDateTime.
func putDateTime(b *[dateTimeLen]byte, t time.Time) {
	_, offset := t.Zone()
	t = t.UTC().Add(time.Duration(offset) * time.Second) // UTC has no zone to look up
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	name := months[3*month-3 : 3*month]
	sign := byte('+')
	if offset < 0 {
		sign, offset = '-', -offset
	}
	tens := day / 10
	b[0], b[3], b[7], b[12], b[15], b[18], b[21], b[22], b[27] = '"', '-', '-', ' ', ':', ':', ' ', sign, '"'
	b[1], b[2] = byte(' '+(tens+3)>>2<<4+tens), byte('0'+day-10*tens) // a space instead of a zero
	b[4], b[5], b[6] = name[0], name[1], name[2]
	putTwo(b[8:], year/100)
	putTwo(b[10:], year%100)
	putTwo(b[13:], hour)
	putTwo(b[16:], minute)
	putTwo(b[19:], second)
	putTwo(b[23:], offset/3600)
	putTwo(b[25:], offset/60%60)
}

// putTwo writes n as two digits.
func putTwo(b []byte, n int) { b[0], b[1] = byte('0'+n/10), byte('0'+n%10) }
