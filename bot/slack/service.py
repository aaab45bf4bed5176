"""Serve one council in Slack: put the parts together, listen, and stop without losing anything."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.clock import SystemClock
from bot.errors import SettingError
from bot.escalation.desk import Desk
from bot.escalation.handover import Handover
from bot.escalation.inside import readers
from bot.escalation.opening import Opening
from bot.escalation.records import Records
from bot.escalation.referral import Referral
from bot.office import Office
from bot.slack.access import Access
from bot.slack.answerer import Answerer, where
from bot.slack.attendance import Attendance
from bot.slack.checks import examine
from bot.slack.errands import Errands
from bot.slack.in_hand import InHand
from bot.slack.inbox import Inbox
from bot.slack.listeners import answers, desk, forms, home, receipts
from bot.slack.listeners.room import Room
from bot.slack.outbox import Outbox
from bot.slack.places import Places
from bot.slack.pointer import Pointer
from bot.slack.render import Renderer
from bot.slack.replies import Replies
from bot.slack.sweep import Sweep
from bot.slack.threads import Threads
from bot.slack.watchdog import Watchdog
from bot.slack.wire import Identity, Wire
from bot.store import leases
from bot.store.database import Database
from bot.store.housekeeping import Housekeeping
from bot.store.outbox_rows import OutboxRows
from bot.store.people import People
from bot.store.spending_rows import SpendingRows

if TYPE_CHECKING:
    from bot.app import App

log = logging.getLogger(__name__)

# One process at a time serves a data folder (a lock sees to it), so this name needs no number.
_OWNER = "serve"


def run(app: App) -> int:
    """Serve until a signal; return the exit code."""
    _log_to_stderr()
    return asyncio.run(_serve(app))


async def _serve(app: App) -> int:
    settings = app.settings
    if not (settings.slack_bot_token and settings.slack_app_token):
        raise SettingError(
            "SLACK_BOT_TOKEN and SLACK_APP_TOKEN are needed to serve.",
            "Set them in .env (see .env.example), or try: council-guide ask",
        )
    async with AsyncExitStack() as stack:
        _take_lock(app, stack)
        office = Office(settings.council_dir)
        database = app.database()
        stack.callback(database.close)
        threads = Threads()
        stack.callback(threads.close)
        wire = await stack.enter_async_context(Wire(settings, settings.slack_bot_token.get_secret_value()))
        identity = await examine(wire, office.council)
        service = Service(app, office, database, threads, wire, identity)
        return await service.serve(settings.slack_app_token.get_secret_value())


class Service:
    """The parts of a running bot."""

    def __init__(
        self,
        app: App,
        office: Office,
        database: Database,
        threads: Threads,
        wire: Wire,
        identity: Identity,
    ) -> None:
        clock = SystemClock()
        self._app = app
        self._office = office
        self._database = database
        self._threads = threads
        people = People(database.keys, database.council)
        records = Records(database.keys, database.council, lambda: office.council, clock)
        opening = Opening(records, people, lambda: office.council, clock)
        referral = Referral(database, records, opening, lambda: office.house, clock)
        desk_work = Desk(database, records, opening, clock)
        handover = Handover(
            database, records, opening, people, lambda: office.council, lambda: office.house, clock
        )
        self._handover = handover
        self._people = people
        self._clock = clock
        places = Places(database.keys, people, records, office)
        renderer = Renderer(database, people, records, opening, office, places, clock)
        replies = Replies(database, people, records, handover, lambda: office.house, clock)
        access = Access(wire.client, lambda: office.written, clock)
        self._attendance = Attendance(access, office)
        errands = Errands(database, records, opening, referral, desk_work, lambda: office.house, clock)
        pointer = Pointer(wire.client, wire.poster)
        self._ledger = SpendingRows(database)
        self._conversation = app.conversation_of(office, handover, self._ledger)
        answerer = Answerer(
            database=database,
            people=people,
            records=records,
            errands=errands,
            conversation=lambda: self._conversation,
            replies=replies,
            access=access,
            pointer=pointer,
            clock=clock,
            threads=threads,
            owner=_OWNER,
        )
        rows = OutboxRows(database, clock, _OWNER)
        outbox = Outbox(rows, renderer, places, wire, clock, threads, self._stand_in)
        housekeeping = Housekeeping(
            database, lambda: office.council.retention.questions_days, clock, records.remind
        )
        self._sweep = Sweep(
            answerer, outbox, housekeeping, clock, threads, app.settings.sweep_s, self._before_sweep
        )
        inbox = Inbox(database, people, identity, clock, threads, self._sweep.wake)
        room = Room(
            client=wire.client,
            database=database,
            people=people,
            records=records,
            desk=desk_work,
            opening=opening,
            referral=referral,
            inbox=inbox,
            replies=replies,
            renderer=renderer,
            access=access,
            office=office,
            pointer=pointer,
            threads=threads,
            wake=self._sweep.wake,
        )
        # Who the bot is was asked once, at the start: bolt would ask anew for an event, and acknowledge an
        # event that it could not ask for, before the inbox has recorded it.
        self._bolt = AsyncApp(
            client=wire.client, authorize=wire.authorize(identity), logger=logging.getLogger("slack_bolt")
        )
        self._in_hand = InHand(self._bolt.listener_runner)
        self._bolt.middleware(inbox.record)
        self._bolt.error(_on_error(room))
        for listeners in (home, answers, forms, receipts, desk):
            listeners.register(self._bolt, room)

    async def serve(self, app_token: str) -> int:
        """Listen until a signal or until the connection is lost for good; return the exit code."""
        await self._threads.store(self._prepare)
        await self._attendance.look()
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        # Any: bolt leaves its own methods without types.
        handler: Any = AsyncSocketModeHandler(self._bolt, app_token, ping_interval=5)
        sweeping = asyncio.create_task(self._sweep.run())
        watchdog = Watchdog(handler.client, self._clock)
        watching = asyncio.gather(watchdog.run(stop), self._attendance.run(stop))
        try:
            await handler.connect_async()
            log.info("Connected. Serving %s.", self._office.council.name)
            await stop.wait()
        finally:
            # No more events: what Slack has not been told is received is delivered again at the next start.
            await handler.close_async()
            watching.cancel()
            self._sweep.end()
            await asyncio.gather(watching, sweeping, return_exceptions=True)
            finished = await self._drain(self._app.settings.drain_s)
            await self._sweep.stop()
            log.info("Stopped; %s.", "nothing is left" if finished else "the rest follows at the next start")
        return 1 if watchdog.barked else 0

    async def _drain(self, seconds: float) -> bool:
        """Finish the presses in hand, and then what waits; False when time ran out."""
        begun = time.monotonic()
        try:
            async with asyncio.timeout(seconds):
                await self._in_hand.wait()
        except TimeoutError:
            return False
        return await self._sweep.drain(seconds - (time.monotonic() - begun))

    def _prepare(self) -> None:
        """Give back what a process that died held, and know the people of the desk."""
        with self._database.write() as session:
            leases.release_all(session, self._database.council, _OWNER, self._clock.now())
        self._know_readers()

    async def _before_sweep(self) -> None:
        if self._office.reload():
            await self._threads.store(self._know_readers)
            self._conversation = self._app.conversation_of(self._office, self._handover, self._ledger)

    def _know_readers(self) -> None:
        with self._database.write() as session:
            for person in readers(self._office.written):
                self._people.id_of(session, person.slack)

    def _stand_in(self) -> str | None:
        with self._database.read() as session:
            people = readers(self._office.council)
            return self._people.known_id(session, people[0].slack) if people else None


def _take_lock(app: App, stack: AsyncExitStack) -> None:
    app.settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = FileLock(app.settings.data_dir / "serve.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise SettingError(
            f"Another council-guide serves {app.settings.data_dir} already.",
            "Stop it first, or give this one a data folder of its own.",
        ) from error
    stack.callback(lock.release)


def _log_to_stderr() -> None:
    logging.basicConfig(
        level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    # At lower levels these log what people write, and tokens.
    for name in ("slack_sdk", "aiohttp", "alembic", "httpx", "openai", "chromadb", "bm25s"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # Its warnings are about how an app is put together, and about events that are none of ours.
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)


def _on_error(room: Room) -> Callable[[Exception, dict[str, Any]], Awaitable[None]]:
    async def tell(error: Exception, body: dict[str, Any]) -> None:
        # The kind and the place: an error's own text may carry what somebody wrote.
        log.error("A listener failed: %s at %s.", type(error).__name__, where(error))
        await room.say_it_failed(body)

    return tell
