package encoder

import "testing"

func TestScript(t *testing.T) {
	for _, c := range []struct{ label, form, want string }{
		{"a0+", "Lagos", "Lagos"},
		{"l0+", "The", "the"},
		{"l3+y", "Bodies", "body"},
		{"l2+", "Talked", "talk"},
		{"l9+", "am", "am"}, // does not fit
		{"a2+be", "is", "be"},
		{"l1+š", "Nož", "noš"},
	} {
		s, err := parseScript(c.label)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(s.apply([]byte("x"), c.form)); got != "x"+c.want {
			t.Errorf("%s makes %q of %q, want %q", c.label, got, c.form, c.want)
		}
	}
	for _, label := range []string{"", "a", "x0+", "a+", "a-1+", "a0", "afour+"} {
		if _, err := parseScript(label); err == nil {
			t.Errorf("%q is taken for a script", label)
		}
	}
}
