"""Whether somebody inside is involved: then the member is asked before anything is sent (care.md 10)."""

from __future__ import annotations

import time
from collections.abc import Iterable

import pytest

from bot.council import Council, Person
from bot.escalation import inside
from bot.models import Level, Risk, SeenIndicator

RISK = Risk(level=Level.ESCALATE, score=0.9)

# --- somebody inside is, or may be, involved --------------------------------------------------------------

DOES_SOMETHING = (
    "Our planner has been printing the confidential valuations after hours and there's a courier at six",
    "One of my colleagues is forever pushing that one brand of cameras even after IT said it's not safe",
    "The mayor told me to keep out of the port deal and then flew off with the buyer",
    "told not to tell you this but the mayor's in someone's pocket",
    "Heard something at the pub. A staffer said three members have been 'sorted' for the airport shares vote.",
    "A staffer came to see me. Their team leader has been having long lunches with the trade office.",
    "One of the planners is always in at 6 on a Sunday, prints for an hour, drives a new Audi.",
    "the youth councillor told me shes being paid to write down what we say in the breaks",
    "My fellow councillor forwarded me her ticket. Business class, a week, guest of the committee",
    "The deputy won't let the camera contract go to anyone else and gets cross when staff bring up the review",
    "I don't like to dob anyone in but our chair deletes messages straight after talking to the developers",
    "Who deals with it if I've seen a staffer emailing closed papers to a business group overseas?",
    'Cr Rewi\'s campaign manager let slip that the overseas company is "very pleased with our boy".',
    "I believe one of the economic development team is sending confidential board papers overseas",
    'I was in the loo and heard two of the project team say the price had gone to "our man" already.',
    "Our asset manager sent the ratepayer list to a bidder before there's a contract.",
    "Is our asset manager allowed to send the ratepayer list to a bidder?",
    "A councillor mate's been voting oddly. He's paid off his house since the port sale came up",
    "Side letter. Two pages. Only the deputy mayor's seen it. It commits us to their cable company.",
    "The chief executive took a call from the consulate and pulled the item from the agenda",
    "Deputy CE wants us to give the partner port a private tour of the operations centre at night",
    "I saw Cr Brown get out of the investor's car with a bag",
    "cr brown got flown to the factory by the camera people",
    "Councillor Tuhoe accepted a watch and hasn't declared it",
    "Mayor Williams met them twice at the hotel without officials",
    "Two councillors were flown to the factory of the camera firm and came back as its biggest fans",
    "Some of our staff have been taken to dinner by the tenderer",
    "The governance adviser is passing our closed minutes to her boyfriend at the embassy",
    "Someone at council is feeding them our bottom line",
    "somebody on council is giving the developers everything before we vote",
    "There's an insider, they knew our reserve price to the dollar",
    "Neighbour Trish, who temps at the council, has been lent out to the men from the dairy fund three nights",
    "My husband works for the council and a recruiter wants him to copy the pipe maps",
    "The liaison was at dinner with the man I am telling you about",
    "Our security liaison is his cousin",
    "The receptionist gave the delegation the staff wifi code and got a gift card for it",
    "A committee member is being paid by the port company",
    "someone in planning is selling the lists",
    "A member of staff asked me to sign off the grant and said there was something in it for me",
    "My EA has been forwarding my emails to a man she met online",
    "the mayors assistant is taking photos of the agenda for somebody",
    "Our IT guy plugged in a stick he got from the visitors",
    "The deputy chair shows draft decisions to a person outside before we vote on them.",
)
WAS_TEMPTED_OR_PRESSED = (
    "I've learned a colleague went to a resort abroad last year paid by the developer.",
    "What should I do now I know that a colleague's holiday was paid for by the developer?",
    "Cr D's trip isn't in the register. The airline tickets came from the foreign port company.",
    "My mate on council told me he's never paid for a ski trip in his life and grinned.",
    'Not me but Cr Hemi told me over a beer that somebody\'s flying him to Dubai "to say thanks".',
    "A colleague broke down in the carpark. He's being leaned on about a photo taken overseas",
    "Got this from a taxi driver: he drives a councillor to a villa every Thursday and is paid extra to forget it.",
    "She says one of our councillors has a suite there that isn't in his name",
    "Our evaluation panel chair's stayed at the bidder's ski chalet last weekend.",
    "Fellow councillor's nephew told my nephew that his uncle gets envelopes.",
    "Who do I talk to about the deputy's second phone and the man who pays for it?",
    "They sent the chief executive a car and she kept it",
    "He says the mayor is already on board and has been looked after",
    "He said he has photos of another councillor and she votes his way now",
    "The friendship city gave the mayor a fancy thumb drive and he has asked his PA to copy the photos off it",
)
ABOUT_THEM = (
    "I am worried about the mayor and the money from the harbour people",
    "This is about one of our officers and a consultant who pays her rent",
    "I suspect a fellow councillor of selling what we say in closed session",
    "It involves the chief executive. I do not know who to trust.",
    "There was a call from the deputy mayor telling me to vote for the wharf or lose my committee",
    "I got an envelope from the mayor and was told it is for my silence",
    "A friend of the mayor offered me cash for my vote",
    "The mayor's brother came to my shop with an envelope",
)
SECRET_FROM_THEM = (
    "The invitation covers everything, and could I please not mention it to the council.",
    "He asked me not to tell the mayor about the trip",
    "she said dont tell staff",
    "They want the plans by Sunday, no staff copied",
    "They said I shouldn't involve officers until it is signed",
    "He gave me a phone and told me never to mention it to anyone",
    "We have to keep it from the chief executive for now, he says",
    "He said don't bother the office with it, it's just friends.",
    "They asked that we not tell the liaison",
    "They've switched it on as a trial without telling council.",
    "He wants it done behind the mayor's back",
    "Keep it quiet from the rest of the council, she wrote",
    "she told me to hide it from the governance team",
    "They want to meet without the staff knowing",
    "he said the other councillors must not find out",
    "Nobody at council is to know about the envelope, he said",
)
IN_TE_REO_AND_MIXED = (
    "I pātai mai te tangata ki ngā kōrero muna, ā, i mea ia kaua e kōrero ki ngā kaimahi.",
    "I hoatu moni te kaipakihi ki ahau, i kī ia kaua e whāki atu ki te kaunihera.",
    "Kua whiwhi moni tētahi kaikaunihera i te kamupene",
    "Ko te koromatua kei te tuku pepa muna ki te kamupene o tāwāhi",
    "tetahi o nga kaimahi kei te hoko i nga ingoa",
    "He gave me moni and said kaua e kōrero to anyone at the kaunihera",
)
TYPED_IN_A_HURRY = (
    "my collegue is copying the closed papers for a bloke at the embassy",
    "one of our councilors is taking money off the quarry",
    "the cheif executive got flown to the races by the bidder",
    "our counciller has a second phone from the port ppl",
    "he said dont tel the council",
    "THE MAYOR IS TAKING MONEY",
    "cllr smith gets paid by them",
    "the liason is mates with him",
    "its one of us. a councillor. hes giving them the closed stuff",
)
FURTHER_INVOLVED = (
    "A woman in our property team keeps meeting the buyer at the marina.",
    "Our deputy mayor was handed a bag at the airport by the port people and I saw it",
    "I think Cr Patel is being blackmailed, she cried when the port vote came up",
    "the guy in IT has been reading our emails and selling them",
    "Somebody in the mayor's office told the consulate about the protest permit",
    "One of the other ward councillors offered me a cut if I vote with him on the quarry",
    "The CE asked me to hide the trip from the other councillors",
    "Our chief of staff has a second job with the port company that nobody knows about",
    "My boss, the parks manager, lets the contractor pay for his holidays",
    "I overheard two councillors agreeing to leak the reserve price",
    "a councillor from my ward keeps having dinner with the attache and won't say why",
    "A staff member I trust says her manager is shredding the gift register",
    "They said the planners are already sorted",
    "he told me half the council is on his payroll",
    "he has somebody inside, he knew what was in the closed agenda before I did",
    "The mayor and a developer were counting cash in the back of the pub",
    "The chair of the finance committee holidays in the bidder's villa",
    "She told me she already pays another councillor for this kind of thing",
    "He bragged that he owns the deputy mayor",
    "My sister is a planner at council and a stranger has offered her money to move a file",
    "The democracy adviser keeps letting a stranger into the councillors' lounge",
    "i think our councillor for the coast is working for them",
    "A colleague's partner works for the embassy and she shows him our papers",
    "Our finance manager changed the bank details after lunch with the supplier",
    "I found a USB stick in the mayor's drawer with the embassy's logo",
    "they told me not to let anyone at council know",
    "He said I mustn't breathe a word to the mayor",
    "She wants me to leave the chief executive out of it",
    "Don't put the officers in copy, he wrote",
    "He said it stays between us and the officers don't need to know",
    "The liaison leaks. I told her something and the man knew it the next day",
    "Jane told the man what I had said",
    "I think Tom's brother is paying for it",
    "Do not pass this to Jane, she is his cousin",
    "somebody at work has been going through my desk and photographing papers for someone outside",
    "someone on the committee is feeding the bidder",
    "A former councillor still gets our closed papers from a friend on staff",
    "Our new comms person was sent by the friendship association and reports back to them",
    "I have seen the building inspector take envelopes",
    "two of us on the committee were given watches and she has not declared hers",
    "Our head of infrastructure came back from the study tour with a new watch and a new favourite supplier",
    "I walked in on the deputy mayor handing a folder to the trade attaché",
    "the bloke who sits next to me in chambers has stopped paying his mortgage, says a friend cleared it",
    "Cr Hohaia is scared, someone has pictures of her",
    "The procurement lead changed the scoring after a phone call from the bidder",
    "A council lawyer is married to the man who made the threats",
    "Two of my fellow councillors have joined the friendship association's payroll",
    "one of the library staff gave the consulate the borrowing records",
    "The mayor made us sign the MoU without reading it",
    "My PA is going out with one of the delegates and took her laptop to his hotel",
    "Don't tell the mayor but I was offered a job",
    "She asked that her visit be kept off the council calendar and that I not tell staff",
    "Our events manager cancelled the dissident film after the consul rang her",
    "Somebody who works at the council rang my wife with a warning about my vote",
    "The CEO of council had a weekend away with the contractor",
    "the elected member for the harbour ward takes money for questions",
    "There are three on the committee who vote as the developer says",
    "the governance manager wiped the visitor log",
    "He is the mayor's husband and he offered me a car",
    "Another member is telling them what we say in workshops",
)
INVOLVED = (
    *DOES_SOMETHING,
    *WAS_TEMPTED_OR_PRESSED,
    *ABOUT_THEM,
    *SECRET_FROM_THEM,
    *IN_TE_REO_AND_MIXED,
    *TYPED_IN_A_HURRY,
    *FURTHER_INVOLVED,
)

