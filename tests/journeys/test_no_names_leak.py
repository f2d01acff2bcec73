"""Nothing a person works with is readable in any file, log, title or crash report of the program."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinicdesk.storage import blobs, head, keys
from tests.journeys import whole_work

ROOT = Path(__file__).parents[2]
SEEDED = (
    whole_work.FAMILY,
    whole_work.GIVEN,
    whole_work.PHONE,
    "9473058162",
    "305 8162",
    "vexlorp",
    whole_work.ALLERGY,
    whole_work.NOTE,
    whole_work.DRAFT,
    whole_work.DOCUMENT,
    whole_work.TITLE,
    "Wyxombert",
)
CSV = "Id,BIRTHDATE,FIRST,LAST,GENDER\nw1,1979-01-30,Odd,Wyxombert,M\nw2,1979-13-30,Bad,Wyxombert,M\n"
FOLDERS = ("home", "temp", "config", "data", "cache", "state", "run", "here", "clinic")


def readable(content: bytes) -> list[str]:
    """Return which of the seeded words stand in a content, in any case and in UTF-8 or UTF-16."""
    content = content.lower()
    return [
        word
        for word in SEEDED
        if any(word.lower().encode(coding) in content for coding in ("utf-8", "utf-16-le", "utf-16-be"))
    ]


def files_below(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def pc(tmp_path: Path, clinic_file: Path) -> Path:
    """Return a folder that holds everything the program may write: an account's folders, fresh, and the clinic."""
    folder = tmp_path / "pc"
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, mode=0o700)
    for source in (clinic_file, head.path_of(clinic_file), blobs.path_of(clinic_file)):
        if source.exists():
            shutil.copy(source, folder / "clinic" / source.name)
    return folder


def environment(pc: Path) -> dict[str, str]:
    own = {
        "HOME": "home",
        "TMPDIR": "temp",
        "XDG_CONFIG_HOME": "config",
        "XDG_DATA_HOME": "data",
        "XDG_CACHE_HOME": "cache",
        "XDG_STATE_HOME": "state",
        "XDG_RUNTIME_DIR": "run",
    }
    return {**os.environ, **{name: str(pc / place) for name, place in own.items()}, "PYTHONPATH": str(ROOT)}


def allow_core_dumps() -> None:
    """Let a crash leave the program's memory in a file, as some PCs are set up to."""
    import resource

    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


def test_the_search_for_names_finds_one() -> None:
    assert readable("LAST QUOXALDINE".encode("utf-16-le")) == ["Quoxaldine"]
    assert readable(b"call 947-305-8162, or 9473058162") == ["9473058162"]


@pytest.mark.skipif(os.name == "nt", reason="folders of an account are set by the environment on Unix only")
def test_no_file_title_log_or_crash_report_holds_a_name(
    pc: Path, clinic_file: Path, key: bytes, tmp_path: Path
) -> None:
    # Over 5 seconds: a real program is started, worked with and crashed.
    key_file, csv = tmp_path / "key", tmp_path / "people.csv"
    key_file.write_text(" ".join(keys.to_words(key)), encoding="utf-8")
    csv.write_text(CSV, encoding="utf-8")
    clinic = pc / "clinic" / clinic_file.name

    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.whole_work", str(clinic), str(key_file), str(csv)],
        cwd=pc / "here",
        env=environment(pc),
        capture_output=True,
        timeout=100,
        check=False,
        preexec_fn=allow_core_dumps,
    )

    said = done.stdout.decode("utf-8", "replace")
    assert "work done" in said, done.stderr.decode("utf-8", "replace")
    assert done.returncode == -signal.SIGSEGV
    left = {str(path.relative_to(pc)): path.read_bytes() for path in files_below(pc)}
    # What must have been looked at: the crash left the log of the file, the program's log and the crash report.
    assert f"clinic/{clinic.name}-wal" in left
    log = next(content for name, content in left.items() if name.endswith("clinicdesk.log"))
    assert log.count(b"builtins.ValueError") == 2
    assert b"builtins.KeyError" in log
    assert b"Segmentation fault" in next(c for name, c in left.items() if name.endswith("native-faults.log"))
    assert "title: ClinicDesk" in said

    left |= {"standard output": done.stdout, "standard error": done.stderr}
    assert {name: words for name, content in left.items() if (words := readable(content))} == {}
    assert [name for name in left if readable(name.encode())] == []
