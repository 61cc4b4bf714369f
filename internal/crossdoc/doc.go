// Package crossdoc finds which words of several reports speak of one and the
// same event, and which of one and the same person, body, thing or place: the
// coreference over reports.
//
// It reads documents with trees, names and the coreference within each, and
// gives groups of mentions. What it gives depends on the set of reports alone,
// never on their order. The ledger, which keeps no trees, joins events by the
// plainer model of package situation.
package crossdoc
