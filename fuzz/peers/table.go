package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"

	"imapkit.example/fuzz"
	"imapkit.example/fuzz/internal/measure"
	"imapkit.example/wire"
)

// A row is what was measured of one library on one workload.
type row struct {
	Workload     string  `json:"workload"`
	From         string  `json:"from"`
	Library      string  `json:"library"`
	Version      string  `json:"version"`
	Bytes        int     `json:"bytes"`
	Messages     int     `json:"messages"`
	MBPerSecond  float64 `json:"mb_per_s"`
	NsPerMessage float64 `json:"ns_per_message"`
	Allocs       float64 `json:"allocs_per_message"`
	AllocBytes   float64 `json:"alloc_bytes_per_message"`
	Ratio        float64 `json:"ratio"` // how many times as fast imapkit is
	Cannot       string  `json:"cannot,omitempty"`
}

func newRow(w fuzz.Workload, t *measure.Traffic, library, version string) row {
	from := "client"
	if w.From == wire.Server {
		from = "server"
	}
	return row{Workload: w.Name, From: from, Library: library, Version: version, Bytes: len(t.Octets), Messages: t.Messages}
}

// set sets the figures of r, where imapkit has those of ours.
func (r *row) set(f, ours measure.Figure) {
	r.MBPerSecond, r.NsPerMessage = round(f.MBPerSecond), round(f.NsPerMessage)
	r.Allocs, r.AllocBytes = round(f.AllocsPerMessage), round(f.AllocBytesPerMessage)
	r.Ratio = round(ours.MBPerSecond / f.MBPerSecond)
}

// round returns x with the digits that may mean something.
func round(x float64) float64 { return math.Round(x*1e4) / 1e4 }

// A note says why a library cannot read some workloads.
type note struct{ workloads, why string }

// A table writes rows: as a table in Markdown, or as JSON.
type table struct {
	w     io.Writer
	json  bool
	notes []note
	err   error
}

func newTable(w io.Writer, asJSON bool) *table { return &table{w: w, json: asJSON} }

func (t *table) printf(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintf(t.w, format, args...)
	}
}

func (t *table) header() {
	if t.json {
		return
	}
	t.printf("| %-15s | %14s |", "workload", "imapkit")
	for _, p := range peers() {
		t.printf(" %14s |", p.name)
	}
	const dashes = "--------------------"
	t.printf(" %6s |\n|-%.15s-|-%.14s:|", "ratio", dashes, dashes)
	for range peers() {
		t.printf("-%.14s:|", dashes)
	}
	t.printf("-%.6s:|\n", dashes)
}

// add writes the rows of one workload, imapkit's first.
func (t *table) add(rows []row) {
	if t.json {
		for _, r := range rows {
			b, err := json.Marshal(r)
			if err != nil && t.err == nil {
				t.err = err
			}
			t.printf("%s\n", b)
		}
		return
	}
	t.printf("| %-15s |", rows[0].Workload)
	least := math.Inf(1)
	for _, r := range rows {
		cell := digits(r.MBPerSecond) + " (" + digits(r.Allocs) + ")"
		if r.Cannot != "" {
			cell = "cannot"
			t.note(r.Workload, r.Library+" "+r.Cannot)
		} else if r.Library != rows[0].Library {
			least = min(least, r.Ratio)
		}
		t.printf(" %14s |", cell)
	}
	ratio := "-"
	if !math.IsInf(least, 1) {
		ratio = fmt.Sprintf("%.1f", least)
	}
	t.printf(" %6s |\n", ratio)
}

// digits returns x with three digits that count, or all that there are in front
// of the point.
func digits(x float64) string {
	switch {
	case x >= 99.95:
		return fmt.Sprintf("%.0f", x)
	case x >= 9.995:
		return fmt.Sprintf("%.1f", x)
	case x >= 0.005:
		return fmt.Sprintf("%.2f", x)
	}
	return "0"
}

// note notes why a library cannot read a workload.
func (t *table) note(workload, why string) {
	for i := range t.notes {
		if t.notes[i].why == why {
			t.notes[i].workloads += ", " + workload
			return
		}
	}
	t.notes = append(t.notes, note{workload, why})
}

// footer writes what the table has no room for.
func (t *table) footer() {
	if t.json {
		return
	}
	t.printf("\nMB/s and, in parentheses, allocations per message. The ratio is that of imapkit to the\nfastest of the others.\n\n")
	for _, p := range peers() {
		t.printf("- %s: %s %s\n", p.name, p.module, version(p.module))
	}
	if len(t.notes) > 0 {
		t.printf("\nWhy a library cannot read a workload:\n\n")
	}
	for _, n := range t.notes {
		t.printf("- %s: %s\n", n.workloads, n.why)
	}
}
