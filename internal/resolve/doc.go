// Package resolve says who the parties of a record are and where its places
// lie: it turns the entities of a document into the record's actors, ties each
// party to its actor, and gives place names country and coordinates.
//
// It reads a text.Document with entities and a record.Record whose parties
// have spans; it writes Record.Actors, every Party.Actor, and Record.Places.
//
// Precision decides. A party that names nobody in particular, an anonymous
// source, a name with two possible bearers: all stay without an actor or
// without country and sector. Four decisions follow from that:
//
//   - The Kremlin, and Moscow where it acts or speaks, are one actor, the
//     government of Russia. Russia, where it acts, is another, the country.
//   - A place that only lies there is no actor.
//   - A source that coreference left open is whoever the report speaks of
//     before it, where its words leave one: the subject of the clause or
//     sentence before, the only one who is called so, the only body of the kind.
//   - Sectors come first from what the text calls the actor, then from the
//     offices held on the report's date. A report without a date gives a person
//     only what has been true throughout that person's time in public life.
package resolve
