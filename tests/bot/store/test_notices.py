from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from bot.errors import SealError
from bot.store.keys import Keys
from bot.store.notices import LIAISONS, NoticeKind, body_name, find, tell
from bot.store.tables import Notice
from tests.bot.store.given import ANOTHER_COUNCIL, COUNCIL, NOW, Given, at_once


def told(given: Given, key: str, council: str = COUNCIL) -> Notice | None:
    with given.database.read() as session:
        return find(session, council, key)


def test_what_is_told_twice_is_told_once(given: Given, keys: Keys) -> None:
    def say(words: str) -> bool:
        return given.write(
            lambda session: tell(
                session, COUNCIL, NoticeKind.CARD, key="card:1", now=NOW, to=None, body=words, sealer=keys
            )
        )

    assert [say("the first"), say("the second")] == [True, False]
    notice = told(given, "card:1")
    assert notice
    assert notice.body
    assert keys.open(notice.body, body_name(notice.id)) == "the first"


def test_threads_that_tell_at_once_tell_once(given: Given) -> None:
    def say(_: int) -> bool:
        return given.write(
            lambda session: tell(session, COUNCIL, NoticeKind.CARD, key="card:1", now=NOW, to=None)
        )

    assert sorted(at_once(4, say)) == [False, False, False, True]


def test_the_same_key_in_another_council_is_another_notice(given: Given) -> None:
    here, there = given.notice("card:1"), given.notice("card:1", council=ANOTHER_COUNCIL)
    one, other = told(given, "card:1"), told(given, "card:1", ANOTHER_COUNCIL)
    assert one
    assert other
    assert [one.id, other.id] == [here, there]


def test_a_notice_for_the_liaisons_stands_in_their_lane(given: Given) -> None:
    notice = given.notice_row(given.notice("card:1"))
    assert (notice.lane, notice.to_id) == (LIAISONS, None)


def test_a_notice_for_a_person_stands_in_their_own_lane(given: Given) -> None:
    person_id = given.person()
    notice = given.notice_row(given.notice("answer:1", kind=NoticeKind.ANSWER, to=person_id))
    assert (notice.lane, notice.to_id) == (person_id, person_id)


def test_a_new_notice_may_be_worked_on_at_once(given: Given) -> None:
    case_id, message_id = given.case(), given.message()
    now = given.clock.now()
    notice = given.notice_row(given.notice("card:1", case_id=case_id, message_id=message_id))
    assert (notice.kind, notice.case_id, notice.message_id) == ("card", case_id, message_id)
    assert (notice.created_at, notice.next_at, notice.attempts) == (now, now, 0)
    assert (notice.first_tried_at, notice.posted, notice.failed, notice.done_at) == (None, None, None, None)


def test_a_notice_without_words_has_none(given: Given) -> None:
    given.write(lambda session: tell(session, COUNCIL, NoticeKind.SUPPORT, key="1", now=NOW, to=None))
    notice = told(given, "1")
    assert notice
    assert notice.body is None


def test_the_words_of_a_case_open_with_its_key_only(given: Given, keys: Keys) -> None:
    case_id = given.case()
    sealer = keys.case_sealer(keys.new_case_key(case_id), case_id)
    given.write(
        lambda session: tell(
            session,
            COUNCIL,
            NoticeKind.HISTORY,
            key="history:1",
            now=NOW,
            to=None,
            case_id=case_id,
            body="A line.",
            sealer=sealer,
        )
    )
    notice = told(given, "history:1")
    assert notice
    assert notice.body
    assert sealer.open(notice.body, body_name(notice.id)) == "A line."
    with pytest.raises(SealError):
        keys.open(notice.body, body_name(notice.id))


def test_words_that_were_moved_to_another_notice_do_not_open(given: Given, keys: Keys) -> None:
    one, two = given.notice_row(given.notice("card:1")), given.notice_row(given.notice("card:2"))
    assert one.body
    with pytest.raises(SealError):
        keys.open(one.body, body_name(two.id))


def test_a_notice_is_undone_with_the_change_that_it_tells_of(given: Given) -> None:
    def tell_and_fail(session: Session) -> None:
        tell(session, COUNCIL, NoticeKind.CARD, key="card:1", now=NOW, to=None)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        given.write(tell_and_fail)
    assert told(given, "card:1") is None


def test_what_was_never_told_is_not_found(given: Given) -> None:
    given.notice("card:1")
    assert told(given, "card:2") is None
    assert told(given, "card:1", ANOTHER_COUNCIL) is None
