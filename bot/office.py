"""The council's folder as it stands now: read at the start, and again when a file in it changes.

`council` is the council at work: of the rota and the deputies only those who are there to read a case.
"""

from __future__ import annotations

import logging
from pathlib import Path

from bot.council import FILE, Council
from bot.council import load as load_council
from bot.errors import GuideError
from bot.escalation.inside import readers
from bot.house import House
from bot.house_file import ADVICE

log = logging.getLogger(__name__)


class Office:
    """One council's settings and fixed texts. A broken change is named in the log, and the old one stays."""

    def __init__(self, folder: Path) -> None:
        """Read the folder.

        Raises:
            GuideError: names the file, the line and the field.
        """
        self._folder = folder
        self._seen = self._stamps()
        self.written: Council = load_council(folder)
        self.council = self.written
        self.house: House = House.load(folder)
        self._absent: frozenset[str] = frozenset()

    def reload(self) -> bool:
        """Read the folder again if it changed; return whether something new counts."""
        stamps = self._stamps()
        if stamps == self._seen:
            return False
        self._seen = stamps
        try:
            council, house = load_council(self._folder), House.load(self._folder)
        except GuideError as error:
            log.error("The council's folder was changed, but not taken over. %s", error)
            return False
        if _fixed(council) != _fixed(self.written):
            # The liaison channel is looked at before anything is served: whether others can read it.
            log.error("slug, team_id and liaison_channel cannot change while the bot runs. Restart it.")
            return False
        known = {person.slack for person in readers(self.written)}
        if new := [person for person in readers(council) if person.slack not in known]:
            # Nobody begins to read cases unseen (care.md 11).
            log.error("%d new on the rota: they count after a restart.", len(new))
        self.written, self.house = _only(council, known), house
        self.miss(self._absent)
        log.info("The council's folder was read again.")
        return True

    def miss(self, absent: frozenset[str]) -> None:
        """Leave out of the desk who is not in the liaisons' user group, or not active any more (Slack ids)."""
        if absent - self._absent:
            log.error("%d on the rota cannot read cases now: see council-guide doctor.", len(absent))
        self._absent = absent
        there = {person.slack for person in readers(self.written)} - absent
        self.council = _only(self.written, there)

    def _stamps(self) -> tuple[int, ...]:
        files = (self._folder / FILE, self._folder / ADVICE)
        return tuple(file.stat().st_mtime_ns if file.exists() else 0 for file in files)


def _only(council: Council, slack_ids: set[str]) -> Council:
    """Return the council with these people alone on its rota and among its deputies."""
    left = {
        field: tuple(person for person in getattr(council, field) if person.slack in slack_ids)
        for field in ("rota", "deputies")
    }
    return council.model_copy(update=left)


def _fixed(council: Council) -> tuple[str, str, str | None]:
    return council.slug, council.team_id, council.liaison_channel