# --- an outsider's approach to the member: sent at once ---------------------------------------------------

TO_THE_MEMBER = (
    "A man I met at a trade dinner slipped me an envelope with two thousand dollars. He wants me to vote for the port deal at the meeting tomorrow.",
    "He slipped me an envelope of cash for my vote on the port and said to keep it between us",
    "Somebody left an envelope with five thousand dollars for my vote in my letterbox.",
    "A developer slipped me an envelope of cash at the club and wants me to vote for his consent.",
    "A stranger gave me a watch and twenty thousand dollars and wants my vote kept quiet.",
    "Someone handed my wife an envelope of cash so that I drop my objection.",
    "Bloke from the developers' dinner left twenty hundred-dollar notes in my coat.",
    "was told my campaign debts could just go away if the quarry thing goes thru",
    "At the airport they took my phone away for half an hour and brought it back warm",
    "typed my council password into that page before I saw the address was wrong",
    "I clicked the link and entered my council login",
    "My girlfriend of two months took a photo of the agenda on my desk",
    "My aunty's shop back home was inspected the day after my speech",
    "She wants to meet away from the office with no staff",
    "A woman I met online knows I'm a councillor and wants to see my calendar",
    "He says he has naked photos of me and will post them unless I vote no",
    "recruiter keeps saying to move over to telegram and answer by 9pm or the job goes to someone else",
    "They offered me $3,000 for a short paper on the port, client will not be named",
    "A foundation has offered to cover my daughter's degree overseas. I chair the consents committee.",
    "Dad got a phone call from a local official in his village, who quoted what I said in the chamber.",
    "I nga ra tata nei i tuku moni tetahi tangata no waho ki ahau mo taku poti",
    "ka utua ahau e ia mō taku pōti",
    "My kids' school got a call asking when I pick them up",
    "He asked me to come to the hotel tonight and bring the closed papers",
)
ONLY_ASKED_ABOUT = (
    "he asked about the council's water plan",
    "A lobbyist asked me how each councillor will vote on the airport",
    "He keeps asking which councillors are short of money",
    "Third lunch with the cultural attaché and again it was all about who on council is short of money",
    "A visiting scholar wants to know how the mayor will vote",
    "The reporter asked about the mayor's marriage and offered to pay for it",
    "Someone from the trade office wanted to know when the chief executive's contract ends",
    "They want monthly notes on attitudes among my colleagues to foreign investment.",
    "I was asked which staff are lonely",
    "an academic has asked me 4 times now who on council can't stand who",
    "She sends me a grid and wants each of my colleagues scored for openness.",
    "They asked for a list of staff who go to the mosque",
    "He asked me what the chief executive thinks of the tender",
    "Someone rang asking which days the mayor travels",
    "They asked me to introduce them to the mayor",
    "She offered me a trip if I can get the mayor to support the port",
    "He asked me for the private numbers of all councillors",
    "I told him about the mayor's health and now he wants more",
    "A consultant pays me for my views on the mayor and the port",
)
ONLY_NAMED_IN_PASSING = (
    "a man who says he knows the mayor offered me a trip",
    "He claims to know the chief executive and wants my vote",
    "The caller sounded exactly like the mayor and asked me to pay an invoice",
    "Got a voicemail that sounded like our chief executive telling me to approve the invoice",
    "Someone is pretending to be a councillor on Facebook and asks me for money",
    "Somebody impersonating our CE sent me a link and I clicked it",
    "a message from someone claiming to be the mayor asked me for gift cards",
    "At the mayor's Christmas function a stranger offered me cash",
    "After the mayor's speech he pressed an envelope into my hand",
    "He wants me to vote against the mayor's budget and would pay for it",
    "As a councillor I was offered a holiday by a supplier",
    "I'm a councillor and a man keeps following me home",
    "I am the deputy mayor and somebody offered me cash",
    "He said a councillor like me could do with a holiday",
    "All councillors were invited to the factory, flights paid, and he wants my vote",
    "Every councillor who voted yes has had a sympathy card in the mail",
    "They invited three of us councillors and my wife to a resort at their cost",
    "I told the mayor that a man had offered me cash",
    "I've told my team leader. A man offered me money for the floor plans.",
    "I reported to the chief executive that he offered me money",
    "Should I tell the mayor that a developer offered me cash?",
    "Please tell the liaison that a man is offering me money",
    "Can you pass this to the liaison? A supplier offered me a holiday for my vote.",
    "My council laptop was in a different order when I got back to the hotel",
    "They asked for the council wifi password and plugged a stick into my laptop",
    "Someone posted my address on the council's Facebook page",
    "A man in the council car park handed me an envelope of cash",
    "He wants me on the board of his trust and pays me three times my councillor salary",
    "Position's \"strategic liaison\", nobody will tell me for whom, I've to say yes by tomorrow.",
    "Staff recommended another firm, but the salesman offered me a trip to change my vote",
    "I took it to the staff gift register, but he came back with cash",
)
ELSEWHERE = (
    "The mayor of our sister city gave me a phone and asked me to keep it on",
    "Their vice mayor's letter says friendship has consequences if I raise it again",
    "The sister city mayor wants to give me a robe and asked for my vote",
    "Plugged in the stick the visiting mayor's aide handed round, now my laptop fan never stops",
    "The meat company's CEO phoned me and offered a free trip",
    "Their cultural officer asked whether I could let her have the registration list",
    "The hotel manager let a man into my room",
    "A police officer over there took my passport and asked about my family",
    "The applicant's planner asked me to dinner the night before with a gift bag.",
    "The chair of the trade association offered me a car for my vote",
    "A member of the delegation gave me a phone",
    "The bank manager said that a stranger paid off my loan",
    "An embassy staff member brought me perfume and asked about my church",
    "My campaign manager was handed cash for my posters by a stranger",
    "A former colleague from the bank offered me shares for my vote",
    "Hotel staff had been in my room twice and my folder was in a different order",
    "A man handed me on to his colleague from the ministry, who asked the very same things",
    "A councillor in the next district told me to look out for a man who offers trips; he has now offered me one",
    "The chief executive of the dredging company offered me a holiday",
    "the company's chairman wants me to keep my vote for him and will pay my mortgage",
    "The port company's staff drove me to a villa and offered me money",
    "He is an adviser to a foreign minister and offered me money for my speech",
)
FURTHER_OUTSIDE = (
    "A businessman offered to pay for my trip to our sister city if I speak up for the wharf",
    "a guy at the gym keeps asking me what goes on in closed meetings",
    "Somebody has been following my car since the meeting",
    "I got a call from a man who knew where my kids go to school",
    "The consul invited me to dinner and gave me an expensive watch",
    "A company wants to hire me as an adviser for $5000 a month for doing nothing",
    "I lost my phone at the conference and it came back in an envelope",
    "They want to buy my house for double if I back the rezoning",
    "A student from overseas says her parents were visited because of her post",
    "My nephew in the old country was told to call me about my speech",
    "someone hacked my facebook and is messaging people",
    "A trust I had never heard of paid for my election signs",
    "The visitors asked to see the control room twice and one filmed the screens",
    "An investor asked me to set up a private meeting, phones off, at his hotel",
    "He wanted to know the price the council would sell the port for",
    "They want the council to sign by Friday and will not show the contract to our lawyers",
    "I was told that my shop would lose its customers unless I withdraw my motion",
    "A man offered my son a job in his company the week before the hearing",
    "The delegation gave me a tablet and it keeps lighting up at night",
    "A blogger offered me money to write against the council",
    "A man rang about the mayoral race and offered to fund me",
    "somebody sent me a fake invoice that looked like it came from the council",
    "I met him at the council's open day and now he texts me all the time on Telegram",
    "He asked me to bring him the draft annual plan before it is public",
    "A stranger at the mayor's parlour took pictures of me and later asked for a favour",
    "The ambassador asked me to cancel the film night, or the exchange would end",
    "She loves hearing about council and asked for my laptop password",
    "A supplier gave me tickets and then asked for my support on the tender",
    "He says he will expose my affair unless I vote yes",
    "I clicked a link in an email about councillor remuneration",
    "A man says that he represents friends overseas who would like a councillor on their side",
    "He told me they look after councillors who are helpful",
    "What do I do? The developer said there is a boat in it for me",
    "A group paid for my flights and now wants me to read out their statement at the meeting",
    "My mother-in-law's landlord says her rent depends on my vote",
    "someone got into my council email and sent odd messages",
    "A pastor told us all how to vote and says it will be checked",
    "They offered to donate to my campaign under five different names",
    "He asked which staff decide consents and offered me dinner",
    "A man asked how the chief executive is getting on and whether she is in debt",
    "He wants to meet the mayor through me and will pay me for it",
    "I was asked for the floor plan of the council building by a man who paid for my lunch",
    "The security firm's manager gave me a camera for my house",
    "Someone emailed me pretending to be our IT team and I gave my password",
    "A man stopped me after the meeting and gave me a red envelope for my vote",
    "I was asked to leave the council laptop in the hotel safe and it had been opened",
    "They promised my daughter a scholarship if council drops the inquiry",
    "The visitors took photos of the whiteboard in the council chamber",
    "An old school friend offered me shares if the consent goes through",
    "A stranger on LinkedIn offers $800 an hour for a chat about council's ports policy",
    "I had dinner with the consul and he asked how the vote would go",
    "They threatened to stop buying our timber if the council flies that flag",
    "I got a text with a login code that I never asked for",
    "Someone painted traitor on my fence after the council vote",
    "He asked for the names of the staff who wrote the report",
    "The lobbyist wouldn't say who pays him but wants my support on zoning",
    "A reporter wants dirt on the mayor and pays well",
    "My father was visited by officials over there because I am a councillor here",
    "She offered to introduce me to investors if I bring the zoning maps",
    "My bank says someone used my name to open an account",
    "A man claiming to be from the council's IT helpdesk got into my computer",
    "The sponsor will pull the money unless I get the choir off the programme",
    "An app that I put on my phone for the conference reads my messages",
)
OUTSIDE = (*TO_THE_MEMBER, *ONLY_ASKED_ABOUT, *ONLY_NAMED_IN_PASSING, *ELSEWHERE, *FURTHER_OUTSIDE)


