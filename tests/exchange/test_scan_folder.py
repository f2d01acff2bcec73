"""The scan folder: what is offered, and what still grows."""

import hashlib
import os
from pathlib import Path

import pytest

from clinicdesk.errors import BadValue
from clinicdesk.exchange import scan_folder
from clinicdesk.exchange.scan_folder import LONG_QUIET_MS, QUIET_MS, ScanFolder
from tests.exchange import outside_files as made


def names(folder: ScanFolder, uptime_ms: int) -> list[str]:
    return [scan.path.name for scan in folder.look(uptime_ms)]


def test_a_scan_is_offered_when_it_has_stopped_growing(tmp_path: Path) -> None:
    folder, whole = ScanFolder(tmp_path), made.pdf("One")
    path = tmp_path / "scan.PDF"
    path.write_bytes(b"")
    assert names(folder, 0) == []
    path.write_bytes(whole[:400])
    assert names(folder, 1000) == []
    assert names(folder, 1000 + QUIET_MS) == [], "the scanner pauses between two pages"
    assert folder.has_growing
    path.write_bytes(whole)
    assert names(folder, 9000) == []
    assert names(folder, 9000 + QUIET_MS) == ["scan.PDF"]
    assert not folder.has_growing
    path.write_bytes(whole + whole)
    assert names(folder, 20_000) == [], "it grows once more"


def test_what_never_gets_its_end_is_offered_after_a_minute_and_refused_when_it_is_filed(tmp_path: Path) -> None:
    folder = ScanFolder(tmp_path)
    (tmp_path / "broken.pdf").write_bytes(made.pdf("One")[:400])
    folder.look(0)
    assert names(folder, LONG_QUIET_MS - 1) == []
    assert names(folder, LONG_QUIET_MS) == ["broken.pdf"]


def test_other_files_are_let_be_and_the_newest_comes_first(tmp_path: Path) -> None:
    folder = ScanFolder(tmp_path)
    for age, name in enumerate(["new.jpg", "old.tif", "~old.pdf", ".hidden.pdf", "letter.docx", "half.pdf.part"]):
        (tmp_path / name).write_bytes(made.picture("JPEG"))
        os.utime(tmp_path / name, (1_000_000 - age, 1_000_000 - age))
    (tmp_path / "folder.pdf").mkdir()
    folder.look(0)
    assert names(folder, QUIET_MS) == ["new.jpg", "old.tif"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="scan folder"):
        ScanFolder(tmp_path / "usb stick").look(0)


def test_only_the_very_file_that_was_filed_is_deleted(tmp_path: Path) -> None:
    folder = ScanFolder(tmp_path)
    path = tmp_path / "scan.jpg"
    path.write_bytes(made.picture("JPEG"))
    folder.look(0)
    (scan,) = folder.look(QUIET_MS)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_bytes(made.picture("JPEG", (700, 900)))
    with pytest.raises(BadValue, match="has changed"):
        scan_folder.delete(scan, digest)
    assert path.exists()
    path.write_bytes(made.picture("JPEG"))
    scan_folder.delete(scan, digest)
    assert not path.exists()
    scan_folder.delete(scan, digest)
