"""A copy with a password: nothing of it can be read without, and with it it is the same paper."""

from io import BytesIO

import pytest
from pypdf import PasswordType, PdfReader
from pypdf.errors import FileNotDecryptedError

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, CannotPrint
from clinicdesk.printing import consent_form
from clinicdesk.printing.protected_copy import protect
from tests.printing.sheets import texts

PASSWORD = "harbour läne 12"


@pytest.fixture
def paper(receptionist: Desk) -> bytes:
    return consent_form.blank(receptionist, "iv-ketamine-mood")


def test_without_the_password_nothing_can_be_read(paper: bytes):
    copy = protect(paper, PASSWORD)
    reader = PdfReader(BytesIO(copy))
    assert reader.is_encrypted
    with pytest.raises(FileNotDecryptedError):
        reader.pages[0].extract_text()
    for wrong in ("", "harbour lane 12", PASSWORD.upper()):
        assert reader.decrypt(wrong) is PasswordType.NOT_DECRYPTED
    assert b"/AESV3" in copy
    for word in (b"Harbour", b"Infusion", b"ketamine"):
        assert word not in copy


def test_with_it_it_reads_the_same(paper: bytes):
    reader = PdfReader(BytesIO(protect(paper, PASSWORD)))
    assert reader.decrypt(PASSWORD) is not PasswordType.NOT_DECRYPTED
    plain = PdfReader(BytesIO(paper))
    assert [page.extract_text() for page in reader.pages] == [page.extract_text() for page in plain.pages]
    assert len(texts(paper)) == len(reader.pages)


@pytest.mark.parametrize("password", ["", "short", "1234567", "          ", "x" * 200])
def test_a_password_that_protects_nothing_is_refused(paper: bytes, password: str):
    with pytest.raises(BadValue) as refused:
        protect(paper, password)
    assert refused.value.field == "password"


def test_what_is_no_paper_is_told():
    with pytest.raises(CannotPrint, match="cannot be protected"):
        protect(b"no paper at all", PASSWORD)
