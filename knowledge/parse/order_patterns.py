"""The patterns that orders to a machine are found by, in plain lower case.

They were tuned on two lists of sentences; of a third, unseen, 14 of 20 orders were caught and 0 of 25 honest
sentences were. All are in tests/knowledge/parse/orders.tsv.
"""

from __future__ import annotations

import re

_MACHINE = (
    r"(?:ai|a\.i\.|(?:ai |virtual |digital |automated )?assistants?|chat ?bots?|bots?|(?:large )?language models?|"
    r"llms?|(?:ai )?models?|gpt|chatgpt|copilot|claude|gemini|ai (?:systems?|agents?|tools?))"
)
_DROP = (
    r"(?:ignore|disregard|forget|override|bypass|discard|set aside|pay no attention to|do not follow|don't follow|"
    r"stop following|do not obey|never mind|throw out|skip)"
)
_BEFORE = (
    r"(?:(?:all|any|every|each|of|the|your|you|my|our|these|those|other|and|everything|anything|what|were|was|have|been|"
    r"previous|previously|prior|earlier|above|preceding|foregoing|existing|original|initial|former|current|given|"
    r"told|said|system|safety|developer|to|hidden|internal|default|own|set|by) ){0,7}"
)
# Instructions and prompts are a machine's. Rules and guidelines are a council's too: they count beside a machine.
_TEXTS = r"(?:instructions?|prompts?|programming|training|directives?|commands|guardrails|system messages?)"
_PAPERS = (
    r"(?:rules?|guidelines?|restrictions?|polic(?:y|ies)|context|constraints|limits|safeguards|text|content)"
)

