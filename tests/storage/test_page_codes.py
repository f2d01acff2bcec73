"""The codes of pages say what SQLCipher itself says of them."""

import random
from pathlib import Path

from clinicdesk.clinic import Clinic
from clinicdesk.storage import page_codes
from clinicdesk.storage.database import connect_finished


def by_sqlcipher(path: Path, key: bytes) -> bool:
    connection = connect_finished(path, key)
    try:
        return connection.execute("PRAGMA cipher_integrity_check").fetchone() is None
    finally:
        connection.close()


def test_a_whole_file_fits(clinic: Clinic, clinic_file: Path, key: bytes) -> None:
    clinic.close()

    assert page_codes.all_fit(clinic_file, key)
    assert by_sqlcipher(clinic_file, key)
    assert not page_codes.all_fit(clinic_file, bytes(32))


def test_any_changed_byte_is_found(clinic: Clinic, clinic_file: Path, key: bytes) -> None:
    clinic.close()
    whole = clinic_file.read_bytes()
    chance = random.Random(7)
    # The first and last pages are special: the salt stands in the one, a thread may forget the other.
    places = [16, 4095, 4096, len(whole) // 2, len(whole) - 4096, len(whole) - 1]
    for at in places + [chance.randrange(16, len(whole)) for _time in range(60)]:
        changed = bytearray(whole)
        changed[at] ^= 1 << chance.randrange(8)
        clinic_file.write_bytes(changed)

        assert not page_codes.all_fit(clinic_file, key), at
        assert not by_sqlcipher(clinic_file, key), at


def test_exchanged_or_missing_pages_are_found(clinic: Clinic, clinic_file: Path, key: bytes) -> None:
    clinic.close()
    whole = clinic_file.read_bytes()
    page = page_codes.PAGE

    for content in (
        whole[:page] + whole[2 * page : 3 * page] + whole[page : 2 * page] + whole[3 * page :],
        whole[:-1],
        b"",
    ):
        clinic_file.write_bytes(content)
        assert not page_codes.all_fit(clinic_file, key)
