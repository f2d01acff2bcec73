"""The tour: jobs 1 to 11 through the real window, from an empty clinic to a verified record."""

import os
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest

from ui.tour import JOBS

# The walk through all jobs takes a minute on a quiet machine.
pytestmark = pytest.mark.timeout(400)

ROOT = Path(__file__).parents[2]
NAMES = ("Ångström", "ÅNGSTRÖM", "Nguyễn", "218 555 0142", "zoe@example.org", "little lighter")


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """Walk the tour as a person does, by its command; return where its papers are, its temporary files, its words."""
    folder = tmp_path_factory.mktemp("tour")
    places = {name: folder / name.lower() for name in ("TMPDIR", "HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    for place in places.values():
        place.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "clinicdesk", "tour", "--out", str(folder / "out")],
        cwd=ROOT,
        env={**os.environ, **{name: str(place) for name, place in places.items()}},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "out", folder, done.stdout + done.stderr


# Over 5 seconds: the first test walks through every job of a clinic.
def test_every_job_is_done_and_leaves_its_picture(walked: tuple[Path, Path, str]) -> None:
    out, _folder, words = walked

    assert [line for line in words.splitlines() if line.endswith(": ok")] == [
        f"{job.replace('_', ' ')}: ok" for job in JOBS
    ]
    pictures = sorted(out.glob("*.png"))
    assert len(pictures) >= 50
    assert all(picture.stat().st_size > 8_000 for picture in pictures), "an empty picture"


@pytest.mark.parametrize(
    ("paper", "pages", "words"),
    [
        ("consent-signed", 3, ["Consent to intravenous ketamine for a mood disorder", "What was signed", "Zoë Marie"]),
        ("consent-blank", 2, ["Consent to intravenous ketamine for chronic pain"]),
        ("session-summary", 3, ["ketAMINE 41.2 mg", "0.5 mg per kg × 82.4 kg = 41.2 mg", "141/88", "Nausea", "K7731"]),
        ("appointment-card", 1, ["Tue 03-Mar-2026", "Follow-up visit", "No food after 03:30", "takes you home"]),
        ("face-sheet", 1, ["Penicillin", "Treatment-resistant depression", "Anna Ångström"]),
    ],
)
def test_the_papers_say_what_was_done(walked: tuple[Path, Path, str], paper: str, pages: int, words: list[str]) -> None:
    found = next(walked[0].glob(f"*{paper}.pdf"))
    sheets = [page.extract_text() for page in pypdf.PdfReader(found).pages]

    assert len(sheets) <= pages
    for number, sheet in enumerate(sheets, start=1):
        assert f"Page {number} of {len(sheets)}" in sheet
        if "blank" not in paper:
            assert "ÅNGSTRÖM, Zoë Marie" in sheet
            assert "21-Jul-1986" in sheet
            assert "000 001" in sheet
    for word in words:
        assert word in "\n".join(sheets)


def test_nothing_is_left_behind_and_no_name_leaks(walked: tuple[Path, Path, str]) -> None:
    out, folder, words = walked
    left = [path for path in folder.rglob("*") if path.is_file() and out not in path.parents]

    for name in NAMES:
        assert name not in words
        for path in left:
            content = path.read_bytes()
            assert name.encode() not in content, f"a name lies in {path.name}"
            assert name.encode("utf-16-le") not in content, f"a name lies in {path.name}"
    assert not list((folder / "tmpdir").rglob("*clinicdesk*")), "the tour's clinic is still there"
