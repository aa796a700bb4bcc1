package grid

// setUpright turns a page so that most of its text stands upright and y grows downwards, and takes slanted text out of it. How a page is
// to be shown plays no part: what counts is how its text runs.
func (p *pdfPage) setUpright() {
	var turns [4]int
	kept := p.glyphs[:0]
	for _, g := range p.glyphs {
		if g.turn == slanted {
			p.watermark = append(p.watermark, g)
			continue
		}
		turns[g.turn]++
		kept = append(kept, g)
	}
	p.glyphs = kept
	turn := 0
	for t, count := range turns {
		if count > turns[turn] {
			turn = t
		}
	}
	for i := range p.glyphs {
		g := &p.glyphs[i]
		g.box, g.turn = g.box.turnBack(turn).flip(), (g.turn-turn)&3
	}
	for i := range p.rules {
		p.rules[i] = p.rules[i].turnBack(turn).flip()
	}
}

// turnBack undoes quarter turns counter-clockwise, y growing upwards.
func (b box) turnBack(turns int) box {
	for range turns {
		b = box{b.top, -b.right, b.bottom, -b.left}
	}
	return b
}

// flip lets y grow downwards.
func (b box) flip() box { return box{b.left, -b.bottom, b.right, -b.top} }
