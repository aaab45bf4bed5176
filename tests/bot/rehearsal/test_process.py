"""A bot in a process of its own, as `council-guide serve` will be."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bot.rehearsal.acting import Actor
from bot.rehearsal.server import Slack


@contextmanager
def process(slack: Slack) -> Iterator[subprocess.Popen[bytes]]:
    """Run the sample bot until it has a socket, and make an end of it."""
    command = [sys.executable, "-m", "tests.bot.rehearsal.sample_bot"]
    bot = subprocess.Popen(command, env={**os.environ, **slack.env()}, stderr=subprocess.DEVNULL)
    try:
        slack.expect_connection()
        yield bot
    finally:
        bot.kill()
        bot.wait()


def test_a_bot_that_is_killed_before_its_answer_is_carried_out_loses_it(slack: Slack, anna: Actor) -> None:
    with process(slack) as bot, slack.hold("chat.postMessage") as hold:
        anna.dm("Hello")
        hold.expect()
        bot.kill()
        bot.wait()
        slack.wait(lambda: not slack.socket.sockets or None, 20, lambda: "the socket is still open")
        assert hold.cut() == 1
    assert slack.messages(anna.dm_channel) == []


def test_a_killed_bot_hears_in_its_next_life_what_was_said_meanwhile(slack: Slack, anna: Actor) -> None:
    with process(slack):
        anna.dm("One")
        anna.expect_reply("Answer to One")
    slack.wait(lambda: not slack.socket.sockets or None, 20, lambda: "the socket is still open")
    said = anna.dm("Two")
    assert said.deliveries[0].stranded
    with process(slack):
        anna.expect_reply("Answer to Two")
