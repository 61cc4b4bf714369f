package eval

import (
	"testing"

	"annals/internal/corpus"
)

func TestGoldStatus(t *testing.T) {
	for _, c := range []struct {
		e    corpus.EventMention
		want string
	}{
		{corpus.EventMention{Certainty: "CERTAIN", Polarity: "POS", Time: "NON_FUTURE", Special: "NONE"}, "happened"},
		{corpus.EventMention{Certainty: "CERTAIN", Polarity: "POS", Time: "FUTURE", Special: "NONE"}, "planned"},
		{corpus.EventMention{Certainty: "CERTAIN", Polarity: "NEG", Time: "FUTURE", Special: "NONE"}, "denied"},
		{corpus.EventMention{Certainty: "PROBABLE", Polarity: "POS", Time: "FUTURE", Special: "NONE"}, "possible"},
		{corpus.EventMention{Certainty: "CERTAIN", Polarity: "POS", Time: "FUTURE", Special: "COND_IF_CLAUSE"}, "possible"},
		{corpus.EventMention{}, ""},
	} {
		if got := GoldStatus(c.e); got != c.want {
			t.Errorf("%+v: %q, want %q", c.e, got, c.want)
		}
	}
}
