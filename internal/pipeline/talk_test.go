package pipeline

import (
	"slices"
	"strings"
	"testing"

	"annals/internal/record"
)

// talks are transcripts with the actors of their statements' sources, in order, those who
// passed them on behind "<", and what must be among the events.
var talks = []struct {
	name, text string
	sources    []string
	events     []string
}{
	{"a briefing", `MR. HALE: Our soldiers left the bridge on Friday, and I told the Moldovan ambassador so.

QUESTION: Minister Orlov said on Sunday that he would recall the ambassador. Has he?

MR. HALE: He has not. He said his government regrets the deaths. I met him last night.

QUESTION: Will you pay compensation to the families?

Daniel Hale: Romania has agreed to mediate.`,
		[]string{"Daniel Hale", "-", "Orlov", "Daniel Hale", "Orlov < Daniel Hale", "-", "Daniel Hale", "Romania < Daniel Hale"},
		[]string{"CONSULT happened Daniel Hale, Orlov > Daniel Hale, Orlov"}},
	{"an interview with an introduction", `Irena Vask, a nurse from Lesna, was detained for nine days in April. She spoke to Jonas Weber of the Lakeside Review.

Q: Who arrested you?

A: Soldiers came to my office. I refused to hand over the list.

Q: What do you ask of them?

A: Nothing. I was beaten in the first night.

The ministry did not answer our questions.`,
		[]string{"Jonas Weber", "Irena Vask", "Jonas Weber", "Irena Vask"},
		[]string{"REJECT happened Irena Vask > ", "ASSAULT happened  > Irena Vask"}},
	{"a council", `The President: I now give the floor to the representative of Uganda.

Mr. Okello (Uganda): I thank you, Madam President. Uganda calls on Rwanda to withdraw its troops.

The President: I thank Mr. Okello for his statement.

Ms. Uwimana (Rwanda): The representative of Uganda has accused us for the third time, and he has offered no evidence.`,
		[]string{"The President", "Okello", "Uganda < Okello", "The President", "Uwimana", "Okello < Uwimana"},
		[]string{"REQUEST happened Uganda > Rwanda"}},
	{"a court", `MR. BRANDT: Captain Sorel, where were you on that night?

THE WITNESS: I was at the barracks. The colonel told us to open fire.

MR. BRANDT: Did you fire?

THE WITNESS: I did not. Lieutenant Marek did. He shot a woman near the fountain.`,
		[]string{"Brandt", "Sorel", "The colonel < Sorel", "Brandt", "Sorel"},
		[]string{"ASSAULT happened Marek > a woman"}},
	{"a studio", `ELENA MARKOVIC, HOST: Joining us now is the opposition leader, Senator Pavel Dorn. Senator, thank you for being with us.

SEN. PAVEL DORN: Thank you for having me, Elena.

MARKOVIC: The prime minister says your party is paying the protesters. Is it?

DORN: That is a lie. I met the interior minister, Lucia Ferro, on Tuesday. She promised me that the police will not use force.`,
		[]string{"Elena Markovic", "Pavel Dorn", "Elena Markovic", "The prime minister", "Pavel Dorn", "Lucia Ferro < Pavel Dorn"},
		[]string{"CONSULT happened Pavel Dorn, Lucia Ferro > Pavel Dorn, Lucia Ferro"}},
	{"a committee", `The CHAIRMAN. The committee will come to order.

Mr. SMITHERS. Secretary Lind, did you know that Turkey was selling missiles to Iran?

Secretary LIND. The president imposed sanctions on two companies in February.

Mr. SMITHERS. My colleague asked you twice.`,
		[]string{"The CHAIRMAN", "Smithers", "Lind", "Smithers"},
		[]string{"COERCE happened The president > two companies"}},
	{"answers by letter", `Q. Where were you on 3 May, Mr. Tanner?
A. I was at the depot. Two soldiers fired at my truck.
Q. Did you see their commander?
A. I did.`,
		[]string{"-", "Tanner", "-", "Tanner"}, []string{"ASSAULT happened Two soldiers > Tanner"}},
	{"questions before a gap", `MS. DOYLE:  The President spoke with Prime Minister Ito this morning.

Q    Thank you, Karen.  Has the President decided on sanctions?

MS. DOYLE:  He has not.  He will meet the secretary of the Treasury tomorrow.

Q    Why is he waiting?`,
		[]string{"Doyle", "-", "Doyle", "-"},
		[]string{"AGREE planned The President, the secretary of the Treasury > The President, the secretary of the Treasury"}},
	{"labels on lines of their own", `ANNA RUIZ:
I went to the port on Monday. The police arrested my brother there.

BEN COLE:
Did you see him?

ANNA RUIZ:
No. You know why.`,
		[]string{"Anna Ruiz", "Ben Cole", "Anna Ruiz"}, []string{"COERCE happened The police > my brother"}},
	{"a chat", `[14:05] Ana: Are you still at the square?
[14:09] Ben: I saw Carla an hour ago. She was with Mateo.
[14:11] Ana: He called me. He says the soldiers took her to the stadium.`,
		[]string{"Ana", "Ben", "Ana", "Mateo < Ana"}, nil},
}

// TestTalks holds who speaks in transcripts, and whom their "I", "you" and "he" are.
func TestTalks(t *testing.T) {
	p := load(t)
	for _, talk := range talks {
		_, rec, err := p.Read(record.Report{ID: "x", Text: talk.text})
		if err != nil {
			t.Fatal(err)
		}
		name := func(q record.Party) string {
			for _, a := range rec.Actors {
				if q.Actor != nil && a.ID == *q.Actor {
					return a.Name
				}
			}
			return "-"
		}
		names := func(list []record.Party) string {
			var out []string
			for _, q := range list {
				out = append(out, name(q))
			}
			return strings.Join(out, ", ")
		}
		var sources, events []string
		for _, s := range rec.Statements {
			source := name(s.Source)
			if len(s.Via) > 0 {
				source += " < " + names(s.Via)
			}
			sources = append(sources, source)
		}
		for _, e := range rec.Events {
			events = append(events, e.Plover+" "+e.Status+" "+names(e.Actors)+" > "+names(e.Recipients))
		}
		if !slices.Equal(sources, talk.sources) {
			t.Errorf("%s: sources %q, want %q", talk.name, sources, talk.sources)
		}
		for _, want := range talk.events {
			if !slices.Contains(events, want) {
				t.Errorf("%s: no event %q among %q", talk.name, want, events)
			}
		}
	}
}
