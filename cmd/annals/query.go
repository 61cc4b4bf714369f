package main

import "errors"

type queryCmd struct{}

func (c *queryCmd) Run() error { return errors.New("query is not built yet") }
