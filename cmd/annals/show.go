package main

import "errors"

type showCmd struct{}

func (c *showCmd) Run() error { return errors.New("show is not built yet") }
