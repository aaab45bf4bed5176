"""The draft of a new generation: what is kept of the one before, and what is read anew."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.errors import DocumentError
from knowledge import records
from knowledge.material import Content, Item
from knowledge.passage_file import PassageFile
from knowledge.passages import Passage
from knowledge.records import Record
from knowledge.source_list import Tier


class Before:
    """The generation before, as far as it can be kept: made with the same embedder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.records = {(record.owner, record.doc): record for record in records.read(folder)}
        self.passages = PassageFile(folder / "passages")
        saved = json.loads((folder / "sources.json").read_bytes())
        self.sources = {row["source_id"]: row for row in saved}

    def ids_of(self, owner: str) -> list[str]:
        kept = [record for (whose, _), record in self.records.items() if whose == owner]
        return [
            self.passages.id_at(position)
            for record in kept
            for position in range(record.first, record.first + record.count)
        ]

    @property
    def owners(self) -> list[str]:
        return sorted({owner for owner, _ in self.records})


class Draft:
    """What the new generation will hold."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []
        self.ids: list[str] = []
        self.owners: list[str] = []
        self.records: list[Record] = []
        self.sources: dict[str, dict[str, object]] = {}
        self.parsed = 0

    def keep(self, record: Record, before: Before) -> None:
        """Take a document over as it stands."""
        first = len(self.ids)
        for position in range(record.first, record.first + record.count):
            self._add(before.passages.line(position), before.passages.id_at(position), record.owner)
        self.sources |= {name: before.sources[name] for name in record.sources}
        self.records.append(record.model_copy(update={"first": first}))

    def read(self, item: Item) -> None:
        """Read a document that is new or has changed; what cannot be read is noted with its reason."""
        self.parsed += 1
        record = Record(owner=item.owner, doc=item.doc, digest=item.digest, first=len(self.ids))
        try:
            content = item.read()
        except DocumentError as error:
            self.records.append(record.model_copy(update={"skipped": str(error)}))
            return
        unique = {passage.id: passage for passage in content.passages}
        for passage_id, passage in unique.items():
            self._add(passage.model_dump_json().encode() + b"\n", passage_id, item.owner)
        self.sources |= {source.source_id: source.model_dump(mode="json") for source in content.sources}
        names = tuple(source.source_id for source in content.sources)
        changed = {
            "count": len(unique),
            "sources": names,
            "tiers": _tiers(content, unique.values()),
            "findings": content.findings,
        }
        self.records.append(record.model_copy(update=changed))

    def positions_of(self, owners: Sequence[str]) -> list[int]:
        return [position for position, owner in enumerate(self.owners) if owner in owners]

    def _add(self, line: bytes, passage_id: str, owner: str) -> None:
        self.lines.append(line)
        self.ids.append(passage_id)
        self.owners.append(owner)


def _tiers(content: Content, passages: Iterable[Passage]) -> dict[Tier, int]:
    """Return how many of these passages cite each tier."""
    tier_of = {source.source_id: source.tier for source in content.sources}
    cited = ({tier_of[source] for part in passage.parts for source in part.sources} for passage in passages)
    return dict(Counter(tier for tiers in cited for tier in tiers))
