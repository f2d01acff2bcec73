"""What a PC says of itself is read right, and "cannot be told" is never taken for "safe"."""

import plistlib
from pathlib import Path

import pytest

from clinicdesk import this_pc


def put(root: Path, name: str, text: str) -> None:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("etc/gdm3/custom.conf", "[daemon]\nAutomaticLoginEnable=True\nAutomaticLogin=anna\n", True),
        ("etc/gdm3/custom.conf", "[daemon]\nAutomaticLoginEnable=false\nAutomaticLogin=anna\n", False),
        ("etc/gdm/custom.conf", "[daemon]\n#AutomaticLogin=anna\n", False),
        ("etc/sddm.conf.d/auto.conf", "[Autologin]\nUser=anna\nSession=plasma\n", True),
        ("etc/sddm.conf", "[Theme]\nCurrent=breeze\n", False),
        ("etc/lightdm/lightdm.conf.d/50.conf", "[Seat:*]\nautologin-user=anna\n", True),
        ("etc/lightdm/lightdm.conf", "[Seat:*]\nautologin-user=\n", False),
        ("etc/lightdm/lightdm.conf", "no section at all", None),
        ("etc/hosts", "127.0.0.1 localhost", None),
    ],
)
def test_linux_signs_in_alone(tmp_path: Path, name: str, text: str, expected: bool | None) -> None:
    put(tmp_path, name, text)
    assert this_pc.linux_signs_in_alone(tmp_path) is expected


def disk(root: Path, number: str, name: str, *, uuid: str = "", on: tuple[str, ...] = ()) -> None:
    """Put a disk into a tree as Linux shows it, made of other disks."""
    device = root / "sys/devices" / name
    device.mkdir(parents=True)
    if uuid:
        put(device, "dm/uuid", uuid + "\n")
    (device / "slaves").mkdir()
    for below in on:
        (device / "slaves" / below).symlink_to(root / "sys/devices" / below)
    place = root / "sys/dev/block" / number
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(device)


@pytest.mark.parametrize(
    ("home_on", "expected"),
    [
        ("8:1", False),  # a plain partition
        ("253:0", True),  # LUKS
        ("253:1", True),  # a volume on LUKS
        ("253:2", False),  # a volume over LUKS and a plain disk
        ("0:50", None),  # something else: ZFS, a container
    ],
)
def test_a_disk_is_followed_down_to_what_it_is_made_of(tmp_path: Path, home_on: str, expected: bool | None) -> None:
    disk(tmp_path, "8:1", "sda1")
    disk(tmp_path, "253:0", "dm-0", uuid="CRYPT-LUKS2-0123", on=("sda1",))
    disk(tmp_path, "253:1", "dm-1", uuid="LVM-abc", on=("dm-0",))
    disk(tmp_path, "253:2", "dm-2", uuid="LVM-abd", on=("dm-0", "sda1"))
    put(
        tmp_path,
        "proc/self/mountinfo",
        "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
        f"36 22 {home_on} / /home/anna\\040b rw,relatime shared:1 - ext4 /dev/x rw\n"
        "37 22 8:1 / /home/an rw - ext4 /dev/sda1 rw\n",
    )
    assert this_pc.linux_disk_encrypted(Path("/home/anna b/clinic.clinicdesk"), tmp_path) is expected
    assert this_pc.linux_disk_encrypted(Path("/srv/clinic.clinicdesk"), tmp_path) is False


def test_without_a_list_of_mounts_nothing_is_claimed(tmp_path: Path) -> None:
    assert this_pc.linux_disk_encrypted(tmp_path / "clinic.clinicdesk", tmp_path) is None


@pytest.mark.parametrize(
    ("said", "expected"), [("FileVault is On.\n", True), ("FileVault is Off.\n", False), ("", None), ("Error", None)]
)
def test_filevault(said: str, expected: bool | None) -> None:
    assert this_pc.filevault(said) is expected


def test_mac_signs_in_alone(tmp_path: Path) -> None:
    assert this_pc.mac_signs_in_alone(tmp_path) is None
    file = tmp_path / "Library/Preferences/com.apple.loginwindow.plist"
    file.parent.mkdir(parents=True)
    file.write_bytes(plistlib.dumps({"lastUser": "anna"}))
    assert this_pc.mac_signs_in_alone(tmp_path) is False
    file.write_bytes(plistlib.dumps({"autoLoginUser": "anna"}))
    assert this_pc.mac_signs_in_alone(tmp_path) is True


@pytest.mark.parametrize(
    ("said", "expected"),
    [("1\n", True), ("6", True), ("2", False), ("5", False), ("3", False), ("", None), ("8", None), ("?", None)],
)
def test_bitlocker(said: str, expected: bool | None) -> None:
    assert this_pc.bitlocker(said) is expected


@pytest.mark.parametrize(("choice", "expected"), [("1", True), ("0", False), ("", False), (None, None)])
def test_windows_signs_in_alone(choice: str | None, expected: bool | None) -> None:
    assert this_pc.windows_signs_in_alone(choice) is expected


def test_this_pc_itself_answers_something() -> None:
    found = this_pc.look(Path.cwd())
    assert {found.signs_in_alone, found.disk_encrypted} <= {True, False, None}
