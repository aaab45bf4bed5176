from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy.markings import MARKINGS, marking


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the whole message
        ("RESTRICTED", "RESTRICTED"),
        ("IN CONFIDENCE", "IN CONFIDENCE"),
        ("IN-CONFIDENCE", "IN CONFIDENCE"),
        ("SENSITIVE", "SENSITIVE"),
        ("CONFIDENTIAL", "CONFIDENTIAL"),
        ("SECRET", "SECRET"),
        ("TOP SECRET", "TOP SECRET"),
        ("TOP-SECRET", "TOP SECRET"),
        ("PROTECTED", "PROTECTED"),
        ("OFFICIAL-SENSITIVE", "OFFICIAL SENSITIVE"),
        ("OFFICIAL: Sensitive", "OFFICIAL SENSITIVE"),
        ("OFFICIAL:SENSITIVE", "OFFICIAL SENSITIVE"),
        ("[Confidential]", "CONFIDENTIAL"),
        ("[confidential]", "CONFIDENTIAL"),
        ("(Confidential)", "CONFIDENTIAL"),
        ("[In Confidence]", "IN CONFIDENCE"),
        # punctuation, emphasis and quote marks around it
        ("[RESTRICTED]", "RESTRICTED"),
        ("[IN-CONFIDENCE]", "IN CONFIDENCE"),
        ("{SECRET}", "SECRET"),
        ("<SECRET>", "SECRET"),
        ("&lt;SECRET&gt;", "SECRET"),
        ("RESTRICTED.", "RESTRICTED"),
        ("RESTRICTED:", "RESTRICTED"),
        ("--- RESTRICTED ---", "RESTRICTED"),
        ("- SECRET -", "SECRET"),
        ("* RESTRICTED *", "RESTRICTED"),
        ("*** TOP SECRET ***", "TOP SECRET"),
        ("*RESTRICTED*", "RESTRICTED"),
        ("_RESTRICTED_", "RESTRICTED"),
        ("*_IN CONFIDENCE_*", "IN CONFIDENCE"),
        ("`SECRET`", "SECRET"),
        ("```\nSECRET\n```", "SECRET"),
        ("“RESTRICTED”", "RESTRICTED"),
        ("> RESTRICTED", "RESTRICTED"),
        ("&gt; RESTRICTED", "RESTRICTED"),
        ("&gt; &gt; *RESTRICTED*", "RESTRICTED"),
        (":lock: RESTRICTED :lock:", "RESTRICTED"),
        ("🔒 TOP SECRET 🔒", "TOP SECRET"),
        ("//SECRET//", "SECRET"),
        ("<@U012ABCDEF> RESTRICTED", "RESTRICTED"),
        ("<https://example.com/a|[RESTRICTED] Briefing>", "RESTRICTED"),
        ("   SECRET   ", "SECRET"),
        # page marks
        ("RESTRICTED   1 of 3", "RESTRICTED"),
        ("RESTRICTED\t1 of 3", "RESTRICTED"),
        ("RESTRICTED  Page 1 of 3", "RESTRICTED"),
        ("Page 2 of 10 | IN CONFIDENCE", "IN CONFIDENCE"),
        ("- 4 - SECRET", "SECRET"),
        ("SECRET 1/3", "SECRET"),
        ("TOP SECRET Copy 3 of 10", "TOP SECRET"),
        ("RESTRICTED p. 3", "RESTRICTED"),
        ("IN CONFIDENCE  12 May 2026", "IN CONFIDENCE"),
        # endorsements
        ("STAFF IN CONFIDENCE", "IN CONFIDENCE"),
        ("COMMITTEE IN CONFIDENCE", "IN CONFIDENCE"),
        ("COMMERCIAL-IN-CONFIDENCE", "IN CONFIDENCE"),
        ("MEDICAL - IN CONFIDENCE", "IN CONFIDENCE"),
        ("CABINET: SENSITIVE", "SENSITIVE"),
        ("BUDGET SENSITIVE", "SENSITIVE"),
        ("SENSITIVE: LEGALLY PRIVILEGED", "SENSITIVE"),
        ("LEGALLY PRIVILEGED AND SENSITIVE", "SENSITIVE"),
        ("SENSITIVE AND LEGALLY PRIVILEGED", "SENSITIVE"),
        ("RESTRICTED//NZEO", "RESTRICTED"),
        ("RESTRICTED // NZEO", "RESTRICTED"),
        ("[RESTRICTED//NZEO]", "RESTRICTED"),
        ("[RESTRICTED (NZEO)]", "RESTRICTED"),
        ("RESTRICTED NEW ZEALAND EYES ONLY", "RESTRICTED"),
        ("RESTRICTED - New Zealand Eyes Only", "RESTRICTED"),
        ("SECRET ACCOUNTABLE MATERIAL", "SECRET"),
        ("SECRET//REL TO AUS, CAN, NZL, GBR, USA", "SECRET"),
        ("SECRET RELEASABLE TO AUS, CAN, NZL, GBR and USA", "SECRET"),
        ("TOP SECRET//SI", "TOP SECRET"),
        ("TOP SECRET//SI//NOFORN", "TOP SECRET"),
        ("NATO SECRET", "SECRET"),
        ("IN CONFIDENCE (when completed)", "IN CONFIDENCE"),
        ("[IN CONFIDENCE RELEASE EXTERNAL]", "IN CONFIDENCE"),
        ("CONFIDENTIAL - PUBLIC EXCLUDED", "CONFIDENTIAL"),
        ("[SEC=PROTECTED]", "PROTECTED"),
        ("[SEC=OFFICIAL:Sensitive, ACCESS=Legal-Privilege]", "OFFICIAL SENSITIVE"),
        # the highest of two
        ("RESTRICTED / IN CONFIDENCE", "RESTRICTED"),
        ("IN CONFIDENCE\nBriefing\nSECRET", "SECRET"),
        ("TOP SECRET\nBriefing\nRESTRICTED", "TOP SECRET"),
        ("[SEEMAIL][RESTRICTED] Briefing", "RESTRICTED"),
        ("UNCLASSIFIED\nRESTRICTED", "RESTRICTED"),
        # a line of its own in a longer message
        ("RESTRICTED\n\nBriefing for mayors\nThe visit takes place in May.", "RESTRICTED"),
        ("Briefing for mayors\r\nThe visit takes place in May.\r\nSECRET\r\n", "SECRET"),
        ("Hi, I was sent this:\n> TOP SECRET//SI\n> Paragraph one\nWhat do I do?", "TOP SECRET"),
        ("In Confidence\nReport to the council", "IN CONFIDENCE"),
        ("In-Confidence\nReport to the council", "IN CONFIDENCE"),
        ("In confidence\nReport to the council", "IN CONFIDENCE"),
        ("Commercial in confidence\nReport to the council", "IN CONFIDENCE"),
        ("Commercial-in-Confidence\nReport to the council", "IN CONFIDENCE"),
        ("*Staff In Confidence*\nReport to the council", "IN CONFIDENCE"),
        ("Report to the council\n\n> In Confidence", "IN CONFIDENCE"),
        ("Top Secret\nOperation plan", "TOP SECRET"),
        ("Restricted   1 of 3\nBriefing for mayors", "RESTRICTED"),
        ("Restricted - New Zealand Eyes Only\nBriefing", "RESTRICTED"),
        ("Confidential\nReport to the council", "CONFIDENTIAL"),
        ("What is this?\u2028RESTRICTED\u2028Paragraph one", "RESTRICTED"),
        ("- RESTRICTED\nBriefing for mayors", "RESTRICTED"),
        # headers
        ("Classification: RESTRICTED", "RESTRICTED"),
        ("Classification: Restricted", "RESTRICTED"),
        ("classification: restricted", "RESTRICTED"),
        ("*Classification:* RESTRICTED", "RESTRICTED"),
        ("*Classification*: [Restricted]", "RESTRICTED"),
        ("CLASSIFICATION RESTRICTED", "RESTRICTED"),
        ("Security classification - In Confidence", "IN CONFIDENCE"),
        ("Security classification – In-Confidence", "IN CONFIDENCE"),
        ("> Security Classification: TOP SECRET//SI", "TOP SECRET"),
        ("Protective marking: Sensitive", "SENSITIVE"),
        ("Document classification = SECRET", "SECRET"),
        ("| Classification | Restricted |", "RESTRICTED"),
        ("Classification\tRestricted", "RESTRICTED"),
        ("Sensitivity: Company-Confidential", "CONFIDENTIAL"),
        ("Classification: RESTRICTED. Title: Briefing for mayors", "RESTRICTED"),
        ("Classification: RESTRICTED Title: Briefing for mayors", "RESTRICTED"),
        ("X-Protective-Marking: VER=2018.4, NS=gov.au, SEC=PROTECTED, ORIGIN=a@b.gov.au", "PROTECTED"),
        ("SEEMAIL: [SEEMAIL]", "SEEMAIL"),
        ("[SEEMAIL] Visit of a delegation", "SEEMAIL"),
        ("Subject: [SEEMAIL] Visit of a delegation", "SEEMAIL"),
        ("SEEMAIL: RESTRICTED", "RESTRICTED"),
        ("Subject: [RESTRICTED] Briefing for mayors", "RESTRICTED"),
        ("Subject: [Restricted] Briefing for mayors", "RESTRICTED"),
        ("Subject: Briefing for mayors [IN-CONFIDENCE]", "IN CONFIDENCE"),
        ("Subject: RE: FW: [SECRET] Visit", "SECRET"),
        ("Subject: RESTRICTED - Briefing for mayors", "RESTRICTED"),
        ("Subject: In Confidence: draft report", "IN CONFIDENCE"),
        ("Subject: Briefing for mayors - RESTRICTED", "RESTRICTED"),
        ("Subject: RESTRICTED//NZEO Briefing", "RESTRICTED"),
        ("Fwd: [SENSITIVE] Staff review", "SENSITIVE"),
        # the beginning or the end of a line
        ("[RESTRICTED] Briefing for mayors", "RESTRICTED"),
        ("[RESTRICTED] Is the briefing still on?", "RESTRICTED"),
        ("[RESTRICTED]: Briefing for mayors", "RESTRICTED"),
        ("*[RESTRICTED]* Briefing for mayors", "RESTRICTED"),
        ("> [RESTRICTED] Briefing for mayors", "RESTRICTED"),
        ("1. [RESTRICTED] Briefing for mayors", "RESTRICTED"),
        ("[EXTERNAL] [RESTRICTED] Briefing for mayors", "RESTRICTED"),
        ("(TOP SECRET) Briefing for mayors", "TOP SECRET"),
        ("Briefing for mayors [RESTRICTED]", "RESTRICTED"),
        ("Briefing for mayors (IN CONFIDENCE)", "IN CONFIDENCE"),
        ("Briefing for mayors [RESTRICTED] [v2]", "RESTRICTED"),
        ("RESTRICTED//NZEO Briefing for mayors", "RESTRICTED"),
        ("Briefing for mayors RESTRICTED//NZEO", "RESTRICTED"),
        ("Briefing for mayors //SECRET//", "SECRET"),
        ("TOP SECRET//SI//REL TO USA, GBR briefing on a visit", "TOP SECRET"),
        # letters in disguise
        ("ＲＥＳＴＲＩＣＴＥＤ", "RESTRICTED"),
        ("［ＴＯＰ　ＳＥＣＲＥＴ］ Briefing", "TOP SECRET"),
        ("【RESTRICTED】 Briefing", "RESTRICTED"),
        ("RES\u200bTRIC\u200dTED", "RESTRICTED"),
        ("\ufeffSECRET", "SECRET"),
        ("SEC\u00adRET", "SECRET"),
        ("S\u0332E\u0332C\u0332R\u0332E\u0332T\u0332", "SECRET"),
        ("IN\u00a0CONFIDENCE", "IN CONFIDENCE"),
        ("IN\u2011CONFIDENCE", "IN CONFIDENCE"),
        ("IN–CONFIDENCE", "IN CONFIDENCE"),
        ("TOP  SECRET", "TOP SECRET"),
        ("IN   CONFIDENCE", "IN CONFIDENCE"),
        ("I N C O N F I D E N C E", "IN CONFIDENCE"),
        ("I N  C O N F I D E N C E", "IN CONFIDENCE"),
        ("I N - C O N F I D E N C E", "IN CONFIDENCE"),
        ("S T A F F I N C O N F I D E N C E", "IN CONFIDENCE"),
        ("T O P   S E C R E T", "TOP SECRET"),
        ("[R E S T R I C T E D] Briefing for mayors", "RESTRICTED"),
        ("R E S T R I C T E D // N Z E O", "RESTRICTED"),
        ("𝐒𝐄𝐂𝐑𝐄𝐓", "SECRET"),
    ],
)
def test_a_marking_is_found(text: str, expected: str) -> None:
    assert marking(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n ",
        "?",
        # the word in a sentence
        "this meeting is confidential",
        "This meeting is CONFIDENTIAL",
        "the secret ballot",
        "Is IN CONFIDENCE different from RESTRICTED?",
        "he said it was top secret lol",
        "he said it was TOP SECRET lol",
        "SECRET SANTA is on Friday",
        "SECRET SANTA",
        "S E C R E T  S A N T A",
        "SECRET BALLOT TONIGHT",
        "THIS IS SECRET",
        "DO NOT SHARE THIS IT IS CONFIDENTIAL",
        "What does the RESTRICTED marking mean?",
        "What does [RESTRICTED] mean?",
        "What does RESTRICTED//NZEO mean?",
        "What does it mean when a page says [RESTRICTED]?",
        "[RESTRICTED] what does that mean?",
        "[RESTRICTED] What does that mean?",
        "[RESTRICTED] is printed on the cover, may I keep it",
        "[RESTRICTED] or [SECRET], which is higher",
        "RESTRICTED//NZEO means what",
        "The cover says [RESTRICTED]",
        "The paper was marked (IN CONFIDENCE)",
        "the difference between [SENSITIVE] and [SECRET]",
        "public excluded item marked In Confidence - may I talk about it?",
        "Somebody sent me a paper marked RESTRICTED",
        "I got a RESTRICTED//NZEO paper in my inbox, what now?",
        "RESTRICTED?",
        "[SECRET]?",
        "Is it SECRET?",
        "SECRET or TOP SECRET?",
        "RESTRICTED vs SECRET",
        "RESTRICTED means what",
        "RESTRICTED papers: how do I store them?",
        "CONFIDENTIAL papers must be handed back",
        "Confidential staff matters came up at dinner",
        "I told him in confidence",
        "In confidence, he told me about the port deal.",
        "IN CONFIDENCE he told me about the port deal",
        "We have every confidence in the mayor",
        "A vote of no confidence",
        "sensitive topics came up",
        "Sensitive issue: my cousin is being pressed",
        "the road is restricted to one lane",
        "Restricted parking on Queen Street",
        "protected trees in the reserve",
        "Protected disclosure: how do I make one?",
        "protected disclosures",
        "Is the Secret Service a thing here",
        "the Official Information Act",
        "Official: sensitive areas stay closed",
        "top secret!!",
        "Top secret",
        "My classification question: RESTRICTED or SECRET",
        "Do I classify it as SECRET",
        "What is SEEMAIL?",
        "SEEMAIL",
        "see https://example.com/RESTRICTED",
        "see https://example.com//about",
        "see <https://example.com/a|SECRET files>",
        "see <https://example.com/a|SECRET>",
        "Is it public?\nNo. Confidential",
        "the shop is called SECRET: ask for Jo",
        "CONFIDENTIAL: please don't tell anyone I asked",
        "CONFIDENTIAL - can I ask about a colleague",
        # one everyday word as the whole message
        "Confidential",
        "confidential",
        "Confidential.",
        "*Confidential*",
        "> Confidential",
        "secret",
        "In confidence",
        "In Confidence",
        "Restricted",
        "Sensitive",
        "protected",
        # lines of a longer message that are no markings
        "He told me\nin confidence\nthat the port was for sale",
        "In confidence,\nhe told me that the port was for sale",
        "In confidence...\nthe port is for sale",
        "Top secret!\nNo, really.",
        "top secret\nlol",
        "Two things:\nsecret ballot\nrestricted parking",
        "Confidential staff\nWho counts as that?",
        "Topics\nSensitive sites\nRestricted area",
        "Confidential?\nOr may I talk about it?",
        "Which is higher?\n- RESTRICTED\n- SECRET",
        "Which is higher?\n• Restricted\n• Confidential",
        "Which is higher?\n1. RESTRICTED\n2. SECRET",
        "What are these: IN CONFIDENCE, SENSITIVE, RESTRICTED",
        "IN CONFIDENCE, SENSITIVE, RESTRICTED",
        "IN CONFIDENCE / SENSITIVE / RESTRICTED / SECRET",
        # not protective
        "UNCLASSIFIED",
        "[UNCLASSIFIED] Briefing for mayors",
        "OFFICIAL",
        "[OFFICIAL] Briefing for mayors",
        "Classification: UNCLASSIFIED",
        "Classification: OFFICIAL",
        "[SEC=OFFICIAL]",
        "UNRESTRICTED",
        "NON-CONFIDENTIAL",
        "NOT RESTRICTED",
        "[NON-CONFIDENTIAL] Briefing",
        "NZEO",
        "PUBLIC EXCLUDED",
        "STAFF ONLY",
        "LEGALLY PRIVILEGED",
        "NEW ZEALAND EYES ONLY",
        "1 of 3",
        "Page 1 of 3\nCabinet",
        # headers about something else
        "Subject: Secret Santa on Friday",
        "Subject: SECRET SANTA",
        "Subject: confidential",
        "Subject: CONFIDENTIAL advice for members",
        "Subject: what does RESTRICTED mean?",
        "Subject: [EXTERNAL] Briefing",
        "Subject: RESTRICTED: what does it mean?",
        "Classification - secret ballot rules",
        "Classification: what does RESTRICTED mean?",
        "Classification: RESTRICTED or SECRET, which is higher",
        "Classification: RESTRICTED?",
        "Classification of RESTRICTED papers",
        "Date: 3 May\nPlace: restricted area",
        "[secret] ballot rules",
        "(confidential) chat with my mayor",
        "notes from our chat (confidential)",
        "[SECRET BALLOT] rules",
        "[1] [2] [3]",
        "A B C D E F",
        "I A M T I R E D",
    ],
)
def test_a_word_in_a_sentence_is_no_marking(text: str) -> None:
    assert marking(text) is None


