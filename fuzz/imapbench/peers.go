package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// A peerRow is a line of the comparison with other libraries: see fuzz/peers.
type peerRow struct {
	Workload    string  `json:"workload"`
	Library     string  `json:"library"`
	MBPerSecond float64 `json:"mb_per_s"`
	Ratio       float64 `json:"ratio"` // how many times as fast imapkit is
	Cannot      string  `json:"cannot"`
}

func readPeers(name string) (rows []peerRow, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for d := json.NewDecoder(f); ; {
		var r peerRow
		if err := d.Decode(&r); err == io.EOF {
			break
		} else if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if r.Workload == "" || r.Library == "" {
			return nil, fmt.Errorf("%s: row %d is not one of fuzz/peers -json", name, len(rows)+1)
		}
		rows = append(rows, r)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("%s: no rows", name)
	}
	return rows, nil
}

// drawPeers draws the comparison with other libraries.
func (b *bench) drawPeers() error {
	rows, err := readPeers(b.peers)
	if err != nil {
		return err
	}
	return os.WriteFile(b.svg, chartOfPeers(rows).svg(), 0o666)
}

func chartOfPeers(rows []peerRow) *chart {
	c := &chart{title: "imapkit beside other Go libraries: typed decoding of the same octets (logarithmic scale)"}
	for i, r := range rows {
		if i == 0 || rows[i-1].Workload != r.Workload {
			c.groups = append(c.groups, group{name: r.Workload})
		}
		x := bar{series: c.color(r.Library), speed: r.MBPerSecond, text: speedText(r.MBPerSecond)}
		switch {
		case r.Cannot != "":
			// A bar's worth of text would not say why: the table does.
			x.speed, x.text = 0, r.Library+": cannot"
		case r.Ratio != 0 && r.Ratio != 1:
			x.text += fmt.Sprintf(" (imapkit: %.3g times)", r.Ratio)
		}
		g := &c.groups[len(c.groups)-1]
		g.bars = append(g.bars, x)
	}
	return c
}
