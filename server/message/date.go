package message

import (
	"strconv"
	"strings"
	"time"
)

// Sent returns the date and time of the first Date field, in the zone written
// there, or false if there is none that can be understood. SENTBEFORE, SENTON
// and SENTSINCE compare its year, month and day as they are, disregarding time
// and zone (RFC 9051, Section 6.4.4).
//
// The day of the week may be missing or wrong, seconds, time or zone may be
// missing, comments may stand anywhere, and "Mon Jan  2 15:04:05 2006" and
// "2-Jan-2006" are understood as well. An unknown zone counts as UTC.
func (p *Part) Sent() (time.Time, bool) {
	for f := range fields(p.readable()) {
		if f.is("Date") {
			return parseDate(unfold(f.value))
		}
	}
	return time.Time{}, false
}

// maxDateWords is more than any known form of a date has; what follows is ignored.
const maxDateWords = 12

// parseDate takes the words of a date for what each of them looks like.
//
//	date-time = [day-of-week ","] date time [CFWS]   ; RFC 5322, Section 3.3
//	date      = day month year
//	time      = hour ":" minute [":" second] FWS zone
func parseDate(s string) (time.Time, bool) {
	var (
		day, year            = -1, -1
		month                time.Month
		hour, minute, second int
		timed                bool
		zone                 = time.UTC
	)
	for _, w := range dateWords(s) {
		number, isNumber := dateNumber(w)
		switch {
		case isNumber && day < 0 && len(w) <= 2:
			day = number
		case isNumber && year < 0 && len(w) <= 4:
			year = fullYear(number, len(w))
		case !timed && strings.Contains(w, ":"):
			if hour, minute, second, timed = parseTime(w); !timed {
				return time.Time{}, false
			}
		case month == 0 && parseMonth(w) != 0:
			month = parseMonth(w)
		case timed:
			if z := parseZone(w); z != nil && zone == time.UTC {
				zone = z
			}
		}
	}
	if day < 1 || month == 0 || year < 0 {
		return time.Time{}, false
	}
	// A leap second must not turn the day.
	t := time.Date(year, month, day, hour, minute, min(second, 59), 0, zone)
	return t, t.Day() == day
}

// dateWords splits s at white space, commas and comments, and a date such as
// 2-Jan-2006 at its hyphens.
func dateWords(s string) []string {
	x := lexer{s: s}
	var words []string
	for x.skip(); x.more() && len(words) < maxDateWords; x.skip() {
		if x.peek() == ',' {
			x.i++
			continue
		}
		w := x.until(" \t,(")
		if parts := strings.SplitN(w, "-", 4); len(parts) == 3 {
			words = append(words, parts...)
		} else {
			words = append(words, w)
		}
	}
	return words
}

// dateNumber reads 1*4DIGIT.
func dateNumber(w string) (int, bool) {
	for i := range len(w) {
		if w[i] < '0' || w[i] > '9' {
			return 0, false
		}
	}
	if w == "" || len(w) > 4 {
		return 0, false
	}
	n, err := strconv.Atoi(w)
	return n, err == nil
}

// fullYear gives a year of two or three digits its century, RFC 5322, Section 4.3.
func fullYear(year, digits int) int {
	switch {
	case digits <= 2 && year < 50:
		return year + 2000
	case digits <= 3:
		return year + 1900
	}
	return year
}

func parseTime(w string) (hour, minute, second int, ok bool) {
	parts := strings.SplitN(w, ":", 4)
	if len(parts) == 4 {
		return 0, 0, 0, false
	}
	var n [3]int
	for i, part := range parts {
		value, isNumber := dateNumber(part)
		if !isNumber || len(part) > 2 {
			return 0, 0, 0, false
		}
		n[i] = value
	}
	return n[0], n[1], n[2], n[0] < 24 && n[1] < 60 && n[2] <= 60
}

func parseMonth(w string) time.Month {
	const months = "janfebmaraprmayjunjulaugsepoctnovdec"
	if len(w) < 3 {
		return 0
	}
	i := strings.Index(months, lowerASCII(w[:3]))
	if i < 0 || i%3 != 0 {
		return 0
	}
	return time.Month(i/3 + 1)
}

// parseZone reads a zone; nil if it tells nothing.
//
//	zone     = (FWS ( "+" / "-" ) 4DIGIT) / obs-zone
//	obs-zone = "UT" / "GMT" / "EST" / "EDT" / "CST" / "CDT" / "MST" / "MDT" / "PST" / "PDT" / ...
func parseZone(w string) *time.Location {
	if len(w) == 5 && (w[0] == '+' || w[0] == '-') {
		n, ok := dateNumber(w[1:])
		if !ok || n == 0 || n%100 > 59 {
			return nil
		}
		seconds := (n/100*60 + n%100) * 60
		if w[0] == '-' {
			seconds = -seconds
		}
		return time.FixedZone("", seconds)
	}
	var hours int
	switch strings.ToUpper(w) {
	case "EDT":
		hours = -4
	case "EST", "CDT":
		hours = -5
	case "CST", "MDT":
		hours = -6
	case "MST", "PDT":
		hours = -7
	case "PST":
		hours = -8
	default:
		return nil
	}
	return time.FixedZone("", hours*3600)
}