@pytest.mark.parametrize(
    ("file_name", "expected"),
    [
        ("RESTRICTED_briefing.pdf", "RESTRICTED"),
        ("RESTRICTED.pdf", "RESTRICTED"),
        ("2026-05-12 SECRET briefing.docx", "SECRET"),
        ("briefing-CONFIDENTIAL.docx", "CONFIDENTIAL"),
        ("briefing_SENSITIVE_v2.docx", "SENSITIVE"),
        ("briefing RESTRICTED-NZEO.pdf", "RESTRICTED"),
        ("briefing PROTECTED.pdf", "PROTECTED"),
        ("brief-(TOP SECRET).docx", "TOP SECRET"),
        ("brief-(top secret).docx", "TOP SECRET"),
        ("[restricted] brief.docx", "RESTRICTED"),
        ("[Restricted - NZEO] brief.docx", "RESTRICTED"),
        ("minutes (Confidential).docx", "CONFIDENTIAL"),
        ("TOP_SECRET.pdf", "TOP SECRET"),
        ("top-secret-plan.pdf", "TOP SECRET"),
        ("TopSecret_plan.pdf", "TOP SECRET"),
        ("TOP SECRET//SI plan.pdf", "TOP SECRET"),
        ("Cabinet in-confidence.docx", "IN CONFIDENCE"),
        ("Cabinet_in_confidence.docx", "IN CONFIDENCE"),
        ("CabinetInConfidence.docx", "IN CONFIDENCE"),
        ("Staff In Confidence - review.docx", "IN CONFIDENCE"),
        ("STAFF IN CONFIDENCE.docx", "IN CONFIDENCE"),
        ("OFFICIAL-SENSITIVE_visit.docx", "OFFICIAL SENSITIVE"),
        ("OFFICIAL Sensitive visit.docx", "OFFICIAL SENSITIVE"),
        ("[SEC=PROTECTED] visit.msg", "PROTECTED"),
        ("[SEEMAIL] visit.msg", "SEEMAIL"),
        ("ＲＥＳＴＲＩＣＴＥＤ brief.pdf", "RESTRICTED"),
        ("RES\u200bTRICTED_brief.pdf", "RESTRICTED"),
        ("IN\u2011CONFIDENCE brief.pdf", "IN CONFIDENCE"),
        ("S E C R E T brief.pdf", "SECRET"),
        ("IN CONFIDENCE annex to SECRET brief.pdf", "SECRET"),
    ],
)
def test_a_file_name_carries_a_marking(file_name: str, expected: str) -> None:
    assert marking("What do I do with this?", [file_name]) == expected


