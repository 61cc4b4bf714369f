package segment

import (
	"strings"
	"testing"
	"unicode/utf8"

	"annals/internal/text"
)

func read(s string) *text.Document {
	d := &text.Document{Text: s}
	New().Segment(d)
	return d
}

// spell writes tokens with spaces between them and sentences with " | ".
func spell(d *text.Document) string {
	var b strings.Builder
	for i, s := range d.Sentences {
		if i > 0 {
			b.WriteString(" | ")
		}
		for j := s.First; j < s.Last; j++ {
			if j > s.First {
				b.WriteByte(' ')
			}
			b.WriteString(d.Form(j))
		}
	}
	return b.String()
}

func TestTokens(t *testing.T) {
	for in, want := range map[string]string{
		"They don't, can't and won’t.":     "They do n't , ca n't and wo n’t .",
		"We cannot say it's Minsk's.":      "We can not say it 's Minsk 's .",
		"The workers' and bosses’ deal":    "The workers ' and bosses ’ deal",
		"an adult-learned skill":           "an adult - learned skill",
		"pro-Kyiv and ex-minister":         "pro-Kyiv and ex-minister",
		"It cost $1,200, or 3.5% of £2bn.": "It cost $ 1,200 , or 3.5 % of £ 2 bn .",
		"US$5 and A$10":                    "US$ 5 and A$ 10",
		"See https://a.example/x?y=1.":     "See https://a.example/x?y=1 .",
		"(www.a.example), me@a.example!":   "( www.a.example ) , me@a.example !",
		"#MinskNow says @user_1":           "#MinskNow says @user_1",
		"Mr. Adams of the U.S. Army":       "Mr. Adams of the U.S. Army",
		"at 5 a.m. on Jan. 5":              "at 5 a.m. on Jan. 5",
		"at 5pm, 12:30 or 10km away":       "at 5 pm , 12:30 or 10 km away",
		"No. 5 said no.":                   "No. 5 said no .",
		"Wait... what?!":                   "Wait ... what ?!",
		"Wait… “what”":                     "Wait … “ what ”",
		"J. K. Rowling":                    "J. K. Rowling",
		"``Yes,'' he said":                 "`` Yes , '' he said",
		"„Ja“, «oui», 'yes'":               "„ Ja “ , « oui » , ' yes '",
		"the '90s and ’71":                 "the '90s and ’71",
		"and/or 9/11":                      "and / or 9/11",
		"a ceasefire--brief—ended":         "a ceasefire -- brief — ended",
		"on 2021-03-05 call 555-0147":      "on 2021-03-05 call 555-0147",
		"5-10 people, 1990–95":             "5 - 10 people , 1990 – 95",
		"He left.She stayed":               "He left . | She stayed",
		"AT&T and M.D.s":                   "AT&T and M.D.s",
		"Vice-Adm. Ko":                     "Vice - Adm. Ko",
		"regime, “she said":                "regime , “ she said",
		"👍🏽 🇺🇦 ok":                         "👍🏽 🇺🇦 ok",
		"-5 degrees":                       "-5 degrees",
		"the 5th of May 1970s":             "the 5th of May 1970s",
		"O’Brien's o'clock":                "O’Brien 's o'clock",
		"they’d’ve":                        "they ’d ’ve",
		"The U.S.'s plan (U.S.-led)":       "The U.S. 's plan ( U.S. - led )",
		"soft\u00adhyphen zero\u200bwidth": "soft\u00adhyphen zero width",
		"Ба́тька 漢字":                       "Ба́тька 漢字",
		"said:\"No.\"":                     "said : \" No . \"",
		"1) one":                           "1 ) one",
		"Its the end, Im sure, u cant go":  "It s the end , I m sure , u ca nt go",
		"Its last member sent an IM":       "Its last member sent an IM",
		"We alot time, cmon, c'mon":        "We a lot time , cmon , c'm on",
		"so th- the man, W- why, re-":      "so th- the man , W- why , re-",
		"fine, ok :P now (: $$$ A++":       "fine , ok :P now (: $$$ A ++",
		"what.? No, so..!":                 "what .? | No , so ..!",
		"the U.S.? really...?":             "the U.S. ? | really ... ?",
		"(a.pdf)(b.pdf) mailto:me@a.org":   "( a.pdf ) ( b.pdf ) mailto:me@a.org",
		"zip 16802-6601, tel 713/555-0147": "zip 16802-6601 , tel 713/555-0147",
		"the mid-1990s, b/c of it":         "the mid-1990s , b/c of it",
		"tea etc. and milk etc.":           "tea etc. and milk etc .",
		"‘’No,’’ he said":                  "‘’ No , ’’ he said",
	} {
		if got := spell(read(in)); got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}

func TestSentences(t *testing.T) {
	for _, want := range []string{
		"Mr. Orlov met Gen. Adams on Monday.|They talked.",
		"She lives in the U.S.|The family left.",
		"She joined the U.S. Army.|He did not.",
		"The firm, Acme Inc. of Boston, said no.|It rose 3.5 percent.",
		"“We will not go.|You know that.”|He left.",
		"“Why did they come?” Petrova asked.|Nobody knew.",
		"“Shame!” they shouted.|Police moved in.",
		"“Shame!” the crowd of workers shouted.|Police moved in.",
		"“It is over.”|Petrova later left the hall.",
		"The law falls with the new regime, “she said, and left.|He stayed.",
		"“The deal is void, “ she said.|He stayed.",
		"“The deal is over. “ Petrova said, and left.|He stayed.",
		"“It is over. “she said.|He stayed.",
		"He cited Orlov v. Adams and bill S. 147 at length.|It failed.",
		"It was very big … for a village.",
		"He said \"yes.\"|Then he left.",
		"The union (it has 40 members. Most are women) met.|It voted.",
		"Nobody came (it was raining.)|She stayed.",
		"The Acme Corp. (formerly Bolt Inc.) closed.",
		"He left.[12]|She stayed.",
		"Why?|Because.",
		"“Nein“, sagte er.|Dann ging er.",
		"Prices rose by 3.5 percent in Jan.|They fell later.",
		"He left (see p. 5. It is short) at noon.|She stayed.",
		"(He left.)|She stayed.",
		"They waited...|What was that?",
		"She blamed the guards...|\"They opened fire,\" she wrote.",
		"He called it \" a farce. \"|The court disagreed.",
		"The friend of Mrs. Orlov and Mark Z. Barabak left.|They slept.",
		"''We left the town on Monday,'' the mayor of Lesna said.|''Nobody asked us what we wanted.''",
		"It was J. K. Rowling.|We knew.",
		"It began at 5 p.m. Monday and ended at 9 p.m.|The police left.",
		"\"I won't go.\"|\"Nor will I,\" she said.",
		"There is no mark at all here",
		"THE ARMY LEFT.|THE WAR WENT ON.",
		"Is it true?!|Yes!!|It is.",
		"He said: «No.»|Then he left.",
		"He paid 5 million.|5 men left.",
	} {
		in := strings.ReplaceAll(want, "|", " ")
		d := read(in)
		var got []string
		for _, s := range d.Sentences {
			got = append(got, d.Slice(s.Span))
		}
		if g := strings.Join(got, "|"); g != want {
			t.Errorf("got  %s\nwant %s", g, want)
		}
	}
}

func TestBlocks(t *testing.T) {
	const para = "The ministers met for three hours and agreed on nothing, officials said."
	wrapped := "The ministers of the two countries met for three hours on Monday\nand agreed on nothing at all, officials in both capitals said after\nthe talks.\n\nA second round will be held in the spring if both sides still want\nit, they said."
	for name, c := range map[string]struct {
		in   string
		want string // kind and text of each block
	}{
		"lines are paragraphs": {para + " " + para + "\n" + para + "\n–\nNext steps\n" + para, "P:" + para + " " + para + "|P:" + para + "|S:–|H:Next steps|P:" + para},
		"empty lines":          {"Talks fail\n\nBy Jane Doe\n\n" + para + "\r\n\r\n***\r\n\r\n" + para, "H:Talks fail|Y:By Jane Doe|P:" + para + "|S:***|P:" + para},
		"wrapped lines":        {wrapped, "P:The ministers of the two countries met for three hours on Monday and agreed on nothing at all, officials in both capitals said after the talks.|P:A second round will be held in the spring if both sides still want it, they said."},
		"bullets":              {para + "\n• One thing\n• Another thing\n- A third", "P:" + para + "|B:One thing|B:Another thing|B:A third"},
		"numbers":              {"1. One\n2. Two\n3. Three", "B:One|B:Two|B:Three"},
		"a lone number":        {"5. One", "P:5. One"},
		"credits":              {para + "\n\n(Reporting by Jane Doe in Minsk; editing by John Roe)\n\nPhoto: Jane Doe", "P:" + para + "|Y:(Reporting by Jane Doe in Minsk; editing by John Roe)|C:Photo: Jane Doe"},
		"no byline":            {"By Monday the army had left.", "P:By Monday the army had left."},
		"no byline either":     {"Published on Monday, the list names forty people.", "P:Published on Monday, the list names forty people."},
		"short full lines":     {"The ministers met for three hours on Monday.\nThey agreed on nothing at all, it was said.\nA second round is to be held in the spring.", "P:The ministers met for three hours on Monday.|P:They agreed on nothing at all, it was said.|P:A second round is to be held in the spring."},
		"a question":           {"What next?\n\n" + para, "P:What next?|P:" + para},
		"short lines only":     {"Bread\nMilk\nEggs", "P:Bread|P:Milk|P:Eggs"},
		"nothing":              {" \r\n\t ", ""},
		"separators":           {para + "\n– – –\n• • •\n#####\n* * *\n<< >>\n" + para, "P:" + para + "|S:– – –|S:• • •|S:#####|S:* * *|S:<< >>|P:" + para},
		"the page itself":      {"Advertisement\n5 min read\nShare this article\nUpdated 3 hours ago\nREAD ALSO: Farmers block roads\nRead more:\nSource: State news agency\n© 2021 Agency. All rights reserved.\n" + para, "Y:Advertisement|Y:5 min read|Y:Share this article|Y:Updated 3 hours ago|Y:READ ALSO: Farmers block roads|Y:Read more:|Y:Source: State news agency|Y:© 2021 Agency. All rights reserved.|P:" + para},
		"not the page itself":  {"Updated rules for markets anger farmers in Lesna.\nShare prices fell by a tenth on Monday, the bank said.\nRelated questions remain open.", "P:Updated rules for markets anger farmers in Lesna.|P:Share prices fell by a tenth on Monday, the bank said.|P:Related questions remain open."},
		"credited captions":    {"A man waits in Lesna on Monday. (Photo by Jane Doe)\nA man waits in Lesna on Monday. (AP Photo/Jane Doe)\nA man waits in Lesna (left).", "C:A man waits in Lesna on Monday. (Photo by Jane Doe)|C:A man waits in Lesna on Monday. (AP Photo/Jane Doe)|P:A man waits in Lesna (left)."},
		"mail":                 {"From: a reader\nTo: the desk\n\n" + wrapped + "\n\n> Nothing happened, the mayor wrote.\n\n1. The first bus left at seven.\n2. The second bus left at nine with\n   twelve people on board.\n3. Nobody saw a third.\n-- \nSent from my phone", "H:From: a reader|H:To: the desk|P:The ministers of the two countries met for three hours on Monday and agreed on nothing at all, officials in both capitals said after the talks.|P:A second round will be held in the spring if both sides still want it, they said.|P:Nothing happened, the mayor wrote.|B:The first bus left at seven.|B:The second bus left at nine with twelve people on board.|B:Nobody saw a third.|S:--|Y:Sent from my phone"},
		"letters":              {"a) Nobody claimed it\nb) Two men fled", "B:Nobody claimed it|B:Two men fled"},
		"a table":              {"Name\tVotes\nPetrova\t1,204\n|---|---|\n| Lesna | 3 |", "P:Name Votes|P:Petrova 1,204|S:|---|---||P:| Lesna | 3 |"},
		"hidden characters":    {"\ufeff" + "The min\u00adister\u00a0left\u200b town.\r\n\r\n\ufeff***\r\nIt rained.", "P:The min\u00adister left\u200b town.|S:***|P:It rained."},
		"capitals":             {"ARMY LEAVES LESNA\n\nTHE ARMY LEFT ON MONDAY. NOBODY WAS HURT.", "H:ARMY LEAVES LESNA|P:THE ARMY LEFT ON MONDAY. NOBODY WAS HURT."},
		"one line":             {"Three killed in blast at Lesna market, police say", "P:Three killed in blast at Lesna market, police say"},
	} {
		d := read(c.in)
		var got []string
		for _, b := range d.Blocks {
			got = append(got, "PHBSYC"[b.Kind:b.Kind+1]+":"+strings.Join(strings.Fields(d.Slice(b.Span)), " "))
		}
		if g := strings.Join(got, "|"); g != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, g, c.want)
		}
	}
}

