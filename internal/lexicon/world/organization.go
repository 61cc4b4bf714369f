package world

// Organization is a body with a name: international, agency, outlet, party,
// armed group, ministry, company.
type Organization struct {
	ID      string // "org/united-nations"
	Name    string
	Kind    string   // "igo", "ngo", "outlet", "party", "armed", "government", "military", "police", "company", …
	Country string   // alpha-3, or "" for international bodies
	Sectors []string // PLOVER sectors, primary first
	Cameo   string   // CAMEO agent code: "IGO", "MED", "REB", …
	Names   []string // every name and abbreviation, Name first
	From    string   // first and last year, or ""
	To      string
}

// Organization is the organisation with this id, or nil.
func (w *World) Organization(id string) *Organization { return w.organizations[id] }

// Organizations lists the organisations with this name or abbreviation.
func (w *World) Organizations(name string) []*Organization { return w.orgNames[Fold(name)] }

// OutletNamed is the news outlet or agency with this name, or nil.
func (w *World) OutletNamed(name string) *Organization {
	for _, o := range w.Organizations(name) {
		if o.Kind == "outlet" {
			return o
		}
	}
	return nil
}
