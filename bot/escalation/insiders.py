"""How people speak of somebody inside the council, and where such words do not make them part of a story.

The text is in lower case and without macrons. What only mentions an insider is blanked; an insider who is
left is part of the story. In doubt one is left: the member is then asked first (care.md 10).
"""

from __future__ import annotations

import re

_TYPOS = tuple(
    (re.compile(rf"\b(?:{wrong})"), right)
    for wrong, right in (
        (r"coun[sc]+il+[eo]rs\b|councilers\b", "councillors"),
        (r"coun[sc]+il+[eo]r\b|clr\b|cllr\b", "councillor"),
        (r"coll?e+[ai]?gue|colleage", "colleague"),
        (r"cheif|chef exec", "chief"),
        (r"liasi?on|liaision", "liaison"),
        (r"mayer\b|mayors (?=assistant|office|brother|wife|husband|son|pa\b|ea\b)", "mayor's "),
    )
)

_TEAM = (
    r"(?:council|planning|senior|property|it|assets?|data|parks|roading|roads|water|hr|finance|procurement|"
    r"democracy|governance|comms|communications|events?|consents?|building|regulatory|economic development|policy|"
    r"records|transport|waste|engineering|legal|library|facilities|security|customer|project)"
)
_JOB = r"(?:officer|planner|manager|advis[eo]r|engineer|employee|analyst|assistant|lead|clerk|accountant)"
# One person, or a few who are counted: "the councillors" as such are no part of a story.
_MEMBER = (
    r"(?:(?:deputy |acting )?(?:mayor|councillor|chair(?:person|man|woman)?|deputy(?! (?:pm|prime|minister|consul|"
    r"ambassador|high|principal|head|director)))|elected member|committee member|(?:community|local) board member|"
    r"kaikaunihera|koromatua)"
)
_STAFF = (
    r"(?:(?:deputy |acting )?(?:chief executive(?: officer)?|ce|ceo)|staffer|staff member|member of (?:the )?staff|"
    rf"member of (?:the )?council|(?:{_TEAM} ){{1,2}}{_JOB}|planner|colleague|workmate|team leader|receptionist|chief of staff|council lawyer|"
    r"liaison(?! (?:role|job|position|work|\"))|(?:executive|personal) assistant|ea|pa|(?:it|comms|hr) (?:guy|person|bloke|lead)|cfo|(?:building )?inspector|"
    r"kaimahi|tumu whakarae)"
)
_ONE = rf"(?:{_MEMBER}|{_STAFF})"
_MANY_COUNTED = r"(?:councillors|colleagues|staffers|staff members|planners|members|workmates|deputies|kaikaunihera|kaimahi)"
_MANY = rf"(?:{_MANY_COUNTED}|staff)"
_OF = r"(?:our|the|my|your|of)"
_HOW_MANY = (
    r"(?:one|two|three|four|some|several|a few|a couple|both|half|another|others)(?: of)?(?: (?:our|the|my|your|his))?"
    r"(?: fellow| other| own)?"
)
_WORDS = r"(?:(?!(?:of|and|or|who|that|from|for|to|is|was|the|our|my|an?|his|her|their|about|with|on|at|in|by|as|gave|sent) )[\w'-]{1,30} ){0,2}"
_THE = (
    rf"(?:{_OF}(?: fellow| other| own)?|an?|another|other|fellow|some|this|that|same|certain|te|tetahi|taku|toku|"
    r"ta matou|to matou)"
)
_PLACE = (
    rf"(?:(?:the |our )?(?:council\b(?! (?:car ?park|chamber|building|meeting|offices?|email|laptop|phone|of))|"
    rf"{_TEAM}\b(?! (?:company|firm|business|fund|group|industry|ministry))|office\b)|(?:the |our )(?:[\w-]{{1,30}} ){{1,3}}(?:team|committee)\b|(?:the |our )committee\b|staff\b|work\b)"
)
_SOMEBODY = (
    r"(?:someone|somebody|person|people|man|woman|friend|mate|neighbour|contact|source|guy|girl|lady|bloke|one|two|"
    r"three|some|husband|wife|partner|niece|nephew|cousin|brother|sister|son|daughter)"
)