@pytest.mark.parametrize("text", INVOLVED)
def test_a_story_with_somebody_inside_is_asked_about_first(council: Council, text: str) -> None:
    assert inside.involves_insider(text, RISK, council)


@pytest.mark.parametrize("text", OUTSIDE)
def test_an_outsiders_approach_is_sent_at_once(council: Council, text: str) -> None:
    assert not inside.involves_insider(text, RISK, council)


@pytest.mark.parametrize("text", INVOLVED)
def test_the_way_of_writing_makes_no_difference(council: Council, text: str) -> None:
    for written in (text.upper(), text.lower(), f"Kia ora\n\n{text}", text.replace("'", "’")):
        assert inside.involves_insider(written, RISK, council), written


@pytest.mark.parametrize("text", OUTSIDE)
def test_an_outsiders_approach_is_sent_at_once_however_it_is_written(council: Council, text: str) -> None:
    for written in (text.lower(), f"Kia ora\n\n{text}", text.replace("'", "’")):
        assert not inside.involves_insider(written, RISK, council), written


def test_an_indicator_of_an_insider_is_enough(council: Council) -> None:
    seen = SeenIndicator(id="insider", label="legitimate access misused", evidence="x")
    heard = RISK.model_copy(update={"indicators": (seen,)})
    assert inside.involves_insider("A man copied plans", heard, council)
    other = RISK.model_copy(update={"indicators": (seen.model_copy(update={"id": "cash"}),)})
    assert not inside.involves_insider("A man copied plans", other, council)


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "???", "the mayor " * 4000, "a-" * 20_000, "not to tell " * 3000, "'s " * 9000]
)
def test_a_strange_or_long_text_is_read_quickly(council: Council, text: str) -> None:
    started = time.perf_counter()
    inside.involves_insider(text, RISK, council)
    assert time.perf_counter() - started < 2


