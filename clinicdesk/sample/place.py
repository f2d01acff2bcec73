"""Where the sample clinic lies, and what may be replaced by a new one: an older sample, never anything else."""

import os
import tempfile
from pathlib import Path

from clinicdesk import errors, workstation
from clinicdesk.clinic import SUFFIX, Clinic
from clinicdesk.language import _
from clinicdesk.sample.programmes import certify
from clinicdesk.sample.rooms import furnish
from clinicdesk.sample.stage import found
from clinicdesk.sample.story import tell
from clinicdesk.sample.wording import adopt_texts
from clinicdesk.storage import blobs, head, keys
from clinicdesk.storage.clock import Clock, SystemClock

FILE_NAME = f"sample{SUFFIX}"


def default_folder() -> Path:
    """Return the folder for the sample clinic: beside, and never in the place of, the PC's own clinic."""
    return workstation.default_clinic_file().parent / "sample"


def make_in(folder: Path, clock: Clock | None = None) -> Path:
    """Make the sample clinic in a folder, in place of an older one, and return its file.

    Today is in full swing at the moment of ``clock`` (the PC's own by default). Raises ``CannotWrite`` where another
    file has its name, and ``FileLocked`` while the older sample is open.
    """
    path = folder / FILE_NAME
    _refuse_to_replace(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Made aside and put in its place when it is whole.
        with tempfile.TemporaryDirectory(prefix=".making-", dir=folder) as aside:
            _make(Path(aside) / FILE_NAME, clock or SystemClock())
            _put_in_place(Path(aside) / FILE_NAME, path)
    except OSError as problem:
        raise errors.CannotWrite(
            _("The sample clinic cannot be made in {folder}. Choose a folder you may write in.").format(
                folder=folder.name
            )
        ) from problem
    return path


def _make(path: Path, clock: Clock) -> None:
    stage = found(path, clock)
    try:
        furnish(stage)
        adopt_texts(stage)
        certify(stage)
        tell(stage)
    finally:
        stage.clinic.close()


def _put_in_place(made: Path, path: Path) -> None:
    # The head goes first and comes last: a head never stands beside a file it does not belong to.
    head.path_of(path).unlink(missing_ok=True)
    for part in (blobs.path_of, Path, head.path_of):
        if part(made).exists():
            os.replace(part(made), part(path))  # noqa: PTH105 - replaces on Windows as well


def _refuse_to_replace(path: Path) -> None:
    """Raise unless there is no such file, or it is a sample clinic that nobody has open."""
    if not path.exists():
        return
    try:
        Clinic.open(path, keys.SAMPLE_KEY, accept_behind=True).close()
    except errors.ClinicFileProblem as problem:
        raise errors.CannotWrite(
            _("{file} is there already and is not a sample clinic, so it stays. Choose another folder.").format(
                file=path.name
            )
        ) from problem
    # The last one to close a file takes its write-ahead log away.
    if path.with_name(f"{path.name}-wal").exists():
        raise errors.FileLocked(_("The sample clinic is open in a window. Close the window, then make it anew."))