# Somebody inside, as one person or a few.
_INSIDERS = (
    rf"\b{_THE} {_WORDS}{_ONE}\b",
    rf"\b{_HOW_MANY} {_WORDS}(?:{_MANY_COUNTED}|{_ONE}|{_JOB}s)\b",
    r"\b(?:one|two|some|several|most|half) of (?:our|the|my) (?:own )?staff\b",
    r"\b(?:another|fellow|other) member\b(?! of (?:the )?(?:public|delegation|party|club|group))",
    r"\b(?:our|the council'?s) head of \w+|\b(?:sits?|sitting) (?:next to|beside|behind|opposite) me (?:in|at) (?:the )?(?:chambers?|council)\b",
    r"\b(?:tetahi|etahi) o nga (?:kaimahi|kaikaunihera)\b",
    # With a name, or where a sentence begins.
    r"\b(?:cr|cllr)\.? (?!who\b|and\b|or\b|in\b|of\b)[a-z][\w'-]{0,30}",
    rf"(?:^|[\"“(:,] ?)(?:so |and |but |well |now |fellow )?{_ONE}(?:'s)? (?!of\b|and\b|or\b)[\w'-]{{1,30}}",
    # "Our" makes an insider of a job that others have as well.
    rf"\b(?:our|council'?s|the council'?s) {_WORDS}{_JOB}s?\b",
    rf"\b{_SOMEBODY}\b,?(?: [\w'-]{{1,30}}){{0,2}} (?:at|in|on|from|inside|within|of) {_PLACE}",
    r"\b(?:works?|working|temps?|temping|employed|contracts?) (?:at|for|in) (?:the |our )?(?:council|kaunihera)\b",
    r"\b(?:somebody|someone|a (?:man|woman|friend|mate|person|source)) (?:on the )?inside\b|\bhalf (?:of )?(?:the |our )?council\b",
    rf"\b(?:{_MANY}|{_ONE}|council|two|some|most|several)\b[^.?!]{{0,20}}\b(?:on (?:his|her|their|the) payroll|in (?:his|her|their) pocket|sorted)\b",
    r"\btwo of us\b(?! (?:to|for)\b)[^.?!]{0,30}\b(?:were|got|took|have|accepted)\b",
    r"\ban insider\b|\binside job\b|\bone of us\b(?! (?:was|were|is|got|had) (?:offered|given|sent|invited|asked))",
    r"\b(?:team|chair|panel)[\w ]{0,10} (?:of ours|at work)\b",
    # Several, who do or get something that others should not.
    rf"\b(?:{_OF} )?{_MANY}\b (?:who )?(?:(?:have|has|had|are|were|is|was|all|have been|has been|been|being) ){{0,3}}"
    r"(?:accept\w*|tak(?:e|ing|en)|took|leak\w*|pass(?:ed|ing)|shar(?:ed|ing)|s(?:old|elling)|g(?:ave|iving)|"
    r"forward\w*|cop(?:ied|ying)|hid\w*|paid|flown|switched|met|meeting|bought|bribed|in on)\b",
)

