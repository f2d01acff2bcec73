"""The eligibility files: every fault is named with its line, and one faulty file takes nothing else away."""

from datetime import timedelta
from pathlib import Path

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, Sealed
from clinicdesk.records import adopted_protocols, eligibility, sessions, today
from clinicdesk.records.eligibility import Standing, files
from clinicdesk.records.toml_table import FaultyFile
from clinicdesk.resources import folder
from clinicdesk.rules.eligibility import Questionnaire
from clinicdesk.storage.entry import insert
from tests.records.eligibility.conftest import planned
from tests.records.sessions import steps

TEXT = (folder("eligibility") / "esketamine.toml").read_text(encoding="utf-8")
MEDICINES = (folder("eligibility") / files.MEDICINES).read_text(encoding="utf-8")


def test_the_shipped_files_are_read_without_a_problem() -> None:
    loaded, problems = files.load_all()
    assert problems == []
    assert set(loaded) == {"iv-ketamine-mood", "iv-ketamine-pain", "esketamine", "iv-fluids"}


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('class = "absolute"', 'class = "severe"', "must be one of: absolute, relative"),
        ("decision_days = 180", "decision_days = 0", "whole number from 1"),
        ("tried_at_least = 2", "tried_at_least = -1", "whole number from 0"),
        ('id = "brain_bleed"', 'id = "aneurysm"', "the same id"),
        ("of_label = true", "of_labels = true", "means nothing here"),
        ('replies = ["no", "yes"]', 'replies = ["no", "perhaps"]', "must be one of"),
        ("[validity]", "[validities]", "is missing"),
    ],
)
def test_a_fault_is_named(before: str, after: str, said: str) -> None:
    assert before in TEXT
    with pytest.raises(FaultyFile) as fault:
        files.parse(TEXT.replace(before, after, 1), "esketamine.toml")
    assert said in fault.value.problem.sentence
    assert fault.value.problem.line >= 1


def test_a_number_without_its_source_is_no_file() -> None:
    line = next(line for line in TEXT.splitlines() if line.startswith("source"))
    with pytest.raises(FaultyFile, match="source"):
        files.parse(TEXT.replace(line, "", 1), "esketamine.toml")
    with pytest.raises(FaultyFile):
        files.parse_medicines(MEDICINES.replace("\nunverified = true", "", 1), files.MEDICINES)


def test_a_faulty_file_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.toml").write_text(TEXT.replace("[validity]", "[validity"), encoding="utf-8")
    (tmp_path / "c.toml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "d.toml").write_bytes(b'id = "caf\xe9"')
    loaded, problems = files.load_all(tmp_path)
    assert list(loaded) == ["esketamine"]
    assert [problem.file for problem in problems] == ["b.toml", "c.toml", "d.toml"]


def test_every_concern_names_a_class_of_the_dictionary() -> None:
    known = set(eligibility.dictionary().classes)
    found: list[Questionnaire] = list(eligibility.offered().values())
    assert {one.medicine_class for asked in found for one in asked.medicines} <= known


def test_a_protocol_cannot_be_held_against_the_questions_of_another_treatment(prescriber: Desk) -> None:
    text = adopted_protocols.in_use(prescriber, "esketamine-induction").text
    for other in ("iv-fluids", "nothing"):
        changed = text.replace('eligibility = "esketamine"', f'eligibility = "{other}"')
        with pytest.raises(BadValue, match="cannot be changed here"):
            adopted_protocols.adopt(prescriber, changed, remark="Shorter")


def test_a_visit_whose_questions_cannot_be_read_is_held_and_the_board_stays(prescriber: Desk, nurse: Desk) -> None:
    patient = steps.register_zoe(nurse)
    session_id = planned(nurse, patient)
    # As it is after a file was taken away: a series whose protocol names one that is not there.
    series_id = sessions.line(nurse, session_id).series_id
    row = prescriber.row(
        "SELECT f.* FROM published_files f JOIN series s ON s.protocol_id = f.id WHERE s.id = ?", series_id
    )
    assert row is not None
    body = row["body"].replace('eligibility = "iv-ketamine-mood"', 'eligibility = "gone"')
    kept = {k: v for k, v in row.items() if k not in ("id", "version")} | {"body": body}
    system = Desk.of_system(prescriber.clinic, "TEST")
    one = prescriber.row("SELECT * FROM series WHERE id = ?", series_id)
    assert one is not None
    new = {k: v for k, v in one.items() if k not in ("id", "version")} | {"protocol_id": "protocol/gone@1 x"}
    session = prescriber.row("SELECT * FROM sessions WHERE id = ?", session_id)
    assert session is not None
    day = (steps.TODAY + timedelta(days=1)).isoformat()
    moved = {k: v for k, v in session.items() if k not in ("id", "version")} | {"series_id": "s", "planned_on": day}
    system.record(
        "series.plan",
        insert("published_files", "protocol/gone@1 x", **kept),
        insert("series", "s", **new),
        insert("sessions", "gone", **moved),
        patient=patient,
    )
    need = eligibility.of_visit(nurse, "gone")
    assert need is not None
    assert need.standing is Standing.MISSING
    assert "“gone” is missing or faulty" in need.stops[0].sentence
    assert today.board(nurse, steps.TODAY + timedelta(days=1))
    with pytest.raises((BadValue, Sealed), match="nobody can pass"):
        eligibility.pass_stop(prescriber, sessions.get(nurse, "gone"), "missing", reason="Now")