@pytest.mark.parametrize(
    "file_name",
    [
        "",
        "restricted_parking_map.pdf",
        "Restricted parking map.pdf",
        "RESTRICTED_PARKING_MAP.PDF",
        "map (restricted parking).pdf",
        "secret-santa.xlsx",
        "SECRET SANTA.xlsx",
        "Secret Santa list.xlsx",
        "top-secret-santa.xlsx",
        "secret_ballot_results.csv",
        "SECRET BALLOT.csv",
        "sensitive_sites.csv",
        "SENSITIVE-SITES.csv",
        "confidential-interests-form.docx",
        "Confidential Interests Form.docx",
        "confidential.docx",
        "protected-trees.geojson",
        "Protected Disclosures Policy.pdf",
        "official-visit.docx",
        "OFFICIAL_visit.docx",
        "UNCLASSIFIED_briefing.pdf",
        "UNRESTRICTED.pdf",
        "NON-CONFIDENTIAL summary.pdf",
        "NOT RESTRICTED.pdf",
        "RESTRICTED means what.docx",
        "RESTRICTED_marking_guide.pdf",
        "confidence-building.pdf",
        "no confidence motion.docx",
        "IMG_20260512.jpg",
        "secretary.docx",
        "SECRETARIAT.docx",
    ],
)
def test_a_descriptive_file_name_is_no_marking(file_name: str) -> None:
    assert marking("What do I do with this?", [file_name]) is None


