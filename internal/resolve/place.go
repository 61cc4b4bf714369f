package resolve

import (
	"annals/internal/lexicon/world"
	"annals/internal/record"
	"annals/internal/text"
)

// Places sets country and coordinates of a report's places.
func Places(w *world.World, doc *text.Document, places []record.Place) {}
