package ingest

import "testing"

func TestFiled(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Rally broken up\n\nBy our correspondent in Tbilisi\n3 December 2024, 08:12\n\nPolice used water cannon.", "2024-12-03"},
		{"JOINT STATEMENT\n\nfollowing the meeting\n\nRiga, 4 October 2023\n\n1. The ministers met.", "2023-10-04"},
		{"Published: Sept. 14, 2020, 10:30 GMT\n\nThe port is closed.", "2020-09-14"},
		{"HARBOUR PRESS OFFICE – 3rd February 2023\n\nTwo men were hurt on Thursday.", "2023-02-03"},
		{"THE HARBOUR COURIER.      SATURDAY, MARCH 14, 1992.      Page 3\n\nCEASE-FIRE BROKEN", "1992-03-14"},
		{"RALLY IN THE HARBOUR – 3 May 2019\n\nIt has been forgotten.", ""},
		{"Port closed\nLast updated on Monday, September 14, 2020 at 10:30 p.m. (EET)\nThe port is closed.", "2020-09-14"},
		{"Port closed\nBy Jane Doe | 2nd May 2021\nThe port is closed.", "2021-05-02"},
		{"2021-05-02\nThe port is closed.", "2021-05-02"},
		{"MINSK, Sept 14, 2020 (Agency) — The port is closed.", "2020-09-14"},
		{"MINSK, Belarus, 14 September 2020 – The port is closed.", "2020-09-14"},
		{"SUDAN: Flash Update No. 4\nAs of 3 May 2025\n\nHIGHLIGHTS", "2025-05-03"},
		{"Sudan Situation Report #12 | 3 May 2025\n\nHIGHLIGHTS", "2025-05-03"},
		{"Kabul, 4 October 2023\n\nA city remembers.", ""},
		{"MINSK, Sept 14 (Agency) — The port is closed.", ""},
		{"The port was closed on 4 October 2023.\n\nIt is open again.", ""},
		{"Attack of 4 October 2023\n\nA port was hit.", ""},
		{"Port closed\n31 February 2020\nIt is shut.", ""},
		{"Port closed\n04/05/2020\nIt is shut.", ""}, // whose month?
		{"A.\nB.\nC.\nD.\nE.\nF.\n4 October 2023", ""},
		{"", ""},
	} {
		if got := filed(c.text); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}
