package ontology

import "testing"

func load(t *testing.T) *Ontology {
	t.Helper()
	o, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestCodesFollowPlover(t *testing.T) {
	o := load(t)
	for code, c := range o.codes {
		if c.Goldstein < -10 || c.Goldstein > 10 {
			t.Errorf("%s has the Goldstein value %g", code, c.Goldstein)
		}
		typ, _ := o.Type(c.Type)
		if cooperative := c.Goldstein > 0; cooperative != (typ.Quad <= 2) && code[:2] != "02" { // appeals stand between
			t.Errorf("%s has the Goldstein value %g and quad %d", code, c.Goldstein, typ.Quad)
		}
		for _, x := range c.Contexts {
			if !o.contextKnown(x) {
				t.Errorf("%s has the unknown context %q", code, x)
			}
		}
	}
}

// contextKnown reports whether contexts.tsv has a row for the context.
func (o *Ontology) contextKnown(context string) bool {
	for _, list := range o.contexts {
		for _, c := range list {
			if c == context {
				return true
			}
		}
	}
	return false
}

func TestCompose(t *testing.T) {
	o := load(t)
	for _, c := range []struct {
		op          Operator
		inner, want string
	}{
		{Refuse, "046", "125"},
		{Refuse, "072", "1222"},
		{Intend, "042", "036"},
		{Demand, "0841", "1053"},
		{Demand, "@settle", "107"},
		{Appeal, "0841", "0253"},
		{Appeal, "163", "113"},
		{Threaten, "190", "1384"},
		{End, "046", "164"},
		{End, "163", "085"},
		{Accuse, "202", "1124"},
		{Permit, "190", ""},
	} {
		if got := o.Compose(c.op, c.inner); got != c.want {
			t.Errorf("%s %s: got %q, want %q", c.op, c.inner, got, c.want)
		}
	}
}

func TestEntriesAreInOrder(t *testing.T) {
	o := load(t)
	list := o.Entries(Verb, "attack")
	if len(list) < 3 || list[0].Code != "" {
		t.Errorf("the senses of “attack” that are no events must come first: %+v", list)
	}
	if o.Entries(Noun, "qwertz") != nil {
		t.Error("an unknown noun has senses")
	}
}

func TestParseConditionRejectsUnknown(t *testing.T) {
	o := load(t)
	for _, word := range []string{"objekt=x", "obj=@nosuchclass"} {
		if _, err := o.parseCondition(word); err == nil {
			t.Errorf("%q passes", word)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}
