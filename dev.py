"""What a developer types: ``python3 dev.py VERB`` (on Windows ``py dev.py VERB``).

    setup    make .venv with exactly what requirements.lock names; every other verb does this first
    run      open the window; arguments go to the clinicdesk command (``dev.py run verify --clinic FILE``)
    demo     open the sample clinic; without a display, take the tour and say where its pictures and PDFs lie
    test     lint, all tests, one untimed pass of the benchmarks, a few of each fault; arguments go to pytest and leave
             the rest out
    lint     ruff, mypy --strict and the import contracts
    bench    the benchmarks
    faults   kills, power cuts, failing disks and damaged files: nothing may be lost, nothing damaged pass for good
    freeze   build the app with PyInstaller, then try its --version and its tour
    lock     write both lock files anew from pyproject.toml (needs uv)

It needs nothing but Python and asks for nothing. Whatever ``python3`` is reads this file first and then looks for a
Python that ClinicDesk runs on; so its syntax stays within Python 3.6, and it imports only the standard library.
"""

import ctypes
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
FREEZE_LOCK = ROOT / "requirements-freeze.lock"
ENVIRONMENT = ROOT / ".venv"
HALF_BUILT = ROOT / ".venv.new"
OUTDATED = ROOT / ".venv.old"
STAMP = "clinicdesk.stamp"

OLDEST, NEWEST = (3, 11), (3, 14)

# What Qt's wheels expect of a Linux machine: the file they load, and the Debian package that brings it.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
# Only a real window on X11 needs these.
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def say(sentence: str) -> None:
    """Tell the developer what happens; flushed, so that it stands before the output of what it announces."""
    print("dev: " + sentence, flush=True)


def stop(sentence: str) -> "SystemExit":
    """Return the exception that ends the program with exit code 1 and this sentence on stderr."""
    return SystemExit("dev: " + sentence)


# A Python that ClinicDesk runs on


def is_supported(version: "tuple[int, ...]") -> bool:
    """Whether ClinicDesk runs on this version of Python."""
    return OLDEST <= tuple(version[:2]) <= NEWEST


def other_pythons() -> "list[list[str]]":
    """Return the commands by which a supported Python may be called here, the best tried first."""
    versions = ["3.13", "3.12", "3.11", "3.14"]
    commands = [["py", "-" + version] for version in versions] if os.name == "nt" else []
    return commands + [["python" + version] for version in versions]