_NP = rf"(?:{_THE} {_WORDS}{_ONE}|(?:cr|councillor|mayor) [a-z][\w'-]{{0,30}}|{_MANY})"
# What an outsider wants to know, to the end of the clause.
_REST = (
    r"[^.?!;\n]{0,140}?(?=[.?!;\n]|$|,? (?:and|but|so|because|then) (?:he|she|they|i|we|the|our|a|one|it|offered|wants?|"
    r"would|will|said|now|has|is)\b)"
)
_ONLY_MENTIONED = (
    rf"(?<!\bi )(?<!\bwe )(?<!\bi'd )\b(?:ask(?:s|ed|ing)?|wants?|wanted|wanting|curious|interested|nosy|quizz\w*|"
    rf"prob(?:ed|ing)|pr(?:ied|ying)|post(?:s|ed|ing)|questions?|gossip|notes?|grid|scored|views?|opinions?|attitudes)\b(?: me| us| my \w+)?"
    rf"(?: (?!our |the |an? )\w+){{0,3}}? (?:about|on|of|for|among|how|which|what|when|where|who|whose|why|whether|if|to know|to meet|to see)\b{_REST}",
    r"\b(?:told|tell|telling|tells) (?:him|her|them) (?:about|how|which|what|when|who|all about)\b" + _REST,
    rf"\b(?:a |the )?(?:list|names?|numbers|addresses) of\b{_REST}",
    r"\b(?:who|which|how (?:each|every|many)) (?:on council|(?:of )?(?:the )?(?:councillors?|staff|members?))\b",
    r"\b(?:all|every|each|any|us|what|how|which|no) (?:of )?(?:the |our |my )?(?:other )?(?:councillors?|staff|members?|"
    r"colleagues?)\b(?! (?:copied|told|are to|is to))",
    # What the member did about it, or asks whether to do.
    rf"\b(?:i|we)(?:'ve|'d| have| had)?(?: already| also| just| then| only)* (?:told|asked|rang|called|emailed|texted|"
    rf"reported|mentioned|showed|spoke|talked|declared|raised|alerted|informed|warned|messaged)(?: it| this| that)?"
    rf"(?: all)?(?: to| with)? {_NP}\b(?![^.?!]{{0,60}}\b(?:not to|keep|drop it|shut|leave it|forget|laughed|brushed|"
    r"ignored|angry|cross|warned|told me|said no))",
    rf"\b(?:to|can|could|should|shall|do|please|will|would|must|may|might|cannot|can't|i'll|we'll) (?:(?:you|i|we|also|just|"
    rf"first|quietly) )*(?:tell|ask|inform|ring|call|email|contact|talk to|speak (?:to|with)|(?:pass|send|give|report|take)"
    rf" (?:it |this |that |on |him |her |them )*to|go to|let|introduce (?:\w+ )to|meet(?: with)?|see|lobby|persuade|convince|"
    rf"influence|get|reach|approach|support|oppose|back|criticise|replace|vote (?:for|against)) {_NP}\b(?:'s \w+)?",
    # A false front, a claim.
    rf"\b(?:claim(?:s|ed|ing)? to be|pretend(?:s|ed|ing)? to be|pos(?:es|ed|ing) as|sound(?:s|ed|ing)?(?: just| exactly)? like|"
    rf"impersonat(?:es|ed|ing)|a voice like|voice of|(?:saying|says|said) (?:he|she|they)(?:'s|'re| is| was| were)|fake|signed as|"
    rf"(?:says?|said|claims?|claimed|claiming) (?:that )?(?:he|she|they|to)? ?(?:knows?|knew)) {_NP}\b",
    rf"\b{_NP}'s (?:voice|name|photo|face)\b",
    r"\b(?:at|after|before|during|outside|near|against|over|under|for|on) (?:the |our )(?:mayor|chief executive|ce|chair)'s "
    r"(?!pay|payroll)(?:\w+ )?\w+",
    rf"\b(?:against|like) {_NP}\b",
    # The member's own place.
    rf"\b(?:i'm|im|i am|i was|i've been|as|being|because i'm|like|if you're|i became|made me|make me|wants? me (?:as|to be)|on me as|standing in for|i work for|acting for)"
    rf" (?:(?:also|just|only|still|now|an?|the|your|their|acting|new) )*(?:mayor's )?{_ONE}\b",
    r"\ba councillor (?:like|of my|such as|should|can|could|must|may|might|needs?|earns?|does)\b",
    r"\b(?:my|a|the|his|her) (?:councillor|council|staff|mayor(?:al)?) (?:salary|pay|login|email|laptop|phone|account|password|wifi|wi-fi|"
    r"advice|report|register|gift register|training|car|id|badge|website|page|papers?|agenda|induction)\b",
    r"\bstaff (?:gift|wifi|wi-fi|advice|report|room|canteen|car ?park|register|party|training|code)\b",
)
_ELSE = (
    r"(?:their|his|her|its|visiting|sister[- ]city|sister|partner[- ]city|friendship city|twin city|overseas|foreign|vice|"
    r"former|ex|retired|old|lord)"
)
_OF_OUTSIDERS = (
    rf"\b(?:the |a |an |our |my )?{_ELSE}[- ]{_WORDS}(?:{_ONE}|{_JOB}|{_MANY})\b",
    # Somebody at another place: "the chair of the trade association".
    rf"\b(?:an? |the |our |my |some |two |three |another )?(?:[\w-]{{1,30}} ){{0,1}}(?:{_ONE}|{_JOB}|board member|member|staff|officials?) "
    r"(?:of|from|at) (?!\w+ing\b)(?!(?:the |our |my |this )?(?:council|committee|audit|district council|city council|planning|finance|"
    r"property|parks|consents|comms|governance|hr|it|procurement|roading|transport|water|team|ward|staff|office|community board|"
    r"elected|mine|ours|us|charge|(?:[\w-]{1,30} ){1,2}(?:committee|team|department|council))\b)"
    r"(?:the |an? |their |his |her |its |another |our )?[\w-]{1,30}",
    r"\bcouncillor (?:in|from|at|for|on|with) (?:the next|another|a neighbouring|a different|an overseas|the other) \w+",
    r"\b(?:the |an? |my |our )?(?:loan|bank|hotel|account|sales|general|campaign|store|shop|branch|marketing|fund|factory|export|press|"
    r"police|customs|border|immigration|consular|embassy|trade|cultural|intelligence|probation|parking|airline|airport|school|company|"
    r"firm|applicant|bidder|developer|casino)(?:'s)? (?:staff(?: member)?|member|officers?|managers?|advis[eo]rs?|planner|ceo|chair\w*|"
    r"assistant|employee)\b",
)
# "The company's chairman": the company stays, who speaks for it is no insider.
_OF_ANOTHER = re.compile(
    r"\b(?!council|mayor|committee|board|panel|team|department|district|councillor|deputy|(?:it|he|she|who|that|there|what|why|how|where|when|one|let|here|everyone|everybody|nobody)'s)"
    rf"(?P<whose>(?!cr )[\w-]{{1,30}}'s) (?:[\w-]{{1,30}} )?(?:{_STAFF}|{_JOB}|chair(?:person|man|woman)?|mayor)\b"
)

