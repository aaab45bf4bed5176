from __future__ import annotations

import logging
import os
import shutil
from itertools import count
from pathlib import Path

import pytest

from bot.errors import GuideError
from bot.office import Office

DEMO = Path(__file__).parents[2] / "bot" / "demo"
DEMO_LINES = (DEMO / "council.yaml").read_text(encoding="utf-8").splitlines()
_LATER = count(2_000_000_000)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "council"
    shutil.copytree(DEMO, made)
    return made


def change(folder: Path, old: str, new: str, name: str = "council.yaml") -> None:
    """Change a file as an editor would, at a later time than any before."""
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    moment = next(_LATER)
    os.utime(file, (moment, moment))


def test_the_folder_is_read_at_the_start(folder: Path) -> None:
    office = Office(folder)
    assert office.council.slug == "demo"
    assert "Keep everything as it is" in office.house.interim([]).text


def test_a_folder_that_is_wrong_at_the_start_is_refused(folder: Path) -> None:
    change(folder, "slug: demo", "slug: Demo Council")
    with pytest.raises(GuideError, match="slug: must be lower-case"):
        Office(folder)


def test_nothing_changed_is_nothing_read(folder: Path) -> None:
    office = Office(folder)
    before = office.council
    assert not office.reload()
    assert office.council is before


def test_a_good_change_counts_at_once(folder: Path) -> None:
    office = Office(folder)
    change(folder, "after_hours_phone: none", "after_hours_phone: 03 400 1234")
    assert office.reload()
    assert office.council.after_hours_phone == "03 400 1234"
    assert not office.reload()


def test_a_change_of_the_fixed_texts_counts_too(folder: Path) -> None:
    office = Office(folder)
    change(folder, "Delete nothing and pass nothing on.", "Delete nothing.", "advice.yaml")
    assert office.reload()
    assert "pass nothing on" not in office.house.interim([]).text


def test_a_broken_change_leaves_the_old_settings_and_is_told_once(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    office = Office(folder)
    change(folder, "name: Jane (demo)\n    slack: U0DEMO00003", "name: Wilhelmina\n    slack: 021 555 0199")
    with caplog.at_level(logging.DEBUG):
        assert not office.reload()
        assert not office.reload()
    assert office.council.rota[0].name == "Jane (demo)"
    [told] = [record.getMessage() for record in caplog.records]
    assert "not taken over" in told
    line = DEMO_LINES.index("    slack: U0DEMO00003") + 1
    assert f"council.yaml, line {line}: rota[0].slack: must be a Slack member id" in told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("slack: U0DEMO00003", "slack: Wilhelmina 021 555 0199"),
        ("after_hours_phone: none", "after_hours_phone: ask Wilhelmina on 021 555 0199"),
        ("region: Otago", "region: Wilhelmina 021 555 0199"),
        ('phone: "111"', "phone: [Wilhelmina, 021 555 0199]"),
        ("rota:\n  - name: Jane (demo)", "rota:\n  - Wilhelmina 021 555 0199: Jane"),
        ("name: Rātā", "name: [Wilhelmina 021 555 0199"),
        ("name: Rātā", 'name: "Wilhelmina 021 555 0199'),
        ("slug: demo", "slug: *Wilhelmina_021_555_0199"),
        ("checked_on: 2026-11-24", "checked_on: Wilhelmina 021 555 0199"),
        ("questions_days: 30", "questions_days: Wilhelmina 021 555 0199"),
    ],
)
def test_nothing_of_a_broken_file_is_logged(
    folder: Path, caplog: pytest.LogCaptureFixture, old: str, new: str
) -> None:
    office = Office(folder)
    change(folder, old, new)
    with caplog.at_level(logging.DEBUG):
        assert not office.reload()
    assert office.council.name == "Rātā District Council (demo)"
    assert len(caplog.records) == 1
    assert "0199" not in caplog.text
    assert "Wilhelmina" not in caplog.text


def test_a_broken_text_keeps_both_files_as_they_were(folder: Path) -> None:
    office = Office(folder)
    change(folder, "after_hours_phone: none", "after_hours_phone: 03 400 1234")
    change(folder, "Ring **111** now.", "Ring somebody.", "advice.yaml")
    assert not office.reload()
    assert office.council.after_hours_phone is None


