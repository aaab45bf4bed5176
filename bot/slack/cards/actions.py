"""The ids of buttons and forms: what the cards show and the listeners hear."""

from __future__ import annotations

import re
from typing import Final

# On an answer.
PASSAGES: Final = "passages"
TALK: Final = "talk_to_liaison"
FEEDBACK: Final = "feedback"
PASS_ON: Final = "pass_on"
JUST_ASKING: Final = "just_asking"
# What an unclear message is about; there is a button for each choice, told apart by a number.
CLARIFY: Final = "clarify"
CLARIFY_ID: Final = re.compile(rf"{CLARIFY}\.\d+")
# Who may read it; there is a button for each reader, told apart by a number.
CHOOSE_ONE: Final = "choose_one"
CHOOSE_ONE_ID: Final = re.compile(rf"{CHOOSE_ONE}\.\d+")
CHOOSE_ALL: Final = "choose_all"
CHOOSE_NOBODY: Final = "choose_nobody"
# On a receipt.
SHOW_SENT: Final = "show_sent"
ADD: Final = "add"
NAME: Final = "name_me"
SHARE_WORDS: Final = "share_words"
WITHDRAW: Final = "withdraw"
# Another reader for a case that its one reader gave back; told apart by a number.
ENTRUST: Final = "entrust"
ENTRUST_ID: Final = re.compile(rf"{ENTRUST}\.\d+")
# On a case card.
CLAIM: Final = "claim"
REPLY: Final = "reply"
RESOLVE: Final = "resolve"
CONFLICT: Final = "conflict"
WHOLE_TEXT: Final = "whole_text"

# Forms.
TALK_FORM: Final = "talk_form"
ADD_FORM: Final = "add_form"
REPLY_FORM: Final = "reply_form"
REPLY_PREVIEW: Final = "reply_preview"
TEXT_BLOCK: Final = "text"
TEXT_INPUT: Final = "input"
READER_BLOCK: Final = "reader"
