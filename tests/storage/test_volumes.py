"""A clinic file on a network folder is refused, with what to do instead; a backup there is welcome."""

from pathlib import Path

import pytest

from clinicdesk import errors
from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.records import backups
from clinicdesk.storage import keys, volumes


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that the system says is another PC's."""
    folder = tmp_path / "on the nas"
    folder.mkdir()
    mounts = tmp_path / "mounts"
    point = str(folder).replace(" ", "\\040")
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\n//nas/clinic {point} cifs rw,vers=3.0 0 0\n", encoding="utf-8")
    monkeypatch.setattr(volumes, "MOUNTS", mounts)
    return folder


def test_no_clinic_is_made_on_a_network_folder(share: Path) -> None:
    with pytest.raises(errors.CannotWrite, match="choose the network folder for the backups"):
        Clinic.create(share / "clinic.clinicdesk", keys.new_key())
    assert list(share.iterdir()) == []


def test_no_clinic_is_opened_on_a_network_folder(share: Path, clinic_file: Path, key: bytes) -> None:
    moved = share / clinic_file.name
    clinic_file.rename(moved)
    before = moved.read_bytes()

    with pytest.raises(errors.CannotWrite, match="disk of this PC"):
        Clinic.open(moved, key)

    assert [path.name for path in share.iterdir()] == [moved.name]
    assert moved.read_bytes() == before


def test_backups_go_there(share: Path, clinic: Clinic) -> None:
    desk = Desk.of_system(clinic, "PC")
    assert backups.likely_kind(share) is backups.Kind.NETWORK
    backups.add_place(desk, share, backups.Kind.NETWORK)

    [made] = backups.make_all(desk, "asked")

    assert made.problem == ""


@pytest.mark.parametrize(
    "kind", ["fuse.gvfsd-fuse", "fuse.kio-fuse", "fuse.s3fs", "vboxsf", "fuse.vmhgfs-fuse", "prl_fs"]
)
def test_folders_of_a_desktop_s_file_manager_and_of_a_virtual_machine_are_as_far_away(share: Path, kind: str) -> None:
    text = volumes.MOUNTS.read_text(encoding="utf-8").replace(" cifs ", f" {kind} ")
    volumes.MOUNTS.write_text(text, encoding="utf-8")
    assert volumes.on_network(share)
    with pytest.raises(errors.CannotWrite):
        Clinic.create(share / "clinic.clinicdesk", keys.new_key())


def test_the_longest_mount_point_counts() -> None:
    mounts = [("/", "ext4"), ("/home", "nfs4"), ("/home/ada/local", "xfs")]

    assert volumes.kind_of(Path("/home/ada/clinic"), mounts) == "nfs4"
    assert volumes.kind_of(Path("/home/ada/local/clinic"), mounts) == "xfs"
    assert volumes.kind_of(Path("/homes"), mounts) == "ext4"


def test_what_macos_says_of_its_disks_is_read() -> None:
    said = (
        "/dev/disk3s1 on / (apfs, sealed, local, read-only, journaled)\n"
        "//ada@nas._smb._tcp.local/Back%20ups on /Volumes/Back ups (smbfs, nodev, nosuid, mounted by ada)\n"
    )

    assert volumes.mounts_in(said) == [("/", "apfs"), ("/Volumes/Back ups", "smbfs")]


@pytest.mark.parametrize("folder", ["\\\\nas\\clinic", "//nas/clinic"])
def test_the_address_of_a_share_is_enough(folder: str) -> None:
    assert volumes.on_network(Path(folder))