def find_python() -> "str | None":
    """Return the path of a supported Python on this machine, or None."""
    question = "import sys; print(sys.version_info[0], sys.version_info[1], sys.executable)"
    for command in other_pythons():
        if shutil.which(command[0]) is None:
            continue
        # A shim may exist without the Python behind it; then the answer is empty and its complaint of no interest.
        asked = subprocess.Popen([*command, "-c", question], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        answer = asked.communicate()[0].decode().strip().split(" ", 2)
        if asked.returncode == 0 and len(answer) == 3 and is_supported((int(answer[0]), int(answer[1]))):
            return answer[2]
    return None


def hand_over(arguments: "list[str]") -> int:
    """Run this file again under a Python that ClinicDesk supports."""
    interpreter = find_python()
    if interpreter is None:
        raise stop(
            f"ClinicDesk needs Python 3.11, 3.12, 3.13 or 3.14 and this is {platform.python_version()}: please install "
            "Python 3.13 from https://www.python.org/downloads/ or with your system's package manager, then run this "
            "again."
        )
    return subprocess.call([interpreter, str(Path(__file__).resolve()), *arguments])


# What the operating system must bring


def has_display() -> bool:
    """Whether a window can be shown."""
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def is_loadable(library: str) -> bool:
    """Whether the dynamic loader finds this library; asks the loader itself, as package names differ."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_libraries() -> "dict[str, str]":
    """Return the libraries Qt lacks on this Linux machine, each with its Debian package."""
    wanted = dict(QT_LIBRARIES, **WINDOW_LIBRARIES) if has_display() else QT_LIBRARIES
    return {library: package for library, package in wanted.items() if not is_loadable(library)}


def missing_packages(libraries: "dict[str, str]") -> "list[str]":
    """Return the Debian packages to install: for making an environment, and for Qt."""
    packages = sorted(libraries.values())
    if importlib.util.find_spec("ensurepip") is None:
        is_debians_own = Path(sys.executable).resolve() == Path("/usr/bin/python3").resolve()
        packages.insert(0, "python3-venv" if is_debians_own else f"python3.{sys.version_info[1]}-venv")
    return packages


def prepare_system() -> None:
    """Install what Linux lacks as root on Debian and its relatives; otherwise say what to install, and stop."""
    if not sys.platform.startswith("linux"):
        return
    libraries = missing_libraries()
    packages = missing_packages(libraries)
    if not packages:
        return
    if shutil.which("apt-get") is None:
        raise stop(
            "please install these with your system's package manager and run this again: "
            + ", ".join(sorted(libraries) or packages)
        )
    update = ["apt-get", "update"]
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() != 0:
        raise stop(
            "some system packages are missing; please run this line and then this command again:\n"
            f"sudo {' '.join(update)} && sudo {' '.join(install)}"
        )
    say("installing system packages: " + " ".join(packages))
    for command in (update, install):
        if subprocess.call(command, env=dict(os.environ, DEBIAN_FRONTEND="noninteractive")) != 0:
            raise stop(f"`{' '.join(command)}` failed; its output above says why.")


# The environment


def python_in(environment: Path) -> Path:
    """Return the path of an environment's Python."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def stamp_of(lock: Path) -> str:
    """Return what an environment built from this lock is stamped with."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def is_stamped(environment: Path, stamp: str, lock: Path) -> bool:
    """Whether this environment was completely built from this lock."""
    file = environment / stamp
    return file.is_file() and file.read_text(encoding="ascii") == stamp_of(lock)


def is_alive(environment: Path) -> bool:
    """Whether its Python still starts and finds its packages; an upgrade of the system's Python can break both."""
    try:
        check = [str(python_in(environment)), "-c", "import PySide6, shiboken6, sqlcipher3, pip"]
        return subprocess.call(check, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def install(environment: Path, lock: Path) -> None:
    """Install a lock file; only wheels whose hashes it names, so nothing is compiled or chosen here."""
    pip = [str(python_in(environment)), "-m", "pip", "--disable-pip-version-check", "install", "--no-input"]
    if subprocess.call([*pip, "--require-hashes", "--only-binary=:all:", "--requirement", str(lock)]) != 0:
        raise stop(f"pip could not install {lock.name}; its output above says why.")


def correct_paths(environment: Path, old: Path, new: Path) -> None:
    """Let the scripts of a renamed environment (``activate``, ``pytest`` …) name its new place.

    Nothing here depends on them, as every tool is called with ``python -m``; it is for those who call them by hand. On
    Windows they are programs, which cannot be corrected.
    """
    for script in (environment / "bin").glob("*"):
        content = script.read_bytes() if script.is_file() and not script.is_symlink() else b""
        if os.fsencode(str(old)) in content:
            script.write_bytes(content.replace(os.fsencode(str(old)), os.fsencode(str(new))))


def build_environment() -> None:
    """Build the environment under another name, so that what bears the right one is always complete."""
    say(f"building .venv with Python {platform.python_version()} (about 300 MB to download) …")
    shutil.rmtree(str(HALF_BUILT), ignore_errors=True)
    # Inside an environment, sys.executable may lie in the very folder that is about to be replaced.
    interpreter = getattr(sys, "_base_executable", None) or sys.executable
    if subprocess.call([interpreter, "-m", "venv", str(HALF_BUILT)]) != 0:
        raise stop("`python -m venv` failed; its output above says why.")
    install(HALF_BUILT, LOCK)
    (HALF_BUILT / STAMP).write_text(stamp_of(LOCK), encoding="ascii")
    correct_paths(HALF_BUILT, HALF_BUILT, ENVIRONMENT)
    shutil.rmtree(str(OUTDATED), ignore_errors=True)
    try:
        if ENVIRONMENT.exists():
            ENVIRONMENT.rename(OUTDATED)
        HALF_BUILT.rename(ENVIRONMENT)
    except OSError as error:
        raise stop(f"the old .venv could not be replaced ({error}); close what runs from it and try again.") from error
    shutil.rmtree(str(OUTDATED), ignore_errors=True)


def prepare() -> None:
    """Make machine and environment ready; quick when they are."""
    prepare_system()
    if not (is_stamped(ENVIRONMENT, STAMP, LOCK) and is_alive(ENVIRONMENT)):
        build_environment()


# The verbs


def call(arguments: "list[str]", offscreen: bool = False) -> int:
    """Run a program in the checkout and return its exit code."""
    variables = dict(os.environ, PYTHONUTF8="1")
    if not any(os.environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG")):
        # A bare machine has no locale, and Qt complains of one that cannot write every name.
        variables["LC_CTYPE"] = "C.UTF-8"
    if offscreen:
        variables["QT_QPA_PLATFORM"] = "offscreen"
    return subprocess.call(arguments, cwd=str(ROOT), env=variables)


def python(*arguments: str, **options: bool) -> int:
    """Run the environment's Python and return its exit code."""
    return call([str(python_in(ENVIRONMENT)), *list(arguments)], **options)


def steps(*titled: "tuple[str, list[str]]") -> int:
    """Run each of these with the environment's Python, all of them, and return the first exit code that is not 0."""
    failed = []
    for title, arguments in titled:
        say(title + " …")
        started = time.monotonic()
        code = python(*arguments, offscreen=True)
        say(f"{title}: {'failed' if code else 'passed'} ({time.monotonic() - started:.0f} s)")
        if code:
            failed.append((title, code))
    if failed:
        say("failed: " + ", ".join(title for title, _ in failed))
    return failed[0][1] if failed else 0


LINT = [
    ("ruff check", ["-m", "ruff", "check", "."]),
    ("ruff format", ["-m", "ruff", "format", "--check", "."]),
    ("mypy", ["-m", "mypy"]),
    ("import contracts", ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]),
]
# The same order every time, as tests/conftest.py sees to the same examples: red means that the change did it. A worker
# that dies is a failed test, not a reason to start another.
PYTEST = ["-m", "pytest", "--randomly-seed=1", "--max-worker-restart=0"]
IN_PARALLEL = ["-n", "2", "--dist=worksteal", "--durations=10"]


FAULTS_ONCE = ("a few of each fault", ["-m", "tests.faults", "--once"])


def do_setup(_arguments: "list[str]") -> int:
    """Say that everything is ready."""
    say("ready; next: dev.py demo, dev.py test")
    return 0


def do_run(arguments: "list[str]") -> int:
    """Call the clinicdesk command."""
    return python("-m", "clinicdesk", *arguments)


def do_demo(arguments: "list[str]") -> int:
    """Open the sample clinic, or take the tour where no window can be shown."""
    if has_display():
        return python("-m", "clinicdesk", "demo", *arguments)
    return tour([str(python_in(ENVIRONMENT)), "-m", "clinicdesk"], ROOT / "build" / "tour")


def tour(clinicdesk: "list[str]", folder: Path) -> int:
    """Take the tour without a display and say where its pictures and papers lie."""
    shutil.rmtree(str(folder), ignore_errors=True)
    folder.mkdir(parents=True)
    say("no window is shown: taking the tour, which does every job of a clinic day …")
    code = call([*clinicdesk, "tour", "--out", str(folder)], offscreen=True)
    if code == 0:
        pictures, papers = (len(list(folder.rglob(kind))) for kind in ("*.png", "*.pdf"))
        say(f"{pictures} pictures and {papers} PDFs lie in {folder}")
    return code


def do_lint(_arguments: "list[str]") -> int:
    """Run the linters, all of them."""
    return steps(*LINT)


def do_test(arguments: "list[str]") -> int:
    """Run everything that must pass; or, with arguments, only pytest with them."""
    if arguments:
        return python(*(PYTEST + arguments), offscreen=True)
    return steps(
        *LINT, ("tests", PYTEST + IN_PARALLEL), ("one pass of bench", ["-m", "tests.bench", "--once"]), FAULTS_ONCE
    )


def do_faults(arguments: "list[str]") -> int:
    """Run the fault suite."""
    return python("-m", "tests.faults", *arguments, offscreen=True)


def do_bench(arguments: "list[str]") -> int:
    """Run the benchmarks."""
    return python("-m", "tests.bench", *arguments, offscreen=True)


def do_freeze(_arguments: "list[str]") -> int:
    """Build the one-folder app and try what came out."""
    if not is_stamped(ENVIRONMENT, "freeze.stamp", FREEZE_LOCK):
        install(ENVIRONMENT, FREEZE_LOCK)
        (ENVIRONMENT / "freeze.stamp").write_text(stamp_of(FREEZE_LOCK), encoding="ascii")
    folders = ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build" / "pyinstaller")]
    code = python("-m", "PyInstaller", "--noconfirm", "--log-level=WARN", *folders, "build_installer.spec")
    app = [str(ROOT / "dist" / "ClinicDesk" / ("clinicdesk.exe" if os.name == "nt" else "clinicdesk"))]
    code = code or call([*app, "--version"], offscreen=True)
    return code or tour(app, ROOT / "build" / "frozen-tour")


def do_lock(arguments: "list[str]") -> int:
    """Write the lock files; names, versions, markers and hashes, and no address of any index."""
    if shutil.which("uv") is None:
        raise stop("writing the lock files needs uv: please install it (`pipx install uv`) and run this again.")
    compile_ = ["uv", "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes"]
    compile_ += ["--no-emit-index-url", "--no-header", "--no-annotate", "--quiet", *arguments]
    code = call([*compile_, "pyproject.toml", "--group", "dev", "--output-file", LOCK.name])
    freeze = ["--group", "pyproject.toml:freeze", "--constraints", LOCK.name, "--output-file", FREEZE_LOCK.name]
    return code or call(compile_ + freeze)


def main(arguments: "list[str]") -> int:
    """Do the verb and return the exit code."""
    verbs = {name[3:]: verb for name, verb in globals().items() if name.startswith("do_")}
    if not arguments or arguments[0] not in verbs:
        print(__doc__, file=sys.stdout if "--help" in arguments else sys.stderr)
        return 0 if "--help" in arguments else 2
    if not is_supported(sys.version_info):
        return hand_over(arguments)
    if arguments[0] != "lock":
        prepare()
    return verbs[arguments[0]](arguments[1:])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
