package main

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"annals/internal/ledger"
	"annals/internal/record"
)

// loaves is a match of a small report.
func loaves() ledger.Match {
	text := "Bakers marched in Varna."
	r := &record.Record{Report: record.Report{ID: record.ContentID(text, "2024-05-14"), Text: text, Published: record.Ptr("2024-05-14"), URL: record.Ptr("https://loaf.example/1")}}
	trigger := record.Span{Start: 7, End: 14, Text: "marched"}
	r.Events = []record.Event{{ID: "E1", Plover: "PROTEST", Quad: 4, Status: record.Happened, Trigger: trigger, Evidence: trigger}}
	return ledger.Match{Kind: ledger.Events, Record: r, ID: "E1", Words: "marched & <sang>"}
}

func TestTellWebhook(t *testing.T) {
	status := http.StatusOK
	var got struct {
		Alert string
		Rows  []map[string]any
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
			t.Error(err)
		}
		w.WriteHeader(status)
	}))
	defer server.Close()
	a := ledger.Alert{Name: "marches", Query: "type:PROTEST", Channel: "webhook", Target: server.URL}
	if err := tellWebhook(t.Context(), a, []ledger.Match{loaves(), loaves()}); err != nil {
		t.Fatal(err)
	}
	if got.Alert != "marches" || len(got.Rows) != 2 {
		t.Errorf("%+v", got)
	}
	status = http.StatusBadGateway
	if err := tellWebhook(t.Context(), a, []ledger.Match{loaves()}); err == nil || !strings.Contains(err.Error(), "502") {
		t.Error(err)
	}
	moved := httptest.NewServer(http.RedirectHandler(server.URL, http.StatusFound))
	defer moved.Close()
	status, a.Target = http.StatusOK, moved.URL
	if err := tellWebhook(t.Context(), a, []ledger.Match{loaves()}); err == nil || !strings.Contains(err.Error(), "302") {
		t.Errorf("what was redirected counts as told: %v", err)
	}
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	}))
	defer slow.Close()
	short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	a.Target = slow.URL
	if err := tellWebhook(short, a, []ledger.Match{loaves()}); err == nil || !strings.Contains(err.Error(), "in time") {
		t.Error(err)
	}
}

func TestTellRSS(t *testing.T) {
	path := filepath.Join(t.TempDir(), "feed.xml")
	if err := tellRSS(ledger.Alert{Name: "marches", Query: "type:PROTEST", Target: path}, []ledger.Match{loaves()}); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var feed rss
	if err := xml.Unmarshal(b, &feed); err != nil {
		t.Fatal(err)
	}
	item := feed.Channel.Items[0]
	if item.Description != "marched & <sang>\nin the report's own voice" || item.Link != "https://loaf.example/1" || item.Date != "Tue, 14 May 2024 00:00:00 +0000" || !strings.Contains(item.Title, "PROTEST") {
		t.Errorf("%+v", item)
	}
}
