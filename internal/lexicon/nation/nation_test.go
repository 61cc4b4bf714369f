package nation

import "testing"

func TestLoad(t *testing.T) {
	codes, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for alpha3, want := range map[string]Codes{
		"BLR": {"BLR", "BY", "BO", "370", "Belarus"},
		"AUS": {"AUS", "AU", "AS", "900", "Australia"},
		"AUT": {"AUT", "AT", "AU", "305", "Austria"},
		"NAM": {"NAM", "NA", "WA", "565", "Namibia"},
		"SSD": {"SSD", "SS", "OD", "626", "South Sudan"},
		"SRB": {"SRB", "RS", "RI", "345", "Serbia"},
		"XKX": {"XKX", "XK", "KV", "347", "Kosovo"},
		"PSE": {"PSE", "PS", "", "", "Palestine"}, // FIPS has two
		"SUN": {"SUN", "", "", "365", "Soviet Union"},
	} {
		if codes[alpha3] != want {
			t.Errorf("%+v, want %+v", codes[alpha3], want)
		}
	}
	two, fips := map[string]string{}, map[string]string{}
	for _, c := range codes {
		for _, pair := range []struct {
			seen map[string]string
			code string
		}{{two, c.Alpha2}, {fips, c.FIPS}} {
			if other := pair.seen[pair.code]; other != "" && pair.code != "" {
				t.Errorf("%s is of %s and %s", pair.code, other, c.Alpha3)
			}
			pair.seen[pair.code] = c.Alpha3
		}
	}
}
