package pipeline

import (
	"slices"
	"strings"
	"testing"

	"annals/internal/record"
)

// parties are sentences with the CAMEO codes of those who do the first event of the type
// to whom, "-" for somebody without a code, "" for nobody. The answers were written before
// the program read them; eight were set right afterwards. misread names why one does not come out yet.
var parties = []struct{ class, text, kind, want, misread string }{
	// A country that other words of the sentence say.
	{class: "home", kind: "PROTEST", text: "The Rose (Justice) party said on Monday it would boycott Zambia's first elections.", want: "ZMBPTY > ZMB"},
	{class: "home", kind: "CONCEDE", text: "President Mutombe gave in to demands from the Patriotic Union of Zambia.", want: "ZMBGOV > ZMBPTY", misread: "nothing says that the union is a party"},
	{class: "home", kind: "COERCE", text: "Police in Santiago arrested three students on Friday.", want: "CHLCOP > CHLEDU"},
	{class: "home", kind: "COERCE", text: "A court in Dakar jailed the editor of a weekly on Tuesday.", want: "SENJUD > SENMED", misread: "editors are of no country by where they are tried"},
	{class: "home", kind: "ASSAULT", text: "Rebels killed eight soldiers in eastern Chad.", want: "TCDREB > TCDMIL", misread: "soldiers may be foreign"},
	{class: "home", kind: "AGREE", text: "The opposition agreed to attend talks in Lusaka.", want: "ZMBOPP > "},
	{class: "home", kind: "PROTEST", text: "Teachers went on strike in Peru.", want: "PEREDU > "},
	{class: "home", kind: "COERCE", text: "The army detained two Canadian journalists in Bamako.", want: "MLIMIL > CANMED", misread: "the report names two countries"},
	// Who somebody is behind the name.
	{class: "title", kind: "CONSULT", text: "King Otto of Norway met with the prime minister of Iceland.", want: "NORGOV > ISLGOV; ISLGOV > NORGOV"},
	{class: "title", kind: "AGREE", text: "Emir Jaber of Kuwait was quoted as saying he was ready to mediate.", want: "KWTGOV > "},
	{class: "title", kind: "CONSULT", text: "The president of Ghana, Kofi Adjei, visited Togo on Monday.", want: "GHAGOV > TGO"},
	{class: "title", kind: "ACCUSE", text: "Omar Haddad, Tunisia's leading human rights activist, accused the police of torture, his lawyer said.", want: "TUNNGO > TUNCOP"},
	{class: "title", kind: "ACCUSE", text: "Kenya's former finance minister Peter Odera criticised the government.", want: "KENELI > KENGOV"},
	{class: "home", kind: "ACCUSE", text: "Prosecutors filed corruption charges against the Croatian prime minister.", want: "HRVJUD > HRVGOV"},
	{class: "home", kind: "ACCUSE", text: "A judge ordered a trial of three Guatemalan generals.", want: "GTMJUD > GTMMIL", misread: "generals may be foreign"},
	{class: "home", kind: "PROTEST", text: "Thousands of people blocked the main road in Dhaka.", want: "BGDCVL > "},
	{class: "home", kind: "PROTEST", text: "Supporters of Bolivian President Evo Ruiz marched to the parliament.", want: "BOLCVL > ", misread: "supporters are of no sector"},
	{class: "title", kind: "REJECT", text: "The Confederation of Zambian Trade Unions rejected the offer.", want: "ZMBLAB > "},
	// Nationality by an adjective.
	{class: "adjective", kind: "ASSAULT", text: "Ethiopian troops shelled Eritrean positions.", want: "ETHMIL > ERI"},
	{class: "adjective", kind: "COERCE", text: "Greek border guards turned back 40 Afghan migrants.", want: "GRCCOP > AFGREF", misread: "nobody is expelled by the lexicon"},
	{class: "adjective", kind: "ASSAULT", text: "US and British warplanes bombed Iraqi radar stations.", want: "USAMIL > IRQ; GBRMIL > IRQ"},
	{class: "adjective", kind: "ACCUSE", text: "Chinese and Indian diplomats condemned the Pakistani army.", want: "CHNGOV > PAKMIL; INDGOV > PAKMIL"},
	{class: "adjective", kind: "AID", text: "Swedish aid workers delivered food to Sudanese refugees.", want: "SWENGO > SDNREF"},
	{class: "adjective", kind: "ASSAULT", text: "Soldiers killed dozens of South Sudanese and Ugandan fighters.", want: "MIL > SSDUAF; MIL > UGAUAF"},
	{class: "adjective", kind: "ASSAULT", text: "Police tortured scores of Sierra Leonean and Liberian refugees.", want: "COP > LBRREF; COP > SLEREF", misread: "the police are no subject in the tree"},
	// Possessives.
	{class: "possessive", kind: "REQUEST", text: "Nepal's Maoists demanded the resignation of the king.", want: "NPLREB > NPLGOV", misread: "Maoists are of no sector"},
	{class: "possessive", kind: "REJECT", text: "Moldova's parliament rejected the government's budget.", want: "MDALEG > MDAGOV"},
	{class: "possessive", kind: "ASSAULT", text: "Turkey's air force struck Syria's second city.", want: "TURMIL > SYR"},
	{class: "possessive", kind: "CONSULT", text: "Japan's foreign minister arrived in Manila for talks with his Philippine counterpart.", want: "JPNGOV > PHLGOV", misread: "the town that he visits comes first"},
	// Passives.
	{class: "passive", kind: "ASSAULT", text: "Two French nuns were abducted by gunmen in northern Cameroon.", want: "CMRUAF > FRAREL"},
	{class: "passive", kind: "COERCE", text: "Three Danish engineers were arrested in Minsk.", want: " > DNKLAB", misread: "engineers are of no sector"},
	{class: "passive", kind: "ASSAULT", text: "Four Serb policemen were wounded in an ambush by ethnic Albanian rebels.", want: "REB > SRBCOP", misread: "the only country named is taken for theirs"},
	{class: "passive", kind: "SUPPORT", text: "The Bolivian president was praised by his Cuban counterpart.", want: "CUBGOV > BOLGOV"},
	{class: "passive", kind: "AGREE", text: "Laos is committed to signing the treaty with Thailand.", want: "LAO > THA", misread: "the judge is not sure enough"},
	// Conjuncts and both sides.
	{class: "conjunct", kind: "AGREE", text: "Peru and Ecuador agreed to hold talks.", want: "PER > ECU; ECU > PER"},
	{class: "conjunct", kind: "ASSAULT", text: "Both the Nepalese army and the Maoist rebels violated the ceasefire.", want: "NPLMIL > NPLREB; NPLREB > NPLMIL", misread: "the rebels' country is not said"},
	{class: "conjunct", kind: "CONSULT", text: "The foreign ministers of Chile and Peru met in Lima.", want: "CHLGOV > PERGOV; PERGOV > CHLGOV"},
	{class: "conjunct", kind: "SANCTION", text: "Canada expelled diplomats of Iran and Belarus.", want: "CAN > IRNGOV; CAN > BLRGOV"},
	{class: "conjunct", kind: "AID", text: "Norway gave money to Chad and Niger.", want: "NOR > TCD; NOR > NER"},
	// Who is asked, and who refuses whom.
	{class: "asked", kind: "REQUEST", text: "The rebels insisted on their demands that Burundi's government free the prisoners.", want: "BDIREB > BDIGOV"},
	{class: "asked", kind: "REQUEST", text: "The United Nations urged the parties to the conflict in Chad to lay down arms.", want: "IGOUNO > TCD"},
	{class: "asked", kind: "REQUEST", text: "Egypt called on Israel and the Palestinians to resume talks.", want: "EGY > ISR; EGY > PSE"},
	{class: "asked", kind: "REJECT", text: "The Bolivian president refused to respond to a demand from the US ambassador.", want: "BOLGOV > USAGOV"},
	{class: "asked", kind: "REJECT", text: "Cuba rejected a call by the European Union for elections.", want: "CUB > IGOEEC"},
	{class: "asked", kind: "REJECT", text: "Chad refused to take part in the NATO-led operation.", want: "TCD > IGONTO", misread: "what it does not take part in is no party"},
	{class: "asked", kind: "THREATEN", text: "Iran threatened to break off relations with Canada.", want: "IRN > CAN"},
	{class: "asked", kind: "REQUEST", text: "Washington asked Moscow to withdraw its troops.", want: "USAGOV > RUSGOV"},
	// Places that act, and places where something happens.
	{class: "place", kind: "REJECT", text: "Tehran rejected the accusations of Berlin.", want: "IRNGOV > DEUGOV", misread: "the lexicon has no rejected accusations"},
	{class: "place", kind: "ASSAULT", text: "Israel carried out airstrikes in Lebanon.", want: "ISR > LBN"},
	{class: "place", kind: "ASSAULT", text: "Gunmen shot dead a policeman in Karachi.", want: "PAKUAF > PAKCOP", misread: "gunmen are of no country by where they act"},
	{class: "place", kind: "PROTEST", text: "Thousands of Greeks marched through Athens.", want: "GRCCVL > "},
	{class: "place", kind: "CONSULT", text: "The Polish and German leaders met in Paris.", want: "POLGOV > DEUGOV; DEUGOV > POLGOV"},
	// Pronouns.
	{class: "pronoun", kind: "ASSAULT", text: "While civilians fled, Kenyan soldiers said they had destroyed two boats of Somali pirates.", want: "KENMIL > SOMCRM"},
	{class: "pronoun", kind: "THREATEN", text: "Ghana and Togo said they would attack Benin.", want: "GHA > BEN; TGO > BEN"},
	{class: "pronoun", kind: "COERCE", text: "The Zambian police said they had arrested five smugglers.", want: "ZMBCOP > CRM"},
	{class: "pronoun", kind: "RETREAT", text: "Israel eased its blockade of Gaza.", want: "ISR > PSE"},
	{class: "pronoun", kind: "REQUEST", text: "The Malian president wrote to his Algerian counterpart, asking him to mediate.", want: "MLIGOV > "},
	{class: "pronoun", kind: "ASSAULT", text: "Rebels in Chad attacked a convoy. They killed two French soldiers.", want: "TCDREB > -"},
	// Bodies and peoples.
	{class: "body", kind: "ACCUSE", text: "Amnesty International accused Uganda of torture.", want: "NGOAMN > UGA"},
	{class: "body", kind: "REQUEST", text: "The Security Council demanded that Eritrea withdraw.", want: "IGOUNO > ERI"},
	{class: "body", kind: "AID", text: "The World Food Programme sent food to Malawi.", want: "IGOUNOWFP > MWI"},
	{class: "body", kind: "AID", text: "UN helicopters evacuated Bosnian children.", want: "IGOUNO > BIHCVL"},
	{class: "body", kind: "ASSAULT", text: "Gunmen killed four Kurds in Mosul.", want: "IRQUAF > IRQ", misread: "a people of several states gets none"},
	{class: "body", kind: "ASSAULT", text: "Tamil rebels attacked a Sri Lankan army base.", want: "LKAREB > LKAMIL"},
	{class: "body", kind: "RETREAT", text: "Hostage-takers in Colombia freed a German tourist.", want: "COLUAF > DEUCVL"},
	{class: "body", kind: "COERCE", text: "Interpol issued arrest warrants for two Libyan officers wanted in the killing of a judge.", want: "IGOITP > LBYMIL", misread: "an officer may be of any force"},
	{class: "body", kind: "ACCUSE", text: "The Arab League condemned Israel.", want: "IGOARL > ISR"},
	// A group whose country's adjective the tree hangs on the noun behind it.
	{class: "group", kind: "ASSAULT", text: "Indian army helicopters attacked Pakistani villagers.", want: "INDMIL > PAKCVL"},
	{class: "group", kind: "ASSAULT", text: "Turkish troops shelled Syrian rebel camps.", want: "TURMIL > SYRREB"},
	{class: "group", kind: "COERCE", text: "Chinese police boats seized a Vietnamese tanker.", want: "CHNCOP > VNM", misread: "the judge is not sure enough"},
	// Peoples of other countries.
	{class: "people", kind: "ASSAULT", text: "Bosnian Serb soldiers attacked Croatian policemen.", want: "BIHMIL > HRVCOP"},
	{class: "people", kind: "PROTEST", text: "Israeli Arab students marched in Haifa.", want: "ISREDU > "},
	{class: "people", kind: "CONSULT", text: "Irish American lawmakers met the British ambassador.", want: "USALEG > GBRGOV; GBRGOV > USALEG"},
	{class: "people", kind: "ASSAULT", text: "Serbian police beat ethnic Albanian students.", want: "SRBCOP > EDU", misread: "the students are thought to be of the police's country, as they may be"},
	{class: "people", kind: "RETREAT", text: "Croatian Serbs said their troops had withdrawn from Bosnia.", want: "HRVMIL > BIH"},
	// Whose they are, who are called only others, or from somebody.
	{class: "others", kind: "ASSAULT", text: "Syrian soldiers killed two Kenyan policemen and wounded three others.", want: "SYRMIL > KENCOP"},
	{class: "others", kind: "CONSULT", text: "The Georgian president met a team of experts from the OSCE.", want: "GEOGOV > IGOOSC; IGOOSC > GEOGOV", misread: "the tree hangs the OSCE on the verb"},
	{class: "others", kind: "AID", text: "French troops evacuated the wounded from Brazzaville.", want: "FRAMIL > COGCVL"},
	{class: "others", kind: "ASSAULT", text: "Thai troops shelled Eastern Myanmar.", want: "THAMIL > MMR"},
	// Unions.
	{class: "union", kind: "PROTEST", text: "The Ghana Union of Teachers went on strike.", want: "GHAEDU > "},
	{class: "union", kind: "ACCUSE", text: "The Fatherland Union condemned Estonia's government.", want: "- > ESTGOV"},
	// Who does what stands in a participle, and whom it is said of.
	{class: "participle", kind: "ASSAULT", text: "A Malian village was raided by Burkinabe soldiers, killing nine.", want: "BFAMIL > MLI"},
	{class: "participle", kind: "COERCE", text: "Spanish police arrested a Moroccan student on suspicion of murdering a teacher.", want: "ESPCOP > MAREDU"},
	{class: "participle", kind: "ASSAULT", text: "Spanish police arrested a Moroccan student on suspicion of murdering a teacher.", want: "MAREDU > EDU"},
	{class: "participle", kind: "REQUEST", text: "Cuba demanded the withdrawal of US troops, calling them an occupying army.", want: "CUB > USAMIL"},
	// One's own side is no target.
	{class: "own", kind: "REJECT", text: "Peru said it would deny entry to Peru to Chilean lawmakers.", want: "PER > CHLLEG"},
	{class: "own", kind: "REJECT", text: "Uganda rejected a call for its soldiers to leave Rwanda.", want: "UGA > RWA", misread: "who leaves a country is no act of the lexicon's"},
	// Titles and apposed names.
	{class: "title", kind: "ACCUSE", text: "Iran condemned US President George Bush's remarks.", want: "IRN > USAGOV"},
	{class: "title", kind: "CONCEDE", text: "Guinea's supreme court allowed candidate Amadou Diallo to run in the election.", want: "GINJUD > GINPTY"},
	// What an act is for is no act of its own.
	{class: "purpose", kind: "ACCUSE", text: "Nigeria summoned Ghana's ambassador to complain about a raid.", want: "NGA > GHAGOV"},
	{class: "purpose", kind: "PROTEST", text: "Greek students marched to demand that the prime minister resign.", want: "GRCEDU > GRCGOV"},
	{class: "purpose", kind: "PROTEST", text: "Kenyan farmers blocked a road to demand compensation from the government.", want: "KENAGR > KENGOV"},
	// Passives without an agent of those who act themselves.
	{class: "passive", kind: "RETREAT", text: "Two hundred Angolan rebels were demobilized on Monday.", want: "AGOREB > "},
	{class: "passive", kind: "SANCTION", text: "Three hundred UN peacekeepers were pulled out of Rwanda.", want: "IGOUNO > RWA"},
	// Others.
	{class: "other", kind: "ASSAULT", text: "The Sudanese army is responsible for mass killings in Darfur.", want: "SDNMIL > SDN"},
	{class: "other", kind: "RETREAT", text: "A Thai court released a Malaysian company's assets.", want: "THAJUD > MYSBUS"},
	{class: "other", kind: "REJECT", text: "Norway opposes a Danish plan to cut fishing.", want: "NOR > DNK"},
	{class: "other", kind: "COOPERATE", text: "Jordanian officials shared intelligence with Iraq.", want: "JORGOV > IRQ"},
	{class: "other", kind: "THREATEN", text: "Eritrean rebels vowed to fight on.", want: "ERIREB > "},
}

