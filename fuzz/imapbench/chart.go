package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"slices"
)

// A chart is horizontal bars in groups, on a scale of powers of ten: SVG that
// is text and shapes alone. Its colours are such that it can be read on a light
// and on a dark background, since it has none of its own.
type chart struct {
	title  string
	series []string // what the colours stand for
	groups []group
}

type group struct {
	name string
	bars []bar
}

// A bar shows a speed in MB/s. One without a speed is its text alone.
type bar struct {
	series int
	speed  float64
	text   string
}

var seriesColors = [...]string{"#4a86d8", "#d07f2e", "#45a163", "#a872cc", "#b8932e", "#d0606e"}

const (
	textColor = "#7d858f"

	chartWidth = 860
	nameWidth  = 150
	nameSize   = 24  // characters that fit into nameWidth
	textWidth  = 230 // right of the scale, for the texts of the longest bars
	barHeight  = 13
	groupSpace = 9
	topHeight  = 74
)

// svg returns the chart.
func (c *chart) svg() []byte {
	least, most := c.decades()
	height := topHeight
	for _, g := range c.groups {
		height += len(g.bars)*barHeight + groupSpace
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" font-family="sans-serif" font-size="11" fill="%s">`+"\n",
		chartWidth, height+8, textColor)
	fmt.Fprintf(&b, "<title>%s</title>\n", escape(c.title))
	fmt.Fprintf(&b, `<text x="8" y="18" font-size="14">%s</text>`+"\n", escape(c.title))
	x := 8
	for i, name := range c.series {
		fmt.Fprintf(&b, `<rect x="%d" y="28" width="10" height="10" fill="%s"/><text x="%d" y="37">%s</text>`+"\n",
			x, fill(i), x+14, escape(name))
		x += 34 + 7*len([]rune(name))
	}
	at := func(decade float64) float64 {
		return nameWidth + (decade-least)/(most-least)*(chartWidth-nameWidth-textWidth)
	}
	for d := least; d <= most; d++ {
		fmt.Fprintf(&b, `<path d="M%.1f %dV%d" stroke="%s" stroke-opacity="0.4"/>`, at(d), topHeight-8, height, textColor)
		fmt.Fprintf(&b, `<text x="%.1f" y="%d" text-anchor="middle">%s</text>`+"\n", at(d), topHeight-12, speedText(math.Pow(10, d)))
	}
	y := topHeight
	for _, g := range c.groups {
		fmt.Fprintf(&b, `<text x="%d" y="%.1f" text-anchor="end">%s</text>`+"\n",
			nameWidth-8, float64(y)+float64(len(g.bars)*barHeight)/2+4, escape(ending(g.name)))
		for _, bar := range g.bars {
			end := float64(nameWidth)
			if bar.speed > 0 {
				end = at(math.Log10(bar.speed))
				fmt.Fprintf(&b, `<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>`,
					nameWidth, y+1, end-nameWidth, barHeight-2, fill(bar.series))
			}
			fmt.Fprintf(&b, `<text x="%.1f" y="%d">%s</text>`+"\n", end+4, y+barHeight-3, escape(bar.text))
			y += barHeight
		}
		y += groupSpace
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// decades returns the powers of ten between which all speeds are.
func (c *chart) decades() (least, most float64) {
	least, most = math.Inf(1), math.Inf(-1)
	for _, g := range c.groups {
		for _, b := range g.bars {
			if b.speed > 0 {
				least = min(least, math.Floor(math.Log10(b.speed)))
				most = max(most, math.Ceil(math.Log10(b.speed)))
			}
		}
	}
	if least > most {
		return 0, 1
	}
	return least, max(most, least+1)
}

func fill(series int) string { return seriesColors[series%len(seriesColors)] }

// speedText returns MB/s with a unit.
func speedText(speed float64) string {
	if speed >= 1000 {
		return fmt.Sprintf("%.3g GB/s", speed/1000)
	}
	return fmt.Sprintf("%.3g MB/s", speed)
}

// ending returns what of a name fits in front of the scale: a path says most at
// its end.
func ending(name string) string {
	r := []rune(name)
	if len(r) <= nameSize {
		return name
	}
	return "…" + string(r[len(r)-nameSize+1:])
}

// escape returns s as text of XML.
func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a Buffer takes everything
	return b.String()
}

// color returns the index of the series called name, which it may begin.
func (c *chart) color(name string) int {
	i := slices.Index(c.series, name)
	if i < 0 {
		i = len(c.series)
		c.series = append(c.series, name)
	}
	return i
}

// chartOfLevels draws what was measured.
func chartOfLevels(rows []row) *chart {
	c := &chart{title: "imapkit: speed by level, and its ratio to a loop that sums a class table (logarithmic scale)"}
	for i, r := range rows {
		if i == 0 || rows[i-1].File != r.File {
			c.groups = append(c.groups, group{name: r.File})
		}
		g := &c.groups[len(c.groups)-1]
		g.bars = append(g.bars, bar{
			c.color(string(r.Level)), r.MBPerSecond,
			fmt.Sprintf("%s, ratio %.3g", speedText(r.MBPerSecond), r.RatioToLimit),
		})
	}
	return c
}
