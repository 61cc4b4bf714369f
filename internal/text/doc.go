// Package text holds a report's text as the reading engine sees it: blocks,
// sentences, tokens with their tags and tree, quotations, mentions and
// entities.
//
// It reads nothing and writes nothing; every other package imports it and it
// imports none of them. All offsets in this package are bytes into
// [Document.Text], half-open. The record counts Unicode code points instead;
// [Mapper] is the only place that converts.
package text