def test_the_highest_of_message_and_files_is_returned() -> None:
    assert marking("IN CONFIDENCE\nReport", ["notes.txt", "SECRET_annex.pdf"]) == "SECRET"
    assert marking("TOP SECRET\nReport", ["RESTRICTED.pdf"]) == "TOP SECRET"


@pytest.mark.parametrize("name", MARKINGS[1:])
@pytest.mark.parametrize(
    "shape", ["{}", "[{}]", "> *{}*", "[{}] Visit", "Visit [{}]", "Classification: {}", "{}//NZEO"]
)
def test_every_marking_is_found_in_every_shape(name: str, shape: str) -> None:
    assert marking(shape.format(name)) == name


@pytest.mark.parametrize("name", MARKINGS)
@pytest.mark.parametrize(
    "sentence", ["Is {} higher?", "What does {} mean", "He said that it is {}", "Why is [{}] used?"]
)
def test_no_marking_is_found_in_a_question_about_it(name: str, sentence: str) -> None:
    assert marking(sentence.format(name)) is None
    assert marking(sentence.format(name.lower())) is None


_LENGTH = 100_000


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        " ",
        "\n",
        "?",
        "-",
        "[",
        "[a]",
        "[SECRET] ",
        "(SECRET",
        "([{",
        "SECRET ",
        "Secret ",
        "SECRET//",
        "//SECRET",
        "SECRET//A ",
        "secret\n",
        "Secret\n",
        "TOP ",
        "IN-",
        "REL TO ",
        "NEW ZEALAND ",
        "S E C R E T ",
        "A ",
        ":",
        ":a",
        "> ",
        "- a\n",
        "Re: ",
        "Subject: SECRET - ",
        "security classification ",
        "| SECRET ",
        "SEC=",
        "\u200b",
        "\u0301\u0323",
        "\u302e\u0301",
        "\ufdfa",
        "It is SECRET, he said. ",
    ],
)
def test_a_long_text_takes_little_time(unit: str) -> None:
    long = (unit * (_LENGTH // len(unit) + 1))[:_LENGTH]
    begun = time.process_time()
    for text in (long, f"Subject: {long}x", f"Classification: {long}x"):
        marking(text)
    marking("", [long])
    assert time.process_time() - begun < 6


_FRAGMENTS = (
    "SEC= NZEO REL TO 1 of 3 means briefing I N &gt; 1. Classification: Subject: [ ] ( ) // - ? |".split()
)
_WORDS = st.sampled_from([*MARKINGS, *(name.title() for name in MARKINGS), *_FRAGMENTS, "\n", "\t", " "])
_TEXTS = st.text(st.characters()) | st.lists(_WORDS | st.text(max_size=3), max_size=30).map("".join)


@given(_TEXTS, st.lists(_TEXTS, max_size=3))
def test_any_text_gives_none_or_a_known_name(text: str, file_names: list[str]) -> None:
    assert marking(text, file_names) in {None, *MARKINGS}


@given(_TEXTS, st.sampled_from(MARKINGS[1:]))
def test_an_own_line_is_found_wherever_it_stands(text: str, name: str) -> None:
    found = marking(f"{text}\n\n{name}\n\n{text}")
    assert found is not None
    assert MARKINGS.index(found) >= MARKINGS.index(name)


@given(st.text(st.characters()))
def test_text_without_a_word_of_a_marking_has_none(text: str) -> None:
    assert marking(text.replace("E", "").replace("e", "")) is None