_INSIDE = (
    rf"(?:{_MANY}|{_ONE}|council|kaunihera|office|officers?|anyone|anybody|any one|no ?one|nobody|others|team|"
    r"governance team|management)"
)
_TELLING = (
    r"(?:tell|tel|telling|mention|mentioning|inform|informing|involve|involving|copy|copying|copied|bother|bothering|alert|"
    r"alerting|let|show|showing|ask|asking|speak to|talk to|korero|whaki|whakamohio|say anything to)"
)
_SECRET = (
    rf"\b(?:not to|don'?t|do not|without|never|not|shouldn'?t|must not|mustn'?t|no need to|kaua e)(?: \w+){{0,2}}? {_TELLING}\b"
    rf"[^.?!,;]{{0,40}}?\b{_INSIDE}\b",
    rf"\b(?:behind|hide|hidden|hiding|secret|keep\w*|kept)\b[^.?!]{{0,30}}\bfrom (?:\w+ ){{0,4}}?{_INSIDE}\b",
    r"\bnot (?:to )?compare notes\b",
    rf"\b(?:don'?t|do not|not to|never) (?:put|have|bring|add) (?:\w+ ){{0,2}}{_INSIDE} (?:in|on|into)\b",
    rf"\bbehind (?:\w+ ){{0,2}}{_INSIDE}(?:'?s'?) backs?\b",
    r"\bno (?:staff|officers?|councillors) (?:copied|told|are to|to know|in the loop)\b",
    rf"\bwithout (?:\w+ ){{0,2}}{_INSIDE}(?:'s)? (?:knowing|knowledge|finding out|hearing)\b",
    rf"\b{_INSIDE} (?:\w+ )?(?:must|should|are|is|need|do|does)(?:n'?t| not)? (?:need )?(?:to )?(?:not )?(?:find out|to know|know|hear|be told)\b",
    r"\b(?:nobody|no ?one|none)\b (?:at|on|in) (?:the |our )?council\b (?:is|should|must|can|needs?|may|will)\b",
)


def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


_SECRECY = _compiled(_SECRET)
_MENTIONS = _compiled((*_ONLY_MENTIONED, *_OF_OUTSIDERS))
_PEOPLE = _compiled(_INSIDERS)
_LIAISON = re.compile(
    rf"\b{_THE} {_WORDS}(?:liaison(?! (?:role|job|position|work|\"))|security (?:officer|contact|person|lead|manager|advis[eo]r))\b"
)


def are_kept_in_the_dark(folded: str) -> bool:
    """Return whether secrecy from somebody inside is asked for."""
    text = _spelled(folded)
    return any(pattern.search(text) for pattern in _SECRECY)


def take_part(folded: str) -> bool:
    """Return whether somebody inside is part of what is told, and not only mentioned."""
    sentences = re.split(r"[.?!\n]+\s*", _without_mentions(folded))
    return any(pattern.search(sentence) for sentence in sentences for pattern in _PEOPLE)


def liaison_takes_part(folded: str) -> bool:
    """Return whether the liaison, named by that post, is part of what is told."""
    return bool(_LIAISON.search(_without_mentions(folded)))


def _without_mentions(folded: str) -> str:
    text = _OF_ANOTHER.sub(r"\g<whose> _", _spelled(folded))
    for pattern in _MENTIONS:
        text = pattern.sub(" _ ", text)
    return text


def _spelled(folded: str) -> str:
    for wrong, right in _TYPOS:
        folded = wrong.sub(right, folded)
    return folded
