"""The project around the program: lock files, licences, dev.py, and the version of PySide6 that must not slip in."""

import ast
import re
import runpy
import subprocess
import sys
import tomllib
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["requirements.lock", "requirements-freeze.lock"]


def canonical(requirement: str) -> str:
    """Return the name of a requirement as package indexes spell it."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name is not None, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def declared(*groups: str) -> set[str]:
    """Return the names of the declared dependencies: those of the program, or of these groups."""
    about = project()
    wanted = [about["dependency-groups"][group] for group in groups] or [about["project"]["dependencies"]]
    return {canonical(requirement) for requirements in wanted for requirement in requirements}


def locked(name: str) -> dict[str, str]:
    """Return name and whole block of every package in a lock file."""
    blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8"))
    return {canonical(block): block for block in blocks if block.strip() and not block.startswith("#")}


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_names_no_index_and_no_path(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")

    assert not re.search(r"://|--(?!hash=sha256:)| @ |\bfile:|/", text)


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_one_version_and_its_hashes(name: str) -> None:
    for block in locked(name).values():
        assert re.match(r"[a-z0-9.-]+==\S+( ; [^\\]+)? \\\n", block), block.splitlines()[0]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", block), block.splitlines()[0]


def test_every_declared_dependency_is_locked() -> None:
    assert declared() | declared("dev") <= set(locked("requirements.lock"))
    assert declared("freeze") <= set(locked("requirements-freeze.lock"))


def test_both_locks_agree() -> None:
    everything, freeze = ({name: block.split(" ")[0] for name, block in locked(lock).items()} for lock in LOCKS)

    assert {name: freeze[name] for name in freeze.keys() & everything.keys()} == {
        name: everything[name] for name in freeze.keys() & everything.keys()
    }


def test_every_declared_dependency_says_why_it_is_here() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    explained = {canonical(name) for name in re.findall(r"^\| `([^`]+)` \| \S", page, flags=re.MULTILINE)}

    assert explained == declared() | declared("dev", "freeze")


def test_every_installed_package_of_the_program_has_a_licence() -> None:
    """Follow the requirements from the program's own to the last; those of another system are not installed here."""
    page = (ROOT / "resources" / "licences" / "third-party.md").read_text(encoding="utf-8")
    needed, waiting = set[str](), declared()
    while waiting:
        name = waiting.pop()
        needed.add(name)
        further = [Requirement(each) for each in requires(name) or []]
        wanted = [each for each in further if each.marker is None or each.marker.evaluate({"extra": ""})]
        waiting |= {canonical(each.name) for each in wanted} - needed

    # pip is asked for by the command line of sqlite-utils alone and is left out of the packaged app.
    assert {name for name in needed - {"pip"} if f"`{name}`" not in page} == set()


def test_every_licence_named_is_there_and_every_text_is_named() -> None:
    folder = ROOT / "resources" / "licences"
    named = set(re.findall(r"`([a-z0-9.-]+\.txt)`", (folder / "third-party.md").read_text(encoding="utf-8")))

    assert named == {text.name for text in folder.glob("*.txt")}


def test_dev_py_can_be_read_by_an_old_python() -> None:
    """An old Python has to read the whole file before it can look for a newer one, or say what to install."""
    ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_dev_py_says_in_one_sentence_what_to_install(tmp_path: Path) -> None:
    """Run dev.py as a Python 3.10 with no other Python to be found."""
    pretend = "import sys, runpy; sys.version_info = (3, 10, 0, 'final', 0); sys.argv = ['dev.py', 'test']; "
    run = subprocess.run(
        [sys.executable, "-c", pretend + f"runpy.run_path({str(ROOT / 'dev.py')!r}, run_name='__main__')"],
        env={"PATH": str(tmp_path), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 1
    assert run.stderr.startswith("dev: ClinicDesk needs Python 3.11, 3.12, 3.13 or 3.14")
    assert len(run.stderr.splitlines()) == 1


def test_dev_py_refuses_a_verb_it_does_not_know() -> None:
    run = subprocess.run([sys.executable, "dev.py", "tset"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert run.returncode == 2
    assert "dev.py VERB" in run.stderr


def test_dev_py_and_pyproject_agree_on_the_versions_of_python() -> None:
    dev = runpy.run_path(str(ROOT / "dev.py"))

    oldest, newest = dev["OLDEST"], dev["NEWEST"]
    assert project()["project"]["requires-python"] == f">={oldest[0]}.{oldest[1]},<{newest[0]}.{newest[1] + 1}"


def test_an_environment_is_whole_only_with_the_stamp_of_this_lock(tmp_path: Path) -> None:
    dev = runpy.run_path(str(ROOT / "dev.py"))
    lock = tmp_path / "requirements.lock"
    lock.write_text("one==1", encoding="ascii")
    assert not dev["is_stamped"](tmp_path, "stamp", lock)

    (tmp_path / "stamp").write_text(dev["stamp_of"](lock), encoding="ascii")
    assert dev["is_stamped"](tmp_path, "stamp", lock)

    lock.write_text("one==2", encoding="ascii")
    assert not dev["is_stamped"](tmp_path, "stamp", lock)


@pytest.mark.usefixtures("qapp")
def test_pyside_keeps_its_references_to_true_and_none() -> None:
    """PySide6 6.12.0 on Python 3.11 gives away one of them with every signal, until the program aborts."""
    from PySide6.QtCore import QObject, Signal

    class Sender(QObject):
        told = Signal(bool)

    heard: list[bool] = []
    sender = Sender()
    sender.told.connect(heard.append)
    before = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(1000):
        sender.told.emit(True)
        sender.setObjectName("sender")
    count = len(heard)
    heard.clear()
    after = sys.getrefcount(True), sys.getrefcount(None)

    assert count == 1000
    assert all(abs(then - now) < 100 for then, now in zip(before, after, strict=True)), (before, after)
