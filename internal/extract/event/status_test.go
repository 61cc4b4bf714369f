package event_test

import (
	"strings"
	"testing"

	"annals/internal/extract/event"
	"annals/internal/passage"
	"annals/internal/record"
)

// statuses are sentences of one construction each with the status of the word
// between the marks. Their trees, in testdata/statuses.conllu, were made by the reading
// engine and read by eye.
var statuses = []struct{ name, text, want string }{
	{"past", "Soldiers *attacked* the convoy.", record.Happened},
	{"present perfect", "The rebels have *freed* two nurses.", record.Happened},
	{"past perfect", "The police had *arrested* the editor.", record.Happened},
	{"passive", "The bridge was *bombed* by the army.", record.Happened},
	{"present progressive", "Workers are *protesting* in the capital.", record.Ongoing},
	{"perfect progressive", "Farmers have been *blocking* the road.", record.Ongoing},
	{"present of habit", "The militia *attacks* villages.", record.Happened},
	{"will", "The king will *visit* Oman.", record.Planned},
	{"going to", "The army is going to *withdraw* its troops.", record.Planned},
	{"is to", "The minister is to *resign*.", record.Planned},
	{"plan to", "The union plans to *boycott* the vote.", record.Planned},
	{"decision to", "The decision to *expel* the envoy surprised Peru.", record.Planned},
	{"set to", "The court is set to *release* the suspect.", record.Planned},
	{"schedule", "The talks are *scheduled* for May.", record.Happened},
	{"planned noun", "The planned *visit* to Ghana was discussed.", record.Planned},
	{"promise", "Chad promised to *release* the hostages.", record.Planned},
	{"agree", "The rebels agreed to *disarm*.", record.Planned},
	{"may", "The rebels may *attack* the town.", record.Possible},
	{"might", "The bank might *sue* the ministry.", record.Possible},
	{"could", "The army could *storm* the camp.", record.Possible},
	{"perhaps", "Perhaps the guards *killed* the prisoner.", record.Possible},
	{"allegedly", "The mayor allegedly *bribed* a judge.", record.Possible},
	{"reportedly possible", "The possible *arrest* of the mayor worried the town.", record.Possible},
	{"try", "The guards tried to *stop* the march.", record.Possible},
	{"want", "The rebels want to *negotiate* with the king.", record.Possible},
	{"consider", "France is considering *sending* troops to Mali.", record.Possible},
	{"fear", "The villagers fear an *attack* by the rebels.", record.Possible},
	{"whether", "The judge asked whether the police had *beaten* the boy.", record.Possible},
	{"accuse", "The bishop accused the army of *torturing* two farmers.", record.Possible},
	{"suspect", "The police suspect him of *killing* a guard.", record.Possible},
	{"charge", "The court jailed the general for *killing* a bishop.", record.Possible},
	{"demand that", "The opposition demanded that the minister *resign*.", record.Demanded},
	{"urge to", "The pope urged Chad to *free* the hostages.", record.Demanded},
	{"call for", "Norway called for the *release* of the nurse.", record.Demanded},
	{"must", "Eritrea must *withdraw* its troops.", record.Demanded},
	{"order to", "The judge ordered the police to *release* the boy.", record.Demanded},
	{"imperative", "*Release* the hostages now.", record.Demanded},
	{"threaten to", "The rebels threatened to *attack* the port.", record.Threatened},
	{"warn", "Iran threatened Oman with an *attack*.", record.Threatened},
	{"not", "The police did not *arrest* the editor.", record.Denied},
	{"never", "Chad never *attacked* Niger.", record.Denied},
	{"no subject", "No soldier *attacked* the town.", record.Denied},
	{"no noun", "There was no *attack* on the town.", record.Denied},
	{"deny", "The army denied *attacking* the village.", record.Denied},
	{"deny that", "The army denied that it had *attacked* the village.", record.Denied},
	{"refuse", "The rebels refused to *disarm*.", record.Denied},
	{"fail", "The army failed to *capture* the general.", record.Denied},
	{"prevent", "The guards prevented an *attack* on the palace.", record.Denied},
	{"without", "The rebels left without *attacking* the town.", record.Denied},
	{"no longer", "Sudan no longer *supports* the rebels.", record.Denied},
	{"stop", "Germany stopped *arming* the rebels.", record.Denied},
	{"if", "If the rebels *attack* the town, the army will respond.", record.Hypothetical},
	{"unless", "Unless the minister *resigns*, the union will strike.", record.Hypothetical},
	{"would", "A blockade would *starve* the town.", record.Hypothetical},
	{"would have", "The bomb would have *killed* hundreds.", record.Hypothetical},
	{"nearly", "The crowd nearly *killed* the driver.", record.Hypothetical},
	{"pretend", "The soldiers pretended to *surrender*.", record.Hypothetical},
	{"reported future", "The ministry said it would *release* the prisoners.", record.Planned},
	{"reported past", "The ministry said the police had *released* the prisoners.", record.Happened},
	{"begin", "The rebels began to *withdraw* from the town.", record.Happened},
	{"manage", "The army managed to *capture* the port.", record.Happened},
	{"force", "The protests forced the minister to *resign*.", record.Happened},
	{"the first to", "She was the first minister to *visit* the camp.", record.Happened},
	{"contract to", "The firm won a contract to *supply* the army with trucks.", record.Planned},
	{"when it arrives", "The aid will be delivered when the ship *arrives* in Aden.", record.Planned},
	{"before they", "The sides will meet before they *resume* talks.", record.Planned},
	{"hope", "The queen hopes that the rebels will *free* the prince.", record.Possible},
	{"after", "After the police *arrested* the editor, the paper closed.", record.Happened},
	{"relative", "The soldiers who *killed* the student fled.", record.Happened},
	{"announced withdrawal", "The ministry announced a *withdrawal* of its troops from Chad.", record.Planned},
	{"announced closure", "The company announced the *closure* of two plants.", record.Planned},
	{"announced arrest", "Police announced the *arrest* of two suspects.", record.Happened},
	{"announced ceasefire", "The rebels announced a *ceasefire*.", record.Happened},
	{"fell through", "The *deal* with Oman collapsed.", record.Denied},
	{"scrapped", "The *agreement* was scrapped by the new cabinet.", record.Denied},
	{"rejected deal", "The senate rejected the *deal*.", record.Denied},
	{"cancelled noun", "The cancelled *visit* angered Peru.", record.Denied},
	{"would like to", "We would like to *thank* the king.", record.Happened},
	{"proud to", "I am proud to *welcome* the queen.", record.Happened},
	{"purpose of a plan", "The trucks will be fitted with armour to *protect* the soldiers.", record.Planned},
	{"supposed cause", "A *withdrawal* of the troops would lead to war.", record.Hypothetical},
	{"depends on", "The *withdrawal* depends on the talks.", record.Possible},
	{"will be spent on", "The money will be spent on the *construction* of a bridge.", record.Planned},
	{"not one", "Not one soldier *attacked* the town.", record.Denied},
	{"found to", "The judge was found to have *bribed* a witness.", record.Happened},
	{"forecast", "The experts forecast that the rebels would *attack* the port.", record.Possible},
	{"promised they would", "The rebels promised they would *disarm*.", record.Planned},
	{"deadline for", "The sides set a deadline for the *withdrawal* of the rebels.", record.Planned},
	{"before doing", "The minister will resign before *visiting* Oman.", record.Planned},
	{"would before", "The suspects would be arrested before the summit *began*, the judge said.", record.Planned},
	{"if not", "If the demands are not *met*, the union will strike.", record.Hypothetical},
	{"to stop them from", "The army will fight to stop the rebels from *firing* rockets.", record.Hypothetical},
	{"truce without", "The general rejected a truce without a *withdrawal*.", record.Hypothetical},
	{"after meeting", "The king suggested holding a vote after *meeting* the queen.", record.Happened},
	{"considered", "The *killings* are considered a crime.", record.Happened},
	{"suspicion", "The editor was questioned on suspicion of *organizing* a rally.", record.Possible},
	{"claim to have", "The rebels claim to have *killed* nine soldiers.", record.Happened},
	{"protest against", "The tribe called off a protest against the *killing* of four men.", record.Happened},
	{"does not amount to", "The visit does not amount to a *recognition* of the rebels.", record.Denied},
	{"under if", "If the army leaves, the rebels will *disarm*.", record.Possible},
	{"rejected proposal", "The rebels rejected the *proposal*.", record.Happened},
	{"met demands", "The union refused to meet the *demands*.", record.Happened},
	{"postponed after", "The visit was postponed after the *attack*.", record.Happened},
	{"compensated for", "The villagers will be compensated for the *raid*.", record.Happened},
	{"negotiated", "The two sides negotiated a *withdrawal*.", record.Possible},
	{"would like to thank", "The king would *like* to thank the soldiers.", record.Happened},
	{"subject of a fall", "Arms *sales* dropped ten percent.", record.Happened},
	{"plan is to", "The *plan* is to end the war.", record.Happened},
	{"expected of others", "Observers expect that the army will *attack*.", record.Possible},
	{"expects to", "The firm expects to *cut* jobs.", record.Planned},
	{"role in", "The officer was arrested for his possible role in *bombing* the port.", record.Possible},
	{"banned from", "The court banned the rebels from *leaving* Oman.", record.Denied},
}

func TestStatuses(t *testing.T) {
	w := passage.World(t)
	coder, err := event.Load(w)
	if err != nil {
		t.Fatal(err)
	}
	read := trees(t, "testdata/statuses.conllu")
	for _, c := range statuses {
		t.Run(c.name, func(t *testing.T) {
			d := read[strings.ReplaceAll(c.text, "*", "")]
			if d == nil {
				t.Fatalf("no tree for %q", c.text)
			}
			status := coder.Statuses(d, record.NewSpeller(d.Text), event.Given{})
			if got := status(d.TokenAt(strings.Index(c.text, "*"))); got != c.want {
				t.Errorf("%s: %s, want %s", c.text, got, c.want)
			}
		})
	}
}
