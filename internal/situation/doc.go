// Package situation puts what many reports say side by side: which of their
// events are one and the same, who asserts it, who denies it, who gives which
// number, which reports tell one story, which actors are one, and what an
// edited report changed.
//
// It reads records and gives plain values; it knows no storage, and what it
// gives depends on the set of what it is given alone, never on the order. It
// decides nothing about the truth.
package situation
