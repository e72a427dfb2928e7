package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"imapkit.example/fuzz"
)

// execute runs the command with a few lines that a server has sent as its
// standard input.
func execute(args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	status = run(args, strings.NewReader("* 1 EXISTS\r\n* 2 FETCH (UID 7 FLAGS (\\Seen))\r\nA1 OK [READ-WRITE] done\r\n"), &out, &errs)
	return status, out.String(), errs.String()
}

func write(t *testing.T, name, octets string) string {
	name = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(name, []byte(octets), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestStatus(t *testing.T) {
	good := write(t, "good", "A1 NOOP\r\nA2 IDLE\r\nDONE\r\n")
	bad := write(t, "bad", "A1 NOOP\r\nA2 SELECT\r\nA3 NOOP\r\n")
	words := write(t, "words", "* OK x\r\n* BYE (\r\n* X-UNKNOWN \"a\"b\r\n")
	none := filepath.Join(t.TempDir(), "none")
	table := write(t, "table", `{"workload":"flags","library":"imapkit","mb_per_s":600,"ratio":1}`)
	for _, x := range []struct {
		args, stderr string
		status       int
	}{
		{"-secs 0.001 -from client " + good, "", 0},
		{"-secs 0.001 -from server -", "", 0},
		{"-secs 0.001 -from client " + bad, "bad: 1 of 3 messages could not be decoded; the first: wire: offset 18", 1},
		{"-secs 0.001 -level limit -from client " + bad, "1 of 3 messages", 1},
		{"-secs 0.001 -level tokens -from server " + words, "words: 1 of 3 messages could not be read as tokens", 1},
		{"-secs 0.001 -from client " + none + " " + good, "none: no such file", 2},
		{"-secs 0.001 -from client " + none + " " + bad, "1 of 3 messages", 2},
		{"-secs 0.001 -workload search -level limit -svg " + none + "/x", "no such file", 2},
		{"-secs 0.001 -from server " + write(t, "empty", ""), "", 0},
		{"-secs 0.001 -from server " + write(t, "unwritten", "* OK see {3}\r\n"), "encode: no message can be written", 1},
		{"-secs 0.001 -level limit -from client " + write(t, "cut", "A1 NOOP\r\nA2 LOGIN {9}\r\njo"), "cut: 1 of 2 messages could not be decoded; the first: offset 25: unexpected EOF", 1},
		{"-help", "", 0},
		{"-x", "flag provided but not defined", 2},
		{"-from nobody", "want -from client or -from server", 2},
		{good, "want -from client or -from server with a FILE", 2},
		{"-level tokens,none", `there is no level "none"`, 2},
		{"-level=", `there is no level ""`, 2},
		{"-secs 0", "want -secs", 2},
		{"-secs -1", "want -secs", 2},
		{"-secs NaN", "want -secs", 2},
		{"-secs x", "invalid value", 2},
		{"-workload none", `there is no workload "none"`, 2},
		{"-workload flags -from client", `there is no workload "flags"`, 2},
		{"-workload flags -from client " + good, "exclude each other", 2},
		{"-peers " + table, "-peers goes with -svg", 2},
		{"-svg x -peers " + table + " " + good, "want -from", 2},
		{"-svg x -peers " + table + " -from client " + good, "-peers goes with -svg and without a FILE", 2},
		{"-svg " + none + " -peers " + good, "invalid character", 2},
		{"-svg " + none + " -peers " + none, "no such file", 2},
		{"-svg " + none + " -peers " + write(t, "rows", `{}`), "row 1 is not one", 2},
		{"-svg " + none + " -peers " + write(t, "no rows", ""), "", 2},
	} {
		status, stdout, stderr := execute(strings.Fields(x.args)...)
		if status != x.status || !strings.Contains(stderr, x.stderr) || x.stderr == "" && status != 2 && stderr != "" {
			t.Errorf("%s: status %d, want %d; %q, want %q", x.args, status, x.status, stderr, x.stderr)
		}
		if strings.Count(stderr, "\n") > 1 && !strings.Contains(x.args, none) && !strings.Contains(x.args, words) {
			t.Errorf("%s: more than one line: %q", x.args, stderr)
		}
		if x.args == "-help" && !strings.Contains(stdout, "-from") {
			t.Errorf("help is %q", stdout)
		}
		if status == 2 && stdout != "" && !strings.Contains(x.args, good) && !strings.Contains(x.args, bad) && !strings.Contains(x.args, "search") {
			t.Errorf("%s: output %q", x.args, stdout)
		}
	}
}

func TestJSON(t *testing.T) {
	status, stdout, stderr := execute("-json", "-secs", "0.001", "-from", "server", "-")
	lines := strings.Split(strings.TrimSuffix(stdout, "\n"), "\n")
	if status != 0 || len(lines) != 4 {
		t.Fatalf("status %d, %d lines, %s", status, len(lines), stderr)
	}
	want := []string{"file", "from", "level", "bytes", "messages", "mb_per_s", "ns_per_message", "allocs_per_message", "alloc_bytes_per_message", "ratio_to_limit"}
	for i, level := range []string{"limit", "tokens", "decode", "encode"} {
		var r row
		if err := json.Unmarshal([]byte(lines[i]), &r); err != nil {
			t.Fatal(err)
		}
		if r.File != "-" || r.From != "server" || string(r.Level) != level || r.Bytes != 70 || r.Messages != 3 || r.MBPerSecond <= 0 || r.NsPerMessage <= 0 {
			t.Errorf("%s: %+v", level, r)
		}
		// All that the process allocates is counted, and others do at times.
		if level == "limit" && (r.RatioToLimit != 1 || r.Allocs > 1) || r.RatioToLimit <= 0 {
			t.Errorf("%s: %+v", level, r)
		}
		d := json.NewDecoder(strings.NewReader(lines[i]))
		var keys []string
		for isKey := false; ; isKey = !isKey {
			x, err := d.Token()
			if err == io.EOF {
				break
			}
			if isKey {
				if s, ok := x.(string); ok {
					keys = append(keys, s)
				}
			}
		}
		if strings.Join(keys, " ") != strings.Join(want, " ") {
			t.Errorf("members %v", keys)
		}
	}
}

// The figures that are no times are the same each time, and rows come in the
// order of -level.
func TestWorkloads(t *testing.T) {
	type key struct {
		file, from, level string
		bytes, messages   int
	}
	measure := func(args ...string) (keys []key) {
		status, stdout, stderr := execute(append([]string{"-json", "-secs", "0.001"}, args...)...)
		if status != 0 || stderr != "" {
			t.Fatalf("%v: status %d, %s", args, status, stderr)
		}
		for d := json.NewDecoder(strings.NewReader(stdout)); d.More(); {
			var r row
			if err := d.Decode(&r); err != nil {
				t.Fatal(err)
			}
			keys = append(keys, key{r.File, r.From, string(r.Level), r.Bytes, r.Messages})
		}
		return keys
	}
	keys := measure("-from", "client", "-level", "encode,limit,encode")
	var want []key
	for _, w := range fuzz.Workloads() {
		if sideName(w.From) == "client" {
			want = append(want, key{w.Name, "client", "encode", 0, 0}, key{w.Name, "client", "limit", 0, 0})
		}
	}
	if len(keys) != len(want) {
		t.Fatalf("%d rows, want %d", len(keys), len(want))
	}
	for i, k := range keys {
		if k.bytes < 1_000_000 || k.messages < 100 {
			t.Errorf("%+v", k)
		}
		if k.bytes, k.messages = 0, 0; k != want[i] {
			t.Errorf("row %d: %+v, want %+v", i, k, want[i])
		}
	}
	once, twice := measure("-workload", "sets,flags", "-level", "encode"), measure("-workload", "sets,flags", "-level", "encode")
	if len(once) != 2 || len(twice) != 2 || once[0] != twice[0] || once[1] != twice[1] || once[0].file != "sets" {
		t.Errorf("%+v, then %+v", once, twice)
	}
}

// What follows an endless line was not read, and makes nothing faster.
func TestLeft(t *testing.T) {
	const line, rest = 100_000, 1_000_000
	name := write(t, "endless", "A1 NOOP\r\n"+strings.Repeat("x", line)+"\r\n"+strings.Repeat("A2 NOOP\r\n", rest/9))
	status, stdout, stderr := execute("-json", "-secs", "0.001", "-from", "client", name)
	if status != 1 || !strings.Contains(stderr, "endless: 1 of 2 messages could not be decoded") || !strings.Contains(stderr, " octets are left out") {
		t.Errorf("status %d, %s", status, stderr)
	}
	rows := 0
	for d := json.NewDecoder(strings.NewReader(stdout)); d.More(); rows++ {
		var r row
		if err := d.Decode(&r); err != nil || r.Bytes > 9+line {
			t.Errorf("%+v, %v", r, err)
		}
	}
	if rows != 4 {
		t.Errorf("%d rows", rows)
	}
}

func TestTable(t *testing.T) {
	_, stdout, _ := execute("-secs", "0.001", "-from", "server", "-")
	lines := strings.Split(strings.TrimSuffix(stdout, "\n"), "\n")
	if len(lines) != 5 {
		t.Fatalf("%q", stdout)
	}
	for _, s := range lines {
		if len(s) != len(lines[0]) {
			t.Errorf("columns are not aligned:\n%s", stdout)
		}
	}
}

type fullDisk struct{}

var errFull = errors.New("disk full")

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestOutputFails(t *testing.T) {
	for _, args := range []string{"-from server -secs 0.001 -", "-json -from server -secs 0.001 -"} {
		var errs bytes.Buffer
		status := run(strings.Fields(args), strings.NewReader("* 1 EXISTS\r\n"), fullDisk{}, &errs)
		if status != 2 || !strings.Contains(errs.String(), errFull.Error()) {
			t.Errorf("%s: status %d, %q", args, status, errs.String())
		}
	}
}

// wellFormed reports what is wrong with a chart.
func wellFormed(t *testing.T, b []byte) {
	t.Helper()
	for d := xml.NewDecoder(bytes.NewReader(b)); ; {
		x, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("%v in %s", err, b)
		}
		if e, ok := x.(xml.StartElement); ok && !strings.Contains(" svg title text rect path ", " "+e.Name.Local+" ") {
			t.Errorf("element %s", e.Name.Local)
		}
	}
}

func TestCharts(t *testing.T) {
	name := filepath.Join(t.TempDir(), "chart.svg")
	odd := write(t, "<a&b>\x01", "* 1 EXISTS\r\n")
	if status, _, stderr := execute("-secs", "0.001", "-svg", name, "-from", "server", odd); status != 0 {
		t.Fatalf("status %d, %s", status, stderr)
	}
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	wellFormed(t, b)
	for _, s := range []string{"&lt;a&amp;b&gt;", "limit", "tokens", "decode", "encode", "ratio 1<"} {
		if !bytes.Contains(b, []byte(s)) {
			t.Errorf("no %q in %s", s, b)
		}
	}
	if n := bytes.Count(b, []byte("<rect")); n != 8 {
		t.Errorf("%d rectangles, want 4 in the legend and 4 bars", n)
	}
	rows := write(t, "peers", `{"workload":"flags","library":"imapkit","mb_per_s":600,"ratio":1}
{"workload":"flags","library":"other","mb_per_s":60,"ratio":10}
{"workload":"sets","library":"other","cannot":"has no parser"}`)
	if status, _, stderr := execute("-peers", rows, "-svg", name); status != 0 {
		t.Fatalf("status %d, %s", status, stderr)
	}
	if b, err = os.ReadFile(name); err != nil {
		t.Fatal(err)
	}
	wellFormed(t, b)
	for _, s := range []string{"60 MB/s (imapkit: 10 times)", "600 MB/s<", "other: cannot"} {
		if !bytes.Contains(b, []byte(s)) {
			t.Errorf("no %q in %s", s, b)
		}
	}
	wellFormed(t, chartOfLevels(nil).svg())
	b = chartOfLevels([]row{{File: "/home/joe/recordings/of/2024/äöü.server"}}).svg()
	if wellFormed(t, b); !bytes.Contains(b, []byte(">…ings/of/2024/äöü.server</text>")) {
		t.Errorf("a long name is not shortened in %s", b)
	}
}
