package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"

	"imapkit.example/fuzz/internal/measure"
	"imapkit.example/wire"
)

// A row is what was measured of one file on one level.
type row struct {
	File         string        `json:"file"`
	From         string        `json:"from"`
	Level        measure.Level `json:"level"`
	Bytes        int           `json:"bytes"`
	Messages     int           `json:"messages"`
	MBPerSecond  float64       `json:"mb_per_s"`
	NsPerMessage float64       `json:"ns_per_message"`
	Allocs       float64       `json:"allocs_per_message"`
	AllocBytes   float64       `json:"alloc_bytes_per_message"`
	RatioToLimit float64       `json:"ratio_to_limit"`
}

func newRow(name string, from wire.Side, level measure.Level, w measure.Work, f, limit measure.Figure) row {
	r := row{
		File: name, From: sideName(from), Level: level, Bytes: w.Octets, Messages: w.Messages,
		MBPerSecond: round(f.MBPerSecond), NsPerMessage: round(f.NsPerMessage), Allocs: round(f.AllocsPerMessage),
		AllocBytes: round(f.AllocBytesPerMessage),
	}
	if limit.MBPerSecond > 0 {
		r.RatioToLimit = round(f.MBPerSecond / limit.MBPerSecond)
	}
	return r
}

// round returns x with the digits that may mean something.
func round(x float64) float64 { return math.Round(x*1e4) / 1e4 }

// A table writes rows: as lines with aligned columns, or as JSON.
type table struct {
	w     io.Writer
	json  *json.Encoder // nil for lines
	width int           // of the first column
}

func newTable(w io.Writer, c *config) *table {
	if c.json {
		return &table{json: json.NewEncoder(w)}
	}
	t := &table{w: w, width: len("file")}
	for _, name := range c.files {
		t.width = max(t.width, len(name))
	}
	for _, x := range c.workloads {
		t.width = max(t.width, len(x.Name))
	}
	return t
}

// header writes the names of the columns.
func (t *table) header() error {
	if t.json != nil {
		return nil
	}
	_, err := fmt.Fprintf(t.w, "%-*s  level      bytes  messages    MB/s  ns/message  allocs/message  B/message    ratio\n", t.width, "file")
	return err
}

func (t *table) add(r row) error {
	if t.json != nil {
		return t.json.Encode(r)
	}
	_, err := fmt.Fprintf(t.w, "%-*s  %-6s  %8d  %8d  %6.0f  %10.1f  %14.2f  %9.0f  %7.3f\n", t.width, r.File,
		r.Level, r.Bytes, r.Messages, r.MBPerSecond, r.NsPerMessage, r.Allocs, r.AllocBytes, r.RatioToLimit)
	return err
}
