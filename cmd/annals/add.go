package main

import "errors"

// addCmd reads reports and stores their records.
type addCmd struct {
	Files []string `arg:"" optional:"" name:"file" help:"Files, folders or - for standard input."`
}

func (c *addCmd) Run() error { return errors.New("add is not built yet") }
