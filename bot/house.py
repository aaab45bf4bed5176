"""Fixed texts of the house: interim advice, danger, canned messages. Said word for word, never composed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import product
from pathlib import Path
from typing import Any, Literal, NamedTuple

from bot.clock import is_open
from bot.council import Contact, Council
from bot.council_file import parse, read
from bot.errors import LibraryError
from bot.house_file import (
    ADVICE,
    CANNED,
    Advice,
    CannedFile,
    DangerText,
    Fixed,
    HouseText,
    Reason,
    as_house_text,
    slot_names,
)
from bot.models import Danger
from knowledge.shipped import read_text


class Pending(NamedTuple):
    """A text that the council has still to approve, and why."""

    id: str
    why: Literal["draft", "not approved yet", "expired"]


class House:
    """The fixed texts of one council and of Council Guide itself."""

    def __init__(self, advice: Advice, canned: CannedFile) -> None:
        kinds = {kind.id: kind for kind in advice.kinds}
        self._kinds = [kinds[kind_id] for kind_id in advice.order]
        self._danger: Mapping[Danger, DangerText] = {text.id: text for text in advice.danger}
        self._canned = canned

    @classmethod
    def load(cls, folder: Path) -> House:
        """Read the council's advice.yaml and the shipped canned.yaml.

        Raises:
            LibraryError: names the file, the line and the field, and what to do.
        """
        return cls(
            advice=read(folder / ADVICE, Advice, LibraryError),
            canned=parse(read_text("bot", CANNED), CANNED, CannedFile, LibraryError),
        )

    def interim(self, indicators: Iterable[str]) -> HouseText:
        """Return what to do until a person answers: of the first kind that fits, or the last one."""
        seen = frozenset(indicators)
        kind = next((kind for kind in self._kinds if kind.fits(seen)), self._kinds[-1])
        return kind.as_said()

    def danger(self, danger: Danger, council: Council, now: datetime) -> HouseText:
        """Return what is said before anything else, with the contacts that answer at that moment.

        Raises:
            ValueError: `now` has no zone.
        """
        text = self._danger[danger]
        lines = (line.as_said(_open(line.contact, council, now)) for line in text.lines)
        return as_house_text(f"danger/{danger}", text, _joined(lines))

    def canned(self, reason: str, **slots: str) -> str:
        """Return the message for a reason, its slots filled.

        Raises:
            LibraryError: there is no such reason, or a slot is missing or one too many; named.
        """
        if reason not in set(Reason):
            raise LibraryError(f"{CANNED} has no text '{reason}'.")
        text = self._canned.texts[Reason(reason)].text
        wanted, given = set(slot_names(text)), set(slots)
        for name in sorted(wanted - given):
            raise LibraryError(f"{CANNED}: '{reason}' needs the slot '{name}'.")
        for name in sorted(given - wanted):
            raise LibraryError(f"{CANNED}: '{reason}' has no slot '{name}'.")
        return text.format(**slots)

    def fixed(self, reason: str) -> HouseText:
        """Return a canned message without slots as a text to cite."""
        title = reason.replace("_", " ").capitalize()
        return HouseText(
            id=f"canned/{reason}",
            version=self._canned.version,
            title=title,
            text=self.canned(reason),
            doc=CANNED,
            section=reason,
        )

    def drafts(self, today: date) -> list[Pending]:
        """Return the council's texts that are drafts, or whose approval does not cover that day."""
        texts: list[tuple[str, Fixed]] = [(f"interim/{kind.id}", kind) for kind in self._kinds]
        texts += [(f"danger/{danger}", text) for danger, text in self._danger.items()]
        return [Pending(text_id, why) for text_id, text in texts if (why := text.pending(today))]

    def is_house_text(self, text: str, council: Council) -> bool:
        """Return whether a text is, character for character, one that the files let the house say."""
        return text in self._sayable(council)

    def _sayable(self, council: Council) -> set[str]:
        said = {kind.as_said().text for kind in self._kinds}
        said |= {canned.text for canned in self._canned.texts.values() if not slot_names(canned.text)}
        for danger in self._danger.values():
            # With and without each contact: which of the two was said depends on the hour.
            ways: Sequence[tuple[Any, ...]] = [
                (line.as_said(council.contact(line.contact or "")), line.as_said(None))
                for line in danger.lines
            ]
            said |= {_joined(lines) for lines in product(*ways)}
        return said


def _open(contact_id: str | None, council: Council, now: datetime) -> Contact | None:
    contact = council.contact(contact_id) if contact_id else None
    return contact if contact and is_open(contact.hours, now, council.region) else None


def _joined(lines: Iterable[str | None]) -> str:
    return "\n".join(line for line in lines if line)
