package main

import (
	"io"
	"os"

	"golang.org/x/term"

	"annals/internal/render"
)

// styleOf is what the output can show: colours and its own width on a
// terminal, neither in a pipe or file. NO_COLOR turns colours off.
func styleOf(w io.Writer) render.Style {
	style := render.Style{Width: 100}
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return style
	}
	style.Colour = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
		style.Width = min(width, 160)
	}
	return style
}