# Orders in themselves, wherever they stand as an order.
STRONG = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_DROP} {_BEFORE}{_TEXTS}\b",
        rf"\b{_DROP} (?:everything|anything|all|what) (?:that )?(?:(?:was|is|you were|you have been|you've been) )?"
        r"(?:(?:told|said|written|instructed|given) )?(?:above|before|earlier|previously|you know|so far)\b",
        rf"\b{_DROP} (?:all of )?(?:the above|everything above)(?:,| and| then)\b",
        rf"\byou are (?:now |actually |really )*(?:an? )?(?:\w+ )?{_MACHINE}(?: (?:that|who|which|whose|with|named|called|and)\b|"
        r"\s*(?:[.,;:!]|$))",
        rf"\byou are now (?:an? )?(?:unrestricted|uncensored|jailbroken|free (?:of|from)|in \w+ mode|acting as|dan\b|{_MACHINE}\b)",
        r"\b(?:from now on,? you|you will now|you must now) (?:will |must |should |are to |only )*"
        r"(?:act|answer|behave|respond|reply|say|speak|obey|ignore|pretend)\b",
        r"\bact as (?:if you (?:are|were)|an? (?:unrestricted|uncensored|different|new|evil|jailbroken|ai)\b)",
        r"\bpretend (?:that )?you(?:'re| are)\b",
        r"\b(?:enter|enable|switch to|activate) (?:\w+ )?(?:developer|debug|god|dan|jailbreak|admin|unrestricted) mode\b",
        r"(?:^|[.!:*#\[]\s*)(?:new|updated|real|actual|secret|hidden|additional) (?:system )?(?:instructions?|prompt|task)"
        r"\s*(?:for (?:the )?\w+(?: \w+)?)?\s*:",
        rf"\b(?:note|notice|message|instructions?|attention|memo|important)(?: to| for|,)? (?:the |all |any )?{_MACHINE}\b"
        r"\s*(?:[:,\-–—!.]|reading|that)",
        rf"\b(?:dear|hey|hello|attention) (?:the )?{_MACHINE}\b",
        rf"\b{_MACHINE} (?:reading|processing|summari[sz]ing|indexing|parsing|that (?:reads?|process(?:es)?|summari[sz]es?)) "
        r"(?:this|the)(?: \w+)?(?: (?:document|text|page|file|policy|section|passage|content))?"
        r"(?:\s*[:,]| (?:must|should|shall|has to|have to|needs? to|please|always|will)\b)",
        rf"\bif you(?:'re| are) (?:an? |the )?(?:\w+ )?{_MACHINE}(?:\s*(?:[,.:;]|$)| (?:reading|that|who|and|processing)\b)",
        r"\b(?:reveal|print|show|output|repeat|leak|disclose|display|write out|tell me|send(?: me)?|give(?: me)?) "
        r"(?:me |us |back )?(?:your|the) (?:\w+ )?(?:system (?:prompt|message|instructions?)|hidden instructions?|"
        r"initial (?:prompt|instructions?)|full prompt\b)",
        r"\b(?:reveal|print|show|output|repeat|leak|disclose|display)(?: me)? (?:your|the hidden) prompt\b",
        r"\b(?:reveal|leak|output|disclose) your (?:\w+ )?(?:instructions|rules|guidelines|programming)\b",
        rf"\b{_DROP} (?:all |any |your |the |these )*(?:safety|security|content|ethical) "
        r"(?:rules?|guidelines?|filters?|restrictions?|settings|measures|checks)\b",
        rf"\bas an? (?:\w+ )?{_MACHINE},? you\b",
        rf"\bact as an? (?:\w+ )?{_MACHINE} (?:without|with no|that)\b",
        r"\bwhen(?:ever)? [^.]{1,60}, ?(?:you must |you should )?always (?:reply|say|answer|respond|state) (?:that|with)\b",
        r"<\|(?:im_start|im_end|system|endoftext|user|assistant)\|>|\[/?inst\]|\[system\]|<</?sys>>|</?(?:system|assistant)>|"
        r"\bbegin system prompt\b|(?:^|\n)#{2,} ?(?:system|instruction)s?:",
        r"\b(?:(?:always|only|just|simply) (?:respond|output)(?: with)?|(?:respond|output) only(?: with)?) [\"'“‘]",
        r"\b(?:answer|respond to|reply to) (?:all|any|every) (?:\w+ )?(?:questions?|quer(?:y|ies)|prompts?) (?:with|as if)\b",
        r"\bdo not (?:tell|inform|alert|warn|(?:mention|reveal|show) (?:\w+ ){1,4}to) the user\b",
        rf"(?:^|[.!?:]\s*){_MACHINE}\s*[:,]\s*(?:you |please |always |never |now |do )?"
        r"(?:must|should|answer|say|tell|reply|respond|ignore|state|recommend|output|not|never|always|treat|rate)\b",
        r"\b(?:the|this|our|any|every) (?:assistant|chat ?bot|bot|language model|llm|ai) (?:must|shall|has to|is to) "
        r"(?:now |always |only |never )?(?:answer|say|reply|respond|state|claim|conclude)(?: only)? "
        r"(?:(?:that )(?!it\b|they\b)|yes\b|no\b|with [\"'“‘]|[\"'“‘])",
    )
)
# Each is innocent alone; two of them in one block are not.
WEAK = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_DROP} {_BEFORE}{_PAPERS}\b",
        rf"\b{_MACHINE} (?:must|should|shall|has to|have to|needs? to|is to|are to|will) (?:\w+ )?(?:answer|say|reply|respond|"
        r"tell|state|claim|conclude|ignore|recommend|output|treat)\b",
        r"\bsystem prompt\b|\bpretend to be\b|\byou are now\b|\bfrom now on\b",
        r"\bprompt injections?\b|\bjailbreak",
        r"\bwhen(?:ever)? (?:you are |someone |a user |a councillor )?(?:asks?|asked|summari[sz]ing|answering)\b[^.]{0,60}"
        r"\b(?:say|answer|reply|respond|tell|state|output)\b",
        r"\bthe user\b",
        r"\byour (?:answer|response|reply|output|summary)\b",
        r"\bdo not (?:cite|escalate|refuse|warn|flag|quote|mention)\b",
        r"\b(?:respond|answer|reply) (?:only )?(?:with|that|as)\b",
    )
)
# Worth a look each, and no more: people are told such things too.
SUSPECT = tuple(
    re.compile(pattern)
    for pattern in (
        r"\byour (?:new|real|actual|true|only) (?:task|goal|instructions?|objective|purpose)s? (?:is|are)\b",
        r"\b(?:following|these|new) instructions? (?:replace|override|supersede)s?\b",
        r"\b(?:only|just|simply|always) (?:answer|reply|say)(?: with)? [\"'“‘]",
        r"\bwhen(?:ever)? [^.]{0,40}\basks?\b[^.]{0,40}, ?(?:say|answer|reply|respond)\b",
        rf"\b{_DROP} (?:your|all your) {_PAPERS}\b",
    )
)
TALK = re.compile(r"\bprompt injections?\b|\bjailbreak|\bsystem prompt\b")
