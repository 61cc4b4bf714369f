package segment

import (
	"bytes"
	"errors"
	"testing"

	"annals/internal/text"
)

// lesson is a document whose sentences end where the text has "|", which is
// left out.
func lesson(marked string) *text.Document {
	d := &text.Document{}
	start := 0
	for _, s := range bytes.SplitAfter([]byte(marked), []byte("|")) {
		d.Text += string(bytes.TrimSuffix(s, []byte("|")))
		d.Sentences = append(d.Sentences, text.Sentence{Span: text.Span{Start: start, End: len(d.Text)}})
		start = len(d.Text) + 1
	}
	return d
}

func trained(t *testing.T) []byte {
	t.Helper()
	trainer := NewTrainer(1, func(string) {})
	for range 40 {
		trainer.Add(lesson("Jane Doe 03/04/2005| The army left the town.| Best regards| John Roe 04/05/2006| It came back."))
	}
	trainer.AddSilver(lesson("The army left.| It came back on Monday."))
	weights, err := trainer.Weights()
	if err != nil {
		t.Fatal(err)
	}
	return weights
}

func TestTrainLearnsAndRepeats(t *testing.T) {
	weights := trained(t)
	if again := trained(t); !bytes.Equal(weights, again) {
		t.Error("two trainings differ")
	}
	n, err := parseNetwork(weights)
	if err != nil {
		t.Fatal(err)
	}
	s := &Segmenter{readTables(), n}
	d := &text.Document{Text: "Ann Poe 07/08/2009 The army left the town. It came back."}
	s.Segment(d)
	if got, want := spell(d), "Ann Poe 07/08/2009 | The army left the town . | It came back ."; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if copied, err := n.write(); err != nil || !bytes.Equal(copied, weights) {
		t.Errorf("weights change on their way: %v", err)
	}
}

func TestTrainNeedsExamples(t *testing.T) {
	if _, err := NewTrainer(1, func(string) {}).Weights(); err == nil {
		t.Error("learnt from nothing")
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(weights)
	f.Add([]byte{})
	f.Add(weights[:len(weights)/2])
	f.Fuzz(func(t *testing.T, b []byte) {
		n, err := parseNetwork(b)
		if err != nil {
			if !errors.Is(err, ErrFormat) {
				t.Errorf("%v is no ErrFormat", err)
			}
			return
		}
		s := &Segmenter{readTables(), n}
		s.Segment(&text.Document{Text: "One, two. Three\nFour (five) 6/7/2008 eight"})
	})
}