func TestTurns(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"questions and answers": {"Q: When did you leave?\nA: In May.\nThe army came.\nQ: And then?\nA: Nothing.\nThe town has 900 houses.",
			"Q: When did you leave?|A: In May.|A| The army came.|Q: And then?|A: Nothing.|-The town has 900 houses."},
		"a briefing": {"Minister Daniel Hale spoke in Lesna on Monday.\n\nMR. HALE: We will not go.\n\nQUESTION: Why not, Minister?\n\nDaniel Hale: Ask the army.\n\n(Laughter.)\n\nIt knows.\n\nQUESTION (Radio Sever): Do you?",
			"-Minister Daniel Hale spoke in Lesna on Monday.|Daniel Hale: MR. HALE: We will not go.|QUESTION: Why not, Minister?|Daniel Hale: Ask the army.|-(Laughter.)|Daniel Hale| It knows.|QUESTION: QUESTION (Radio Sever): Do you?"},
		"a council": {"The President: I give the floor to the representative of Uganda.\nMr. Okello (Uganda): The road is open.\nThe President: I thank Mr. Okello.",
			"The President: I give the floor to the representative of Uganda.|Mr. Okello: Mr. Okello (Uganda): The road is open.|The President: I thank Mr. Okello."},
		"one question": {"Radio Meridian: Will you resign?\n\nRui Duarte: No. I was elected.", "Radio Meridian: Will you resign?|Rui Duarte: No. I was elected."},
		"a chat":       {"14:05 Ana: Where are you?\n14:06 Ben: On the bridge.\n14:09 Ana: I can see the smoke.", "Ana: 14:05 Ana: Where are you?|Ben: 14:06 Ben: On the bridge.|Ana: 14:09 Ana: I can see the smoke."},
		"a committee": {"The CHAIRMAN. The committee will come to order.\nMr. ORTIZ. Did you know?\nThe CHAIRMAN. Mr. Ortiz is right.\nMr. ORTIZ. Thank you.",
			"The CHAIRMAN: The CHAIRMAN. The committee will come to order.|Mr. ORTIZ: Mr. ORTIZ. Did you know?|The CHAIRMAN: The CHAIRMAN. Mr. Ortiz is right.|Mr. ORTIZ: Mr. ORTIZ. Thank you."},
		"questions with stops": {"Q. Where were you?\nA. At home.\nQ. Why?", "Q: Q. Where were you?|A: A. At home.|Q: Q. Why?"},
		"labels alone":         {"ANA:\nI went.\n\nNobody came.\n\nBEN:\nDid you?\n\nANA:\nNo.\n\nThe town is quiet.", "ANA:|ANA| I went.|ANA| Nobody came.|BEN:|BEN| Did you?|ANA:|ANA| No.|-The town is quiet."},
		"in bold":              {"**Ana:** I went.\n**Ben:** Did you?\n**Ana:** No.", "Ana: **Ana:** I went.|Ben: **Ben:** Did you?|Ana: **Ana:** No."},
		"a headline":           {"Hale: We stay\n\nThe minister said so.\n\nHALE: We stay. Do you?\n\nORTIZ: No.\n\nHALE: You will.", "-Hale: We stay|-The minister said so.|HALE: We stay. Do you?|ORTIZ: No.|HALE: You will."},
		"a gap":                {"MS. HALE: Good morning.\nQ    Will you go?\nMS. HALE: No.\nQ    Why?", "MS. HALE: Good morning.|Q: Q Will you go?|MS. HALE: No.|Q: Q Why?"},
		"two of a name": {"ANNA RUIZ: Will you go?\nPABLO RUIZ: No.\nRUIZ: I will.\nANNA RUIZ: When?",
			"ANNA RUIZ: Will you go?|PABLO RUIZ: No.|RUIZ: I will.|ANNA RUIZ: When?"},
		"a headline with a stop": {"Ruiz: Bridge Will Stay Closed, Minister Denies Secret Talks.\n\nAsked on Monday, he was short.\n\nREPORTER: Will you open it?\n\nRUIZ: No.\n\nREPORTER: Why do you not?",
			"-Ruiz: Bridge Will Stay Closed, Minister Denies Secret Talks.|-Asked on Monday, he was short.|REPORTER: Will you open it?|RUIZ: No.|REPORTER: Why do you not?"},
		"notes":     {"Note: You may leave.\nUpdate: Will the road open?\nNote: We think so.\nUpdate: No.", "-Note: You may leave.|-Update: Will the road open?|-Note: We think so.|-Update: No."},
		"places":    {"MINSK: Police left.\nMOSCOW: The army came.\nMINSK: We saw nobody.\nMOSCOW: Who fired?", "-MINSK: Police left.|-MOSCOW: The army came.|-MINSK: We saw nobody.|-MOSCOW: Who fired?"},
		"sectors":   {"Sanitation: Forty wells are dry.\nTransport: The bridge is closed.\nSanitation: Ten were mended.", "-Sanitation: Forty wells are dry.|-Transport: The bridge is closed.|-Sanitation: Ten were mended."},
		"one voice": {"Petrova: The army left.\nThe town is quiet.", "-Petrova: The army left.|-The town is quiet."},
	} {
		d := read(c.in)
		if err := d.Check(); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, b := range d.Blocks {
			s := strings.Join(strings.Fields(d.Slice(b.Span)), " ")
			label := d.Slice(b.Label)
			switch {
			case b.Speaker == "":
				s = "-" + s
			case label == "":
				s = b.Speaker + "| " + s
			case !strings.HasPrefix(s, b.Speaker+":"):
				s = b.Speaker + ": " + s
			}
			if label != "" && !strings.HasSuffix(d.Slice(d.Sentences[b.First].Span), label) {
				t.Errorf("%s: the label %q is no sentence", name, label)
			}
			got = append(got, s)
		}
		if g := strings.Join(got, "|"); g != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, g, c.want)
		}
	}
}

