package ontology

import (
	"strings"
	"testing"
)

func TestMapping(t *testing.T) {
	o := load(t)
	m, err := o.ReadMapping("own", strings.NewReader("# own\n14\tdissent\n145\tmob violence\nASSAULT\tviolence\nCOERCE:arrest\tarrest\n163\t-\nCOERCE\tother\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ plover, mode, cameo, want string }{
		{"PROTEST", "riot", "1452", "mob violence"},
		{"PROTEST", "demo", "141", "dissent"},
		{"ASSAULT", "", "190", "violence"},
		{"COERCE", "arrest", "173", "arrest"},
		{"COERCE", "restrict", "163", ""},
		{"AID", "", "070", ""},
	} {
		if got := m.Code(c.plover, c.mode, c.cameo); got != c.want {
			t.Errorf("%v: %q", c, got)
		}
	}
	for _, bad := range []string{"14 dissent", "RIOT\tx", "14\tx\n14\ty", "\tx"} {
		if _, err := o.ReadMapping("own", strings.NewReader(bad)); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}

func FuzzReadMapping(f *testing.F) {
	o, err := Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Add("14\tdissent\nASSAULT\tviolence\n")
	f.Fuzz(func(t *testing.T, s string) {
		if m, err := o.ReadMapping("own", strings.NewReader(s)); err == nil {
			m.Code("ASSAULT", "aerial", "195")
		}
	})
}
