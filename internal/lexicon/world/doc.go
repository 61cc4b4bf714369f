// Package world holds facts about the world that news takes for granted:
// countries and their demonyms, leaders with their terms of office,
// organisations, armed groups, outlets, role nouns and places.
//
// It reads its embedded tables (folder tables, one tab-separated file each)
// and writes nothing. A [World] is read-only after [Load] and safe for use by
// several goroutines. Names are compared by [Fold]: case, diacritics,
// possessive endings and Cyrillic script make no difference.
//
// An open term of office, organisation or state holds as of [AsOf]; the tables
// know nothing later.
package world
