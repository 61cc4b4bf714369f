package corpus

// EventSentence is one text of the event sets with its gold events.
type EventSentence struct {
	ID         string      `json:"id"`
	Origin     string      `json:"origin"`
	Language   string      `json:"lang"`
	Date       string      `json:"date"`
	Text       string      `json:"text"`
	Exhaustive bool        `json:"exhaustive"` // the gold lists every event of the text
	Levels     []string    `json:"levels"`     // what the gold can be scored on: "quad", "plover", "code", "actors", "spans"
	Gold       []GoldEvent `json:"gold"`
}

// GoldEvent is one event of an EventSentence. A nil field is not annotated.
type GoldEvent struct {
	Source     *string `json:"source"` // CAMEO actor code
	Target     *string `json:"target"`
	Code       *string `json:"code"`   // CAMEO event code
	Plover     *string `json:"plover"` // PLOVER type
	Quad       *int    `json:"quad"`   // 1 to 4, 0 for statements
	SourceText *string `json:"source_text"`
	TargetText *string `json:"target_text"`
}

// Events reads event sets, JSON Lines, gzip or plain.
func Events(path string) ([]EventSentence, error) {
	var list []EventSentence
	err := JSONLines(path, func(s EventSentence) error {
		list = append(list, s)
		return nil
	})
	return list, err
}
