"""Whether somebody inside is involved: then the member is asked before anything is sent (care.md 10)."""

from __future__ import annotations

import pytest

from bot.council import Council
from bot.escalation import inside
from bot.models import Level, Risk

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
    "Cr Rewi's campaign manager let slip that the overseas company is \"very pleased with our boy\".",
    "I believe one of the economic development team is sending confidential board papers overseas",
    "I was in the loo and heard two of the project team say the price had gone to \"our man\" already.",
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
    "Not me but Cr Hemi told me over a beer that somebody's flying him to Dubai \"to say thanks\".",
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
INVOLVED = (
    *DOES_SOMETHING,
    *WAS_TEMPTED_OR_PRESSED,
    *ABOUT_THEM,
    *SECRET_FROM_THEM,
    *IN_TE_REO_AND_MIXED,
    *TYPED_IN_A_HURRY,
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
OUTSIDE = (*TO_THE_MEMBER, *ONLY_ASKED_ABOUT, *ONLY_NAMED_IN_PASSING, *ELSEWHERE)


@pytest.mark.parametrize("text", INVOLVED)
def test_a_story_with_somebody_inside_is_asked_about_first(council: Council, text: str) -> None:
    assert inside.involves_insider(text, RISK, council)


@pytest.mark.parametrize("text", OUTSIDE)
def test_an_outsiders_approach_is_sent_at_once(council: Council, text: str) -> None:
    assert not inside.involves_insider(text, RISK, council)


def test_the_tables_are_wide() -> None:
    assert len(set(INVOLVED)) >= 60
    assert len(set(OUTSIDE)) >= 60
    assert not set(INVOLVED) & set(OUTSIDE)
