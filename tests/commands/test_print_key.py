"""``clinicdesk print recovery-sheet``: for an administrator, with the words of this clinic, and recorded."""

from pathlib import Path

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.storage import keys
from tests.commands.test_print import consent_number, print_
from tests.printing.sheets import texts

__all__ = ["consent_number", "print_"]


@pytest.mark.usefixtures("consent_number")
def test_an_administrator_gets_the_sheet_and_it_is_recorded(
    print_, tmp_path: Path, clinic_file: Path, key: bytes, capsys
):
    out = tmp_path / "sheet.pdf"
    assert print_("recovery-sheet", "--out", out, login="ada") == 0
    assert "delete the file" in capsys.readouterr().out
    page = " ".join(texts(out.read_bytes())).split()
    assert set(keys.to_words(key)) <= set(page)
    assert keys.key_id(key) in page
    assert (out.stat().st_mode & 0o077) == 0
    clinic = Clinic.open(clinic_file, key)
    seen = list(clinic.rows("SELECT 1 FROM search_entries WHERE action = 'practice.recovery_sheet'"))
    clinic.close()
    assert len(seen) == 1


@pytest.mark.usefixtures("consent_number")
@pytest.mark.parametrize("login", ["nina", "pat", "rita"])
def test_nobody_else_gets_it(print_, tmp_path: Path, capsys, login: str):
    out = tmp_path / "sheet.pdf"
    assert print_("recovery-sheet", "--out", out, login=login) != 0
    assert "Only an administrator may do this." in capsys.readouterr().err
    assert not out.exists()