def test_a_broken_change_that_is_put_right_counts(folder: Path) -> None:
    office = Office(folder)
    change(folder, "after_hours_phone: none", "after_hours_phone: soon")
    assert not office.reload()
    change(folder, "after_hours_phone: soon", "after_hours_phone: 03 400 1234")
    assert office.reload()
    assert office.council.after_hours_phone == "03 400 1234"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("slug: demo", "slug: other"),
        ("team_id: T0DEMO00000", "team_id: T0OTHER0000"),
        ("liaison_channel: C0DEMOLIAISON", "liaison_channel: C0UNSEEN"),
    ],
)
def test_another_council_cannot_take_over_while_the_bot_runs(
    folder: Path, caplog: pytest.LogCaptureFixture, old: str, new: str
) -> None:
    office = Office(folder)
    change(folder, old, new)
    change(folder, "after_hours_phone: none", "after_hours_phone: 03 400 1234")
    with caplog.at_level(logging.ERROR):
        assert not office.reload()
    assert "slug, team_id and liaison_channel cannot change while the bot runs. Restart it." in caplog.text
    assert (office.council.slug, office.council.team_id) == ("demo", "T0DEMO00000")
    assert office.council.after_hours_phone is None


def test_a_file_that_is_taken_away_leaves_the_old_settings(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    office = Office(folder)
    (folder / "council.yaml").unlink()
    with caplog.at_level(logging.ERROR):
        assert not office.reload()
    assert office.council.slug == "demo"
    assert "cannot be read" in caplog.text


# --- who is there -------------------------------------------------------------------------------------

JANE, TOM = "U0DEMO00003", "U0DEMO00004"


def there(office: Office) -> list[str]:
    return [person.slack for person in (*office.council.rota, *office.council.deputies)]


@pytest.mark.parametrize(
    ("absent", "left"),
    [
        (set(), [JANE, TOM]),
        ({JANE}, [TOM]),
        ({TOM}, [JANE]),
        ({JANE, TOM}, []),
        ({"U0NOBODY000"}, [JANE, TOM]),
    ],
)
def test_the_council_at_work_is_without_who_is_missed(
    folder: Path, absent: set[str], left: list[str]
) -> None:
    office = Office(folder)
    written = office.council
    office.miss(frozenset(absent))
    assert there(office) == left
    # All but the desk is as it is written, and what is written stays.
    assert office.written == written
    assert office.council.model_copy(update={"rota": written.rota, "deputies": written.deputies}) == written


def test_who_comes_back_is_there_again(folder: Path) -> None:
    office = Office(folder)
    for absent, left in (({JANE}, [TOM]), ({TOM}, [JANE]), (set(), [JANE, TOM])):
        office.miss(frozenset(absent))
        assert there(office) == left


def test_who_is_missed_stays_missed_when_the_folder_is_read_again(folder: Path) -> None:
    office = Office(folder)
    office.miss(frozenset({JANE}))
    change(folder, "after_hours_phone: none", "after_hours_phone: 03 400 1234")
    assert office.reload()
    assert there(office) == [TOM]
    assert office.council.after_hours_phone == "03 400 1234"
    assert [person.slack for person in office.written.rota] == [JANE]


def test_a_liaison_who_is_new_on_the_rota_counts_after_a_restart(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    office = Office(folder)
    office.miss(frozenset({JANE}))
    change(folder, "  - name: Jane (demo)", "  - name: Wiremu\n    slack: U0DEMO00099\n  - name: Jane (demo)")
    assert office.reload()
    assert there(office) == [TOM]
    assert "1 new on the rota: they count after a restart." in caplog.text
    assert "Wiremu" not in caplog.text
    assert there(Office(folder)) == ["U0DEMO00099", JANE, TOM]


def test_who_is_taken_off_the_rota_is_gone_at_once_and_comes_back_after_a_restart(folder: Path) -> None:
    office = Office(folder)
    jane = "  - name: Jane (demo)\n    slack: U0DEMO00003\n"
    change(folder, jane, "  - name: Wiremu\n    slack: U0DEMO00099\n")
    assert office.reload()
    assert there(office) == [TOM]
    change(folder, "  - name: Wiremu\n    slack: U0DEMO00099\n", jane)
    assert office.reload()
    assert there(office) == [TOM]
    assert there(Office(folder)) == [JANE, TOM]


def test_a_broken_change_leaves_the_desk_as_it_was(folder: Path) -> None:
    office = Office(folder)
    office.miss(frozenset({JANE}))
    change(folder, "slack: U0DEMO00004", "slack: 021 555 0199")
    assert not office.reload()
    assert there(office) == [TOM]


def test_only_who_is_newly_missed_is_told_of_and_not_by_name(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    office = Office(folder)
    with caplog.at_level(logging.ERROR):
        for absent in ({JANE}, {JANE}, {JANE, TOM}, {TOM}, set(), {JANE}):
            office.miss(frozenset(absent))
    told = [record.getMessage().split(":")[0] for record in caplog.records]
    assert told == [f"{number} on the rota cannot read cases now" for number in (1, 2, 1)]
    assert "Jane" not in caplog.text
