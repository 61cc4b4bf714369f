package main

import (
	"io"
	"os"

	"golang.org/x/term"

	"annals/internal/render"
)

// styleFlags say how text for people looks.
type styleFlags struct {
	Colour string `name:"color" enum:"auto,always,never" default:"auto" help:"Colours in text: auto, always or never."`
	Width  int    `help:"Columns of text, at least 60; 0 takes the terminal's width, or 100 in a pipe." placeholder:"N"`
}

// style is what the flags ask for, and else what the output can show.
func (f *styleFlags) style(w io.Writer) render.Style {
	s := styleOf(w)
	if f.Width > 0 {
		s.Width = f.Width
	}
	switch f.Colour {
	case "always":
		s.Colour = true
	case "never":
		s.Colour = false
	}
	return s
}

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
