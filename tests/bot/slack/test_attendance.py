"""Who of the rota is there, as the desk sees it."""

from __future__ import annotations

import asyncio
import logging
import shutil
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.office import Office
from bot.slack.access import Access
from bot.slack.attendance import Attendance
from tests.bot.slack.samples import DEMO, SettableClock, refusal
from tests.bot.slack.test_access import JANE, LIAISONS, TOM, Directory


class Setting:
    """The council's folder, and Slack's directory to hold against it."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(DEMO, folder)
        self.directory = Directory()
        self.clock = SettableClock()
        self.office = Office(folder)
        client: Any = self.directory
        self.access = Access(client, lambda: self.office.written, self.clock)
        self.attendance = Attendance(self.access, self.office, every_s=0)

    def look(self) -> list[str]:
        """Look once, a minute later; return who reads cases now."""
        self.clock.pass_by(minutes=1)
        asyncio.run(self.attendance.look())
        return self.there()

    def there(self) -> list[str]:
        return [person.slack for person in (*self.office.council.rota, *self.office.council.deputies)]


@pytest.fixture
def at(tmp_path: Path) -> Setting:
    return Setting(tmp_path / "council")


@pytest.mark.parametrize(
    ("in_group", "there"),
    [([JANE, TOM], [JANE, TOM]), ([TOM], [TOM]), ([JANE], [JANE]), ([], [])],
)
def test_the_desk_is_who_is_on_the_rota_and_in_the_user_group(
    at: Setting, in_group: list[str], there: list[str]
) -> None:
    at.directory.groups[LIAISONS] = in_group
    assert at.look() == there


def test_who_is_deactivated_reads_no_cases_any_more(at: Setting) -> None:
    at.directory.users[JANE] |= {"deleted": True}
    assert at.look() == [TOM]


def test_who_comes_back_reads_cases_again(at: Setting) -> None:
    at.directory.groups[LIAISONS] = [TOM]
    assert at.look() == [TOM]
    at.directory.groups[LIAISONS] = [JANE, TOM]
    assert at.look() == [JANE, TOM]


@pytest.mark.parametrize(
    "failure", [refusal("ratelimited", 429), refusal("missing_scope"), TimeoutError(), aiohttp.ClientError()]
)
def test_when_slack_does_not_say_the_desk_stays_as_it_was(
    at: Setting, failure: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    at.directory.groups[LIAISONS] = [TOM]
    at.look()
    at.directory.groups[LIAISONS] = []
    at.directory.failing[LIAISONS] = failure
    with caplog.at_level(logging.WARNING, "bot"):
        assert at.look() == [TOM]
    assert type(failure).__name__ in caplog.text
    at.directory.failing.clear()
    assert at.look() == []


def test_who_is_missed_is_told_to_the_administrator_once_without_a_name(
    at: Setting, caplog: pytest.LogCaptureFixture
) -> None:
    at.directory.groups[LIAISONS] = [TOM]
    with caplog.at_level(logging.ERROR, "bot"):
        for _ in range(3):
            at.look()
    [told] = [record.getMessage() for record in caplog.records]
    assert told == "1 on the rota cannot read cases now: see council-guide doctor."


def test_it_is_looked_at_again_and_again_until_the_end(at: Setting) -> None:
    seen: list[list[str]] = []
    groups = [[JANE, TOM], [TOM], [JANE]]

    class Looking(Attendance):
        async def look(self) -> None:
            at.directory.groups[LIAISONS] = groups[len(seen)]
            at.clock.pass_by(minutes=1)
            await super().look()
            seen.append(at.there())
            if len(seen) == len(groups):
                stop.set()

    stop = asyncio.Event()

    async def run() -> None:
        async with asyncio.timeout(10):
            await Looking(at.access, at.office, every_s=0).run(stop)

    asyncio.run(run())
    assert seen == groups


def test_after_a_stop_nothing_is_looked_at(at: Setting) -> None:
    async def run() -> None:
        stop = asyncio.Event()
        stop.set()
        await at.attendance.run(stop)

    asyncio.run(run())
    assert at.directory.asked.total() == 0
