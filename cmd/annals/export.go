package main

import "errors"

type exportCmd struct{}

func (c *exportCmd) Run() error { return errors.New("export is not built yet") }
