"""`council-guide serve` refuses what would put people at risk, and says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.town import LIAISONS, STORY, Town, town


@pytest.fixture
def opened(tmp_path: Path, ready_data: Path) -> Iterator[Town]:
    with town(tmp_path) as there:
        there.give_index(ready_data)
        yield there


def refused(there: Town, **settings: str) -> str:
    there.serve(wait=False, **settings)
    assert there.wait_for_exit() == 2
    return there.logged()


def test_a_public_liaison_channel_is_refused(opened: Town) -> None:
    opened.slack.channel("liaisons", [opened.jane, opened.tom], id=LIAISONS, is_private=False)
    assert "is public" in refused(opened)


def test_a_shared_liaison_channel_is_refused(opened: Town) -> None:
    opened.slack.channel("liaisons", [opened.jane], id=LIAISONS, is_private=True, is_shared=True)
    assert "is shared with others" in refused(opened)


def test_somebody_off_the_rota_in_the_channel_is_refused(opened: Town) -> None:
    opened.slack.channel("liaisons", [opened.jane, opened.anna], id=LIAISONS, is_private=True)
    assert f"not on the rota: {opened.anna.id}" in refused(opened)


def test_a_channel_without_the_bot_is_refused(opened: Town) -> None:
    opened.slack.channel("liaisons", [opened.jane], id=LIAISONS, is_private=True, bot=False)
    assert "Invite the bot" in refused(opened)


def test_another_workspace_is_refused(opened: Town) -> None:
    opened.slack.workspace.team = "T0OTHER0000"
    assert "belongs to workspace T0OTHER0000" in refused(opened)


def test_a_wrong_token_is_refused(opened: Town) -> None:
    assert "Slack refuses SLACK_BOT_TOKEN (invalid_auth)" in refused(opened, SLACK_BOT_TOKEN="xoxb-wrong")


def test_without_tokens_it_says_what_to_set(opened: Town) -> None:
    assert "SLACK_BOT_TOKEN and SLACK_APP_TOKEN are needed" in refused(
        opened, SLACK_BOT_TOKEN="", SLACK_APP_TOKEN=""
    )


def test_a_key_file_in_the_data_folder_is_refused(opened: Town) -> None:
    assert "lies inside the data folder" in refused(opened, GUIDE_KEY_FILE=str(opened.data / "key"))


def test_another_key_than_the_databases_is_refused(opened: Town) -> None:
    opened.serve()
    assert opened.stop() == 0
    assert "another key file" in refused(opened, GUIDE_KEY_FILE=str(opened.folder / "other.key"))


def test_a_second_process_on_one_data_folder_is_refused(opened: Town) -> None:
    opened.serve()
    first = opened._process
    assert "serves" in refused(opened)
    opened._process = first
    assert opened.stop() == 0


def test_cases_are_listed_without_words_and_shown_with_a_reason(opened: Town) -> None:
    opened.serve(GUIDE_SWEEP_S="1")
    told = opened.ben.dm(STORY)
    opened.ben.expect_reply("Show what was sent", thread_ts=told)
    listed = opened.guide("cases", "list")
    assert listed.stdout.startswith("CG-1     open       escalate")
    assert "envelope" not in listed.stdout
    assert opened.guide("cases", "show", "CG-1").returncode == 2
    shown = opened.guide("cases", "show", "CG-1", "--reason", "the liaison is ill")
    assert "slipped me an envelope" in shown.stdout
    assert "read on the command line: the liaison is ill" in shown.stdout
    opened.slack.expect_message(LIAISONS, ("on the council's own machine", "the liaison is ill"))
    missing = opened.guide("cases", "show", "CG-9", "--reason", "x")
    assert (missing.returncode, "There is no case CG-9" in missing.stderr) == (2, True)


def test_a_user_group_that_slack_does_not_tell_of_is_refused(opened: Town) -> None:
    opened.slack.fault("usergroups.users.list", error="paid_teams_only")
    assert "The user group S0DEMOMEMBERS cannot be read (paid_teams_only)" in refused(opened)


def test_doctor_names_who_is_on_the_rota_and_not_in_the_user_group(opened: Town) -> None:
    opened.slack.group("liaisons", [opened.jane], id="S0DEMOLIAISONS")
    told = opened.guide("doctor", **opened.slack.env())
    assert f"{opened.tom.id} on the rota cannot read cases" in " ".join(told.stdout.split())
    assert told.returncode == 1


def test_words_that_were_taken_back_are_not_shown_on_the_command_line_either(opened: Town) -> None:
    opened.serve()
    told = opened.ben.dm(STORY)
    receipt = opened.ben.expect_reply("Show what was sent", thread_ts=told)
    opened.ben.click(receipt, "withdraw")
    opened.ben.expect_reply("CG-1 is taken back")
    shown = opened.guide("cases", "show", "CG-1", "--reason", "an inquiry")
    assert shown.returncode == 0
    assert "slipped me" not in shown.stdout
    assert "The member has not shared their words, or has taken them back." in shown.stdout