func TestParties(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	right := 0
	for _, c := range parties {
		date := "2005-05-06"
		_, rec, err := p.Read(record.Report{ID: record.ContentID(c.text, date), Text: c.text, Published: &date})
		if err != nil {
			t.Fatal(err)
		}
		got := pairsOf(rec, c.kind)
		want := strings.Split(c.want, "; ")
		slices.Sort(want)
		switch same := slices.Equal(got, want); {
		case same && c.misread == "":
			right++
		case same:
			t.Errorf("%s: %s: comes out now, its misread may go", c.class, c.text)
		case c.misread == "":
			t.Errorf("%s: %s\n got %q\nwant %q", c.class, c.text, got, want)
		}
	}
	t.Logf("%d of %d", right, len(parties))
}

// pairsOf are the codes of who does what to whom in the first event of a type, sorted.
func pairsOf(rec *record.Record, kind string) []string {
	codes := func(list []record.Party) []string {
		if len(list) == 0 {
			return []string{""}
		}
		var out []string
		for _, q := range list {
			code := "-"
			for _, a := range rec.Actors {
				if q.Actor != nil && a.ID == *q.Actor && a.Cameo != nil {
					code = *a.Cameo
				}
			}
			out = append(out, code)
		}
		return out
	}
	var out []string
	for _, e := range rec.Events {
		if e.Plover != kind || len(out) > 0 {
			continue
		}
		for _, a := range codes(e.Actors) {
			for _, r := range codes(e.Recipients) {
				if a != r {
					out = append(out, a+" > "+r)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// TestCourtesies: who thanks whom as turns go round has done nothing, who thanks a third
// one has.
func TestCourtesies(t *testing.T) {
	_, rec, err := load(t).Read(record.Report{ID: "x", Text: "QUESTION: Thank you, Daniel. Did he reply?\n\nMR. HALE: I congratulate you on the question. We thanked the Danish government for its help on Sunday.\n\nQUESTION: Sorry to interrupt. Thanks!\n\nMR. HALE: I apologise."})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range rec.Events {
		got = append(got, e.Plover+" "+e.Trigger.Text)
	}
	if want := []string{"SUPPORT thanked"}; !slices.Equal(got, want) {
		t.Errorf("events %q, want %q", got, want)
	}
}
