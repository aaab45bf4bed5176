from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.corrections import Corrections
from bot.models import Citation, CitationKind, Composer, Level, Outcome, Reply, Risk, Timings
from bot.store import keys as key_files
from bot.store.notices import NoticeKind, body_name, tell
from bot.store.tables import Notice
from tests.bot.store.given import COUNCIL, MEMBER, Given, SetClock
from tests.bot.store.ready import open_ready

QUOTE = "A gift over $100 is declared."
DOC = "sources/gifts-policy"


@pytest.fixture
def given(tmp_path: Path) -> Iterator[Given]:
    keys = key_files.load(tmp_path / "keys" / "master.key", tmp_path / "data")
    database = open_ready(tmp_path / "data", keys, COUNCIL)
    yield Given(database, SetClock())
    database.close()


@pytest.fixture
def corrections(given: Given) -> Corrections:
    return Corrections(given.database, given.clock)


def answer(given: Given, doc: str = DOC, quote: str = QUOTE, case_id: str | None = None) -> str:
    """Give an answer that cites a document; return the id of its message."""
    message_id, person_id = given.message(), given.person()
    reply = Reply(
        id=message_id,
        outcome=Outcome.ANSWERED,
        reason=None,
        risk=Risk(level=Level.NONE, score=0.0),
        case=None,
        answer=f"{quote} [1]",
        composer=Composer.EXTRACT,
        citations=(Citation(n=1, kind=CitationKind.ORIGINAL, doc=doc, section="4.1", quote=quote),),
        timings_ms=Timings(),
    )
    with given.database.write() as session:
        tell(
            session,
            COUNCIL,
            NoticeKind.ANSWER,
            key=f"answer:{message_id}",
            now=given.clock.now(),
            to=person_id,
            case_id=case_id,
            message_id=message_id,
            body=reply.model_dump_json(),
            sealer=given.database.keys,
        )
    return message_id


def corrected(given: Given) -> list[tuple[str | None, str]]:
    """Return the message and the words of each correction."""
    with given.database.read() as session:
        rows = session.scalars(select(Notice).where(Notice.kind == NoticeKind.CORRECTION.value))
        return [
            (row.message_id, given.database.keys.open(row.body or b"", body_name(row.id))) for row in rows
        ]


def test_each_answer_from_a_withdrawn_source_is_corrected_once(
    given: Given, corrections: Corrections
) -> None:
    first, second = answer(given), answer(given)
    answer(given, doc="library/gifts.md")
    cited = corrections.cited()
    assert {doc: len(given_at) for doc, given_at in cited.items()} == {DOC: 2, "library/gifts.md": 1}
    assert max(cited[DOC]) < cited["library/gifts.md"][0]
    assert corrections.tell(DOC, "Gifts policy was withdrawn") == 2
    assert corrections.tell(DOC, "Gifts policy was withdrawn") == 0
    # They go to people of their own: in which order they are written counts for nothing.
    assert sorted(corrected(given)) == sorted(
        [(first, "Gifts policy was withdrawn"), (second, "Gifts policy was withdrawn")]
    )


def test_a_correction_goes_to_whom_the_answer_went(given: Given, corrections: Corrections) -> None:
    answer(given)
    corrections.tell(DOC, "Gifts policy was withdrawn")
    with given.database.read() as session:
        notices = session.scalars(select(Notice)).all()
    assert {notice.to_id for notice in notices} == {given.person(MEMBER)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Members declare.\nA gift over $100\nis declared. Cash is returned.", 0),
        ("A gift over $75 is declared.", 1),
        ("", 1),
    ],
)
def test_an_answer_whose_words_still_stand_needs_no_correction(
    given: Given, corrections: Corrections, text: str, told: int
) -> None:
    answer(given)
    assert corrections.tell(DOC, "Gifts policy was replaced", text) == told


def test_an_answer_within_a_case_is_left_to_its_liaison(given: Given, corrections: Corrections) -> None:
    answer(given, case_id=given.case())
    assert (corrections.cited(), corrections.tell(DOC, "withdrawn")) == ({}, 0)


def test_what_is_no_longer_kept_is_not_corrected(given: Given, corrections: Corrections) -> None:
    answer(given)
    with given.database.write() as session:
        session.execute(update(Notice).values(body=None))
    assert corrections.tell(DOC, "withdrawn") == 0
