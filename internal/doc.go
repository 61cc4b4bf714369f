// Package internal holds the tests that keep the house in order: the table of
// who may import whom, and a comment on every package.
package internal