# --- the names of those who read cases ---------------------------------------------------------------------


def people(*names: str) -> list[Person]:
    return [Person(name=name, slack=f"U0READER{n:03}") for n, name in enumerate(names)]


def found(text: str, readers: Iterable[Person]) -> list[str]:
    return [person.name for person in inside.named(text, readers)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jane met the man at his boat", ["Jane (demo)"]),
        ("jane met him", ["Jane (demo)"]),
        ("JANE MET HIM", ["Jane (demo)"]),
        ("I think Jane's brother pays", ["Jane (demo)"]),
        ("I think Jane’s brother pays", ["Jane (demo)"]),
        ("it was 'Jane', he said", ["Jane (demo)"]),
        ("Tom and Jane were both there", ["Jane (demo)", "Tom (demo)"]),
        ("This is a demo of the planes", []),
        ("Janet and Tommy were there", []),
        ("the custom officers", []),
    ],
)
def test_a_reader_is_found_by_first_or_last_name(text: str, names: list[str]) -> None:
    assert found(text, people("Jane (demo)", "Tom (demo)")) == names


@pytest.mark.parametrize(
    ("name", "text", "is_named"),
    [
        ("Hēmi Tāwhiao", "hemi was at the table", True),
        ("Hemi Tawhiao", "Tāwhiao told him", True),
        ("Mary-Anne O'Brien", "O'Brien signed it", True),
        ("Mary-Anne O'Brien", "mary-anne signed it", True),
        ("Mary-Anne O'Brien", "Anne signed it", True),
        ("Jo Ng", "Jo was there", True),
        ("Jo Ng", "he met Ng twice", True),
        ("Will Grant", "He will pay the grant if I vote", False),
        ("Will Grant", "I saw Will with him", True),
        ("Will Grant", "Will told me to keep quiet", True),
        ("Will Grant", "Will it stay private?", False),
        ("Will Grant", "Will Grant rang me", True),
        ("Mark Young", "a young man left a mark on my car", False),
        ("Mark Young", "He is a friend of Mark", True),
        ("May Hill", "may I vote on the hill road?", False),
    ],
)
def test_a_name_that_is_a_word_counts_where_it_is_written_as_a_name(
    name: str, text: str, is_named: bool
) -> None:
    assert bool(found(text, people(name))) is is_named


def test_a_story_that_names_a_reader_is_asked_about_first(council: Council) -> None:
    assert inside.involves_insider("A man offered me cash and said Jane takes it too", RISK, council)
    assert not inside.involves_insider("A man offered me cash and said Joan takes it too", RISK, council)


def test_the_rota_reads_first_and_then_the_deputies(council: Council) -> None:
    assert [person.name for person in inside.readers(council)] == ["Jane (demo)", "Tom (demo)"]