func TestDateline(t *testing.T) {
	for in, want := range map[string]string{
		"MINSK (Agency) — The minister left.":                 "MINSK (Agency) —",
		"MINSK, Belarus (AP) - The minister left.":            "MINSK, Belarus (AP) -",
		"GENEVA, March 3 — The minister left.":                "GENEVA, March 3 —",
		"GENEVA/NEW YORK (3 March 2021) – “We left,” he said": "GENEVA/NEW YORK (3 March 2021) –",
		"WASHINGTON — The minister left.":                     "WASHINGTON —",
		"Minsk, 3 March 2021 – The minister left.":            "Minsk, 3 March 2021 –",
		"MOSCOW, November 3. /TASS/. The minister left.":      "MOSCOW, November 3. /TASS/.",
		"LAHORE (APP): The minister left.":                    "LAHORE (APP):",
		"Minsk — The minister left.":                          "Minsk —",
		"Tel Aviv – The minister left.":                       "Tel Aviv –",
		"NEW DELHI, Aug 9: The minister left.":                "NEW DELHI, Aug 9:",
		"New Delhi [India], August 9 (ANI): The minister.":    "New Delhi [India], August 9 (ANI):",
		"Brussels, 9 August 2021 (Agency): The minister left": "Brussels, 9 August 2021 (Agency):",
		"Minsk/Kyiv, 9 August (Agency). The minister left.":   "Minsk/Kyiv, 9 August (Agency).",
		"(Agency) - The minister left.":                       "(Agency) -",
		"Aug 9 (Agency) - The minister left.":                 "Aug 9 (Agency) -",
		"9 August 2021, Minsk – The minister left.":           "9 August 2021, Minsk –",
		"SARAJEVO (Bosnia), 9 August 2021 – The envoy left.":  "SARAJEVO (Bosnia), 9 August 2021 –",
		"WASHINGTON (AP) _ The minister left.":                "WASHINGTON (AP) _",
		"LAGOS, Nigeria | The minister left.":                 "LAGOS, Nigeria |",
		"KABUL  (Agency) ― Fighters left.":                    "KABUL  (Agency) ―",
		"KABUL, Aug. 9, 2021 /Agency Newswire/ -- They left.": "KABUL, Aug. 9, 2021 /Agency Newswire/ --",
		"(Lesna) – The minister left.":                        "(Lesna) –",
		"14:05 — The minister left.":                          "14:05 —",
		"[2.30pm GMT] The minister left.":                     "[2.30pm GMT]",
		"❗️UPD 18:40 The minister left.":                      "❗️UPD 18:40",
		"(2/6) The minister left.":                            "(2/6)",
		"18:40: “We left,” he said":                           "18:40:",
		"18:40 was the time of the shot.":                     "",
		"10:30 Monday is when the minister left.":             "",
		"At 18:40 The minister left.":                         "",
		"(Petrova, p. 12). The minister left.":                "",
		"HELMSMAN: I – The minister left.":                    "",
		"KABUL: The minister left.":                           "KABUL:",
		"Port-au-Prince, March 12 (Agency) .- Gangs left.":    "Port-au-Prince, March 12 (Agency) .-",
		"PETROVA: The minister left.":                         "",
		"PETROVA (Greens): The minister left.":                "",
		"Petrova (Greens). The minister left.":                "",
		"Petrova (Greens): The minister left.":                "",
		"On 9 August: The minister left.":                     "",
		"Petrova – the minister – left.":                      "",
		"Petrova – The Minister – left.":                      "",
		"NATO — the alliance — met.":                          "",
		"AMAZING NIGHT- Great music and food.":                "",
		"Lagos (a city of many millions) – The rain came.":    "",
		"Allow 4 - 7 days for the trail.":                     "",
		"The minister left — He had to.":                      "",
		"The meeting in Minsk on Monday — Nothing came of it": "",
	} {
		d := read(in)
		if got := d.Slice(d.Blocks[0].Dateline); got != want {
			t.Errorf("%s: got %q, want %q", in, got, want)
		}
	}
}

