"""The desk: who may do what with a case, in which state. One transaction each.

A change and the notices that tell of it stand or fall together. Nothing here knows Slack.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.escalation import states
from bot.escalation.models import Actor, Done, Refusal
from bot.escalation.opening import Opening
from bot.escalation.records import ADDED, Records, card_key
from bot.escalation.states import Action, Status
from bot.store.database import Database
from bot.store.notices import NoticeKind
from bot.store.tables import Case, Press

Change = Callable[[Session, Case], None]


class Desk:
    """What people do with cases. `press` is the keyed hash of the press: the same one acts once."""

    def __init__(self, database: Database, records: Records, opening: Opening, clock: Clock) -> None:
        self._database = database
        self._records = records
        self._opening = opening
        self._clock = clock

    # A liaison:

    def claim(self, case_id: str, actor: Actor, press: bytes) -> Done:
        """Take a case: of two at once, one wins."""

        def change(session: Session, case: Case) -> None:
            case.claimed_by, case.claimed_at = actor.person_id, self._clock.now()
            self._records.close_due(session, case)
            self._records.tell_member(session, case, NoticeKind.CLAIMED, _key("claimed", press))
            self._renew_receipt(session, case, press)

        return self._act(Action.CLAIM, case_id, actor, press, change)

    def reply(self, case_id: str, actor: Actor, press: bytes, text: str) -> Done:
        """Send the member an answer, word for word as it was previewed."""

        def change(session: Session, case: Case) -> None:
            self._records.tell_member(session, case, NoticeKind.RELAYED, _key("reply", press), text)
            hidden = self._records.has_close_onlooker(session, case)
            line = "A reply was sent to the member." if hidden else f"Sent to the member: {text}"
            self._records.tell_history(session, case, line, _key("sent", press))

        return self._act(Action.REPLY, case_id, actor, press, change, text)

    def resolve(self, case_id: str, actor: Actor, press: bytes) -> Done:
        """Close a case."""

        def change(session: Session, case: Case) -> None:
            case.closed_at = self._clock.now()
            self._records.tell_member(session, case, NoticeKind.RESOLVED, _key("resolved", press))
            self._renew_receipt(session, case, press)

        return self._act(Action.RESOLVE, case_id, actor, press, change)

    def conflict(self, case_id: str, actor: Actor, press: bytes) -> Done:
        """Say that one is close to somebody in it; whoever had claimed it gives it back.

        Where nobody is left to read it the member is told, so that they can turn to somebody else.
        """

        def change(session: Session, case: Case) -> None:
            had_it = case.claimed_by == actor.person_id
            if had_it:
                case.claimed_by = case.claimed_at = None
                case.status = Status.OPEN.value
                self._records.make_due_again(session, case)
            others = [one for one in self._opening.readers_left(session, case) if one != actor.person_id]
            is_shared = case.reader_id is None and others
            if is_shared:
                text = "Somebody here is close to a person in this. Another of you should take it."
                self._records.alert(session, case, text, _key("conflict", press))
            if had_it or not is_shared:
                key = _key("given back", press)
                self._records.tell_member(session, case, NoticeKind.GIVEN_BACK, key, actor.person_id)
            self._renew_receipt(session, case, press)

        return self._act(Action.CONFLICT, case_id, actor, press, change)

    def may(self, action: Action, case_id: str, actor: Actor) -> Done:
        """Say whether somebody may do this now; nothing is done."""
        with self._database.read() as session:
            case = self._records.find(session, case_id)
            if case is None:
                return Done(case=None, refusal=Refusal.NO_SUCH_CASE)
            return Done(case=self._records.view(case), refusal=self._refusal(session, action, case, actor))

    def open_whole_text(self, case_id: str, actor: Actor) -> Done:
        """Read the whole text of a case and what was added to it; noted."""
        with self._database.write() as session:
            case = self._records.find(session, case_id)
            if case is None:
                return Done(case=None, refusal=Refusal.NO_SUCH_CASE)
            if refusal := self._reader_refusal(session, case, actor):
                return Done(case=None, refusal=refusal)
            view = self._records.view(case)
            if not view.words_open:
                return Done(case=None, refusal=Refusal.WORDS_CLOSED)
            self._records.note(session, case, "read the whole text", actor=actor)
            return Done(case=view, additions=self._additions(session, case))

    def additions(self, case_id: str) -> tuple[str, ...]:
        """Return what the member added to a case, oldest first."""
        with self._database.read() as session:
            case = self._records.find(session, case_id)
            return self._additions(session, case) if case else ()

    def _additions(self, session: Session, case: Case) -> tuple[str, ...]:
        told = self._records.history(session, case)
        return tuple(event.detail for event in told if event.kind == Action.ADD and event.detail)

    # The member whose case it is:

    def add(self, case_id: str, actor: Actor, press: bytes, text: str) -> Done:
        """Add the member's words to their case."""

        def change(session: Session, case: Case) -> None:
            # Where somebody in the channel is close to it, the words are for the others to open.
            hidden = self._records.has_close_onlooker(session, case)
            line = (
                "The member has added something: see *Whole text*." if hidden else f"The member adds: {text}"
            )
            self._records.alert(session, case, line, _key(ADDED, press))

        return self._act(Action.ADD, case_id, actor, press, change, text)

    def name(self, case_id: str, actor: Actor, press: bytes) -> Done:
        """Tell the liaison who the member is: the member's own choice."""

        def change(session: Session, case: Case) -> None:
            case.named = True
            self._records.alert(session, case, "The member says who they are.", _key("named", press))
            self._renew_receipt(session, case, press)

        return self._act(Action.NAME, case_id, actor, press, change)

    def share_words(self, case_id: str, actor: Actor, press: bytes) -> Done:
        """Show the liaison words that were held back."""

        def change(session: Session, case: Case) -> None:
            case.words_shared = True
            self._records.alert(session, case, "The member shares their words.", _key("shared", press))
            self._renew_receipt(session, case, press)

        return self._act(Action.SHARE_WORDS, case_id, actor, press, change)

    def entrust(self, case_id: str, actor: Actor, press: bytes, reader_id: str) -> Done:
        """Give a case to another reader, because the first one is close to somebody in it."""

        def change(session: Session, case: Case) -> None:
            case.reader_id = reader_id
            self._records.close_due(session, case)
            self._records.make_due_again(session, case)
            self._records.tell_liaisons(session, case, NoticeKind.CARD, card_key(case))
            self._renew_receipt(session, case, press)

        def check(session: Session, case: Case) -> Refusal | None:
            if case.reader_id is None:
                return Refusal.WRONG_STATE
            left = self._opening.readers_left(session, case)
            return None if reader_id in left else Refusal.NOBODY_READS

        return self._act(Action.ENTRUST, case_id, actor, press, change, check=check)

    def withdraw(self, case_id: str, actor: Actor, press: bytes) -> Done:
        """Take a case back; whoever has read it has read it."""

        def change(session: Session, case: Case) -> None:
            case.closed_at = self._clock.now()
            self._records.close_due(session, case)
            self._records.alert(session, case, "The member took it back.", _key("taken back", press))
            self._records.hide_additions(session, case)
            self._records.tell_member(session, case, NoticeKind.WITHDRAWN, _key("withdrawn", press))
            self._renew_receipt(session, case, press)

        return self._act(Action.WITHDRAW, case_id, actor, press, change)

    def _act(
        self,
        action: Action,
        case_id: str,
        actor: Actor,
        press: bytes,
        change: Change,
        detail: str | None = None,
        check: Callable[[Session, Case], Refusal | None] = lambda session, case: None,
    ) -> Done:
        """Check who acts and in which state; change the state, note it, write what must be told."""
        records = self._records
        with self._database.write() as session:
            case = records.find(session, case_id, lock=True)
            if case is None:
                return Done(case=None, refusal=Refusal.NO_SUCH_CASE)
            slug, status = case.council, Status(case.status)
            if session.get(Press, (slug, press)):
                return Done(case=records.view(case), again=True)
            if refusal := self._refusal(session, action, case, actor) or check(session, case):
                return Done(case=records.view(case), refusal=refusal)
            if action in states.TELLING and not self._opening.is_read(session, case):
                # Nothing goes to who has said, or was told, not to read it any more.
                records.tell_member(
                    session, case, NoticeKind.GIVEN_BACK, _key("nobody left", press), case.reader_id
                )
                return Done(case=records.view(case), refusal=Refusal.NOBODY_LEFT)
            # Compare and set, although the row is locked: the state must be the one that was checked.
            session.execute(
                update(Case)
                .where(Case.id == case_id, Case.status == status.value)
                .values(status=states.AFTER[status, action].value)
            )
            session.add(Press(council=slug, key=press, at=self._clock.now()))
            session.refresh(case)
            change(session, case)
            liaison = actor if action in states.LIAISONS_ONLY else None
            records.note(session, case, action.value, actor=liaison, detail=detail)
            records.tell_liaisons(session, case, NoticeKind.CARD_CHANGED, _key("changed", press))
            session.flush()
            return Done(case=records.view(case))

    def _refusal(self, session: Session, action: Action, case: Case, actor: Actor) -> Refusal | None:
        """Return why this person may not do this now, or None."""
        if action in states.LIAISONS_ONLY:
            if refusal := self._reader_refusal(session, case, actor):
                return refusal
        elif case.person_id != actor.person_id:
            return Refusal.NOT_THEIR_CASE
        claimed_by_another = case.claimed_by not in (None, actor.person_id)
        if not states.allows(Status(case.status), action):
            taken = action is Action.CLAIM and claimed_by_another
            return Refusal.CLAIMED_BY_ANOTHER if taken else Refusal.WRONG_STATE
        if action in states.CLAIMANTS_ONLY and claimed_by_another:
            return Refusal.CLAIMED_BY_ANOTHER
        return None

    def _reader_refusal(self, session: Session, case: Case, actor: Actor) -> Refusal | None:
        if not actor.is_liaison:
            return Refusal.NOT_A_LIAISON
        if case.reader_id not in (None, actor.person_id):
            return Refusal.NOT_THE_READER
        # Who is close to somebody in it reads no further, whatever is still on their screen.
        close = actor.person_id in self._records.conflicted(session, case)
        return Refusal.HAS_CONFLICT if close else None

    def _renew_receipt(self, session: Session, case: Case, press: bytes) -> None:
        self._records.tell_member(session, case, NoticeKind.RECEIPT_CHANGED, _key("receipt", press))


def _key(what: str, press: bytes) -> str:
    return f"{what}:{press.hex()}"
