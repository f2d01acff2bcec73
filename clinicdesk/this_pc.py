"""How well this PC guards the key by itself: does it sign in alone, and is its disk encrypted?

Three answers: yes, no, and "cannot be told". A PC is only called safe when it says so itself.
"""

import configparser
import plistlib
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from clinicdesk.language import _

_SECONDS = 10.0
_ROOT = Path("/")


@dataclass(frozen=True, slots=True)
class Guard:
    """What this PC says of itself; None where it does not say."""

    signs_in_alone: bool | None
    disk_encrypted: bool | None

    def warning(self) -> str:
        """Return what whoever takes this PC away would have of a key in its keyring, and what helps; empty if nothing.

        What cannot be told is not warned of: whoever reads the warning could do nothing about it.
        """
        if self.signs_in_alone:
            return _(
                "This PC signs in by itself: whoever carries it away can open the clinic file. Switch that off, or set "
                "a start PIN."
            )
        if self.disk_encrypted is False:
            return _(
                "The disk of this PC is not encrypted: whoever has the disk can try passwords of its keyring in peace. "
                "Encrypt the disk, or set a start PIN."
            )
        return ""


def look(clinic_file: Path) -> Guard:
    """Ask the operating system; takes a second on some, so do it beside the window."""
    if sys.platform == "win32":
        return Guard(windows_signs_in_alone(_winlogon()), bitlocker(_ask(_bitlocker_question(clinic_file.drive))))
    if sys.platform == "darwin":
        return Guard(mac_signs_in_alone(_ROOT), filevault(_ask(["/usr/bin/fdesetup", "status"])))
    return Guard(linux_signs_in_alone(_ROOT), linux_disk_encrypted(clinic_file, _ROOT))


# Linux ----------------------------------------------------------------------------------------------------------------

_SIGN_IN_PROGRAMS = {
    # Where each keeps its choices, and which section and names say that somebody is signed in without a password.
    "gdm": (("etc/gdm3/custom.conf", "etc/gdm3/daemon.conf", "etc/gdm/custom.conf"), ("daemon", "automaticlogin")),
    "sddm": (("etc/sddm.conf", "etc/sddm.conf.d/*.conf", "usr/lib/sddm/sddm.conf.d/*.conf"), ("autologin", "user")),
    "lightdm": (
        ("etc/lightdm/lightdm.conf", "etc/lightdm/lightdm.conf.d/*.conf", "usr/share/lightdm/lightdm.conf.d/*.conf"),
        ("seat:*", "autologin-user"),
    ),
}


def linux_signs_in_alone(root: Path) -> bool | None:
    """Read the choices of the usual sign-in programs; None where none of them is there."""
    known = False
    for name, (patterns, (section, option)) in _SIGN_IN_PROGRAMS.items():
        files = [file for pattern in patterns for file in sorted(root.glob(pattern))]
        known = known or bool(files)
        chosen = _chosen(files, section)
        if chosen is None:
            return None
        wanted = chosen.get(option, "").strip()
        if name == "gdm" and chosen.get("automaticloginenable", "false").strip().lower() not in ("true", "1"):
            wanted = ""
        if wanted:
            return True
    return False if known else None


def _chosen(files: Iterable[Path], section: str) -> dict[str, str] | None:
    """Return the options of one section, later files before earlier ones; None where a file cannot be read."""
    chosen: dict[str, str] = {}
    for file in files:
        parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
        try:
            parser.read_string(file.read_text(encoding="utf-8", errors="replace"))
        except (OSError, configparser.Error):
            return None
        for name in parser.sections():
            if name.lower() == section:
                chosen.update({key: value or "" for key, value in parser.items(name)})
    return chosen


def linux_disk_encrypted(file: Path, root: Path) -> bool | None:
    """Follow the disk a file lies on down to what it is made of: dm-crypt anywhere on every way means encrypted."""
    mount = _mount_of(file, root)
    if mount is None:
        return None
    device, kind = mount
    if kind == "ecryptfs":
        return True
    block = root / "sys/dev/block" / device
    if not block.exists():
        return None  # ZFS, a container, a network folder: not for us to tell
    return _is_encrypted(block.resolve())


def _mount_of(file: Path, root: Path) -> tuple[str, str] | None:
    """Return number and kind of the file system a file lies on."""
    try:
        lines = (root / "proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    best, found = -1, None
    for line in lines:
        before, _dash, after = line.partition(" - ")
        parts = before.split(" ")
        if len(parts) < 5 or not after:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), parts[4])
        # Of two mounts on the same place the later one is what shows.
        if file.absolute().is_relative_to(point) and len(point) >= best:
            best, found = len(point), (parts[2], after.split(" ")[0])
    return found


def _is_encrypted(block: Path) -> bool | None:
    try:
        if (block / "dm/uuid").read_text(encoding="ascii").startswith("CRYPT-"):
            return True
    except OSError:
        pass
    slaves = block / "slaves"
    below = [slave.resolve() for slave in slaves.iterdir()] if slaves.is_dir() else []
    # A mirror or a volume group is as safe as its least safe disk.
    answers = [_is_encrypted(slave) for slave in below]
    return bool(answers) and all(answers)


# macOS ----------------------------------------------------------------------------------------------------------------


def mac_signs_in_alone(root: Path) -> bool | None:
    """Read the sign-in window's choices, which every account may read."""
    try:
        chosen = plistlib.loads((root / "Library/Preferences/com.apple.loginwindow.plist").read_bytes())
    except (OSError, plistlib.InvalidFileException, ValueError):
        return None
    return bool(chosen.get("autoLoginUser"))


def filevault(said: str) -> bool | None:
    """Read what ``fdesetup status`` says."""
    if "FileVault is On" in said:
        return True
    return False if "FileVault is Off" in said else None


# Windows --------------------------------------------------------------------------------------------------------------


def _bitlocker_question(drive: str) -> list[str]:
    """Ask for what the Explorer shows beside a drive; the other ways to ask want an administrator of the PC."""
    letter = drive if re.fullmatch("[A-Za-z]:", drive) else "C:"
    question = (
        f"(New-Object -ComObject Shell.Application).NameSpace('{letter}').Self.ExtendedProperty("
        "'System.Volume.BitLockerProtection')"
    )
    return ["powershell.exe", "-NoProfile", "-NonInteractive", "-Command", question]


def windows_signs_in_alone(auto_admin_logon: str | None) -> bool | None:
    """Read the choice ``AutoAdminLogon``; it is not there on a PC where nobody ever chose."""
    return None if auto_admin_logon is None else auto_admin_logon.strip() == "1"


def bitlocker(said: str) -> bool | None:
    """Read the state of a drive: 1 on, 6 on and locked; 2 off, 3 to 5 being changed or suspended."""
    match said.strip():
        case "1" | "6":
            return True
        case "0" | "2" | "3" | "4" | "5":
            return False
    return None


def _winlogon() -> str | None:
    """Return the choice, empty where nobody made one, None where it cannot be read."""
    if sys.platform != "win32":
        return None
    import winreg

    try:
        place = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon"
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as key:
            try:
                return str(winreg.QueryValueEx(key, "AutoAdminLogon")[0])
            except FileNotFoundError:
                return ""
    except OSError:
        return None


def _ask(command: list[str]) -> str:
    """Return what a program of the operating system says, empty where it does not."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False, shell=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout
