package ingest

import (
	"context"
	"errors"

	"annals/internal/fetch"
)

// pageTypes are the media types that reports come in, as Accept lists them.
const pageTypes = "text/html,application/xhtml+xml,text/plain;q=0.9,application/pdf;q=0.8,message/rfc822;q=0.5"

// FetchPage fetches a page, or another content that reports come in.
func FetchPage(ctx context.Context, c *fetch.Client, address string) (*Content, error) {
	resp, err := c.Get(ctx, fetch.Request{URL: address, Accept: pageTypes})
	if err != nil {
		if errors.Is(err, fetch.ErrTooLarge) {
			return nil, tooLarge(c.MaxBytes())
		}
		return nil, &fault{ErrFetch, err.Error(), err}
	}
	if !isReadable(resp.Media) {
		return nil, &fault{ErrBinary, "the address gives " + resp.Media + ", not a page or a text", nil}
	}
	return &Content{Data: resp.Data, Media: resp.Media, Charset: resp.Charset, URL: resp.URL}, nil
}

// fetchSource fetches the page that a source names.
func fetchSource(ctx context.Context, address string, opt Options) (*Content, error) {
	c := fetch.New(fetch.Config{Timeout: opt.Timeout, MaxBytes: opt.limit(), AllowPrivate: opt.AllowPrivate, AllowHosts: opt.AllowHosts})
	defer c.Close()
	return FetchPage(ctx, c, address)
}