// promises says which of the package's promises the document breaks, or "".
func promises(d *text.Document) string {
	if err := d.Check(); err != nil {
		return err.Error()
	}
	next := 0
	for _, b := range d.Blocks {
		if b.Kind == text.Separator {
			if b.First != b.Last {
				return "a separator has sentences"
			}
			continue
		}
		for i, r := range d.Slice(b.Span) {
			at := b.Start + i
			for next < len(d.Tokens) && d.Tokens[next].End <= at {
				next++
			}
			inside := next < len(d.Tokens) && d.Tokens[next].Start <= at
			if wanted := !isSpace(r) && at >= b.Dateline.End; wanted != inside && !isSpace(r) {
				return "lost " + string(r)
			}
		}
	}
	for i := range d.Tokens {
		if !utf8.ValidString(d.Form(i)) {
			return "a token cuts a character"
		}
	}
	return ""
}

func FuzzSegment(f *testing.F) {
	for _, s := range []string{
		"MINSK (Agency) — “We don’t know,” she said. Mr. J. Adams isn't.\n–\nNext steps\nThe U.S.-led force cost $1,200.\n\n• one\n• two\n",
		"a.b.c... '' `` (((]]] 's 'S n't ’ $ US$ #a @b http:// www. a@b.c 1. 2) -- 1-2-3-4 \r\r\n\u2028 👍🏽 e\u0301 \u0301",
		"'s’s”“\"'\"", "cannot dont K\u212Aannot İ'll", "/./. (a) — A",
	} {
		f.Add(s)
	}
	sg := New()
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			t.Skip()
		}
		d := &text.Document{Text: s}
		sg.Segment(d)
		if broken := promises(d); broken != "" {
			t.Errorf("%q: %s", s, broken)
		}
	})
}

func BenchmarkSegment(b *testing.B) {
	s := strings.Repeat("The ministers, Gen. Adams and Mr. O’Brien’s aides, didn’t agree on the $1,200 U.S.-led plan, “officials said. Nothing came of it on Jan. 5 at all.\n", 200)
	sg := New()
	d := &text.Document{Text: s}
	sg.Segment(d)
	b.SetBytes(int64(len(s)))
	b.ResetTimer()
	for b.Loop() {
		sg.Segment(&text.Document{Text: s})
	}
	b.ReportMetric(float64(len(d.Tokens))*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}
