"""On what a folder lies: a disk of this PC, or another PC's, where a clinic file must not be worked in.

SQLite's write-ahead log needs memory that all who have the file open share, and locks that hold; a network folder has
neither. For backups it is good: they are written by one, once, and renamed.
"""

import sys
from pathlib import Path

from clinicdesk.errors import CannotWrite
from clinicdesk.language import _

MOUNTS = Path("/proc/mounts")
_NETWORK_KINDS = {
    "cifs",
    "smb3",
    "smbfs",
    "nfs",
    "nfs4",
    "fuse.sshfs",
    "fuse.rclone",
    "davfs",
    "fuse.davfs2",
    "afs",
    "ceph",
}
_NETWORK_KINDS |= {"fuse.gvfsd-fuse", "fuse.kio-fuse"}  # a share that was opened in the file manager of GNOME or KDE
_NETWORK_KINDS |= {"fuse.s3fs", "fuse.gcsfuse", "fuse.curlftpfs", "fuse.smbnetfs"}
_NETWORK_KINDS |= {"vboxsf", "fuse.vmhgfs-fuse", "prl_fs"}  # a folder of the PC that a virtual machine runs on
_NETWORK_KINDS |= {"afpfs", "webdav"}  # macOS
_REMOTE_DRIVE = 4  # DRIVE_REMOTE of Windows


def refuse_network(file: Path) -> None:
    """Refuse to work in a clinic file on a network folder. Raises ``CannotWrite`` with what to do instead."""
    if on_network(file.parent):
        raise CannotWrite(
            _(
                "{file} is on a network folder, where it would be damaged. Copy it and what lies beside it to a disk "
                "of this PC and open it there; choose the network folder for the backups."
            ).format(file=file.name)
        )


def on_network(folder: Path) -> bool:
    """Tell whether a folder lies on another PC, as far as the system tells."""
    if str(folder).startswith(("\\\\", "//")):
        return True
    try:
        where = folder.resolve()
        if sys.platform == "win32":
            return _drive_is_remote(where)
        return kind_of(where, _mounts()) in _NETWORK_KINDS
    except (OSError, ValueError):
        return False


def kind_of(folder: Path, mounts: list[tuple[str, str]]) -> str:
    """Return the kind of file system a folder lies on, by mount points and their kinds; empty where none fits."""
    best, kind = "", ""
    for point, found in mounts:
        if folder.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, found
    return kind


def _mounts() -> list[tuple[str, str]]:
    if sys.platform == "darwin":
        return _mounts_of_macos()
    lines = [line.split() for line in MOUNTS.read_text(encoding="utf-8").splitlines()]
    return [(line[1].replace("\\040", " "), line[2]) for line in lines if len(line) > 2]


def _mounts_of_macos() -> list[tuple[str, str]]:
    import subprocess  # it is not fast to import, and no other system needs it

    try:
        said = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=2, check=True).stdout
    except subprocess.SubprocessError:
        return []
    return mounts_in(said)


def mounts_in(said: str) -> list[tuple[str, str]]:
    """Read lines such as ``//ada@nas/backups on /Volumes/backups (smbfs, nodev)``."""
    mounts = []
    for line in said.splitlines():
        place, _bracket, rest = line.partition(" on ")[2].rpartition(" (")
        mounts.append((place, rest.split(",")[0].rstrip(")")))
    return mounts


def _drive_is_remote(folder: Path) -> bool:
    import ctypes

    return bool(ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == _REMOTE_DRIVE)  # type: ignore[attr-defined,unused-ignore]
