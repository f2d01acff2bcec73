"""``clinicdesk print`` for the papers about who saw and did what."""

from pathlib import Path

import pytest

from tests.commands.test_print import consent_number, print_
from tests.printing.sheets import texts

__all__ = ["consent_number", "print_"]


@pytest.mark.usefixtures("consent_number")
@pytest.mark.parametrize(
    ("words", "login", "inside"),
    [
        (("history", 1), "nina", "Registered the patient"),
        (("history", 1, "--topic", "details", "--by", "rita"), "ada", "Patient details, by Rita Moss"),
        (("disclosures", 1), "rita", "Accounting of disclosures"),
        (("disclosures", 1, "--all"), "rita", "Everything else that left"),
        (("access-log",), "ada", "Prepared a consent form"),
        (("access-log", "--by", "rita", "--about", 1, "--kind", "changed"), "ada", "Recorded in charts, by Rita Moss"),
        (("access-review", "2026-03"), "ada", "Review of access"),
        (("anchor-slip",), "rita", "State of the record"),
    ],
)
def test_each_is_made(print_, tmp_path: Path, words, login: str, inside: str):
    out = tmp_path / "paper.pdf"
    assert print_(*words, "--out", out, login=login) == 0
    assert inside in " ".join(texts(out.read_bytes()))


@pytest.mark.usefixtures("consent_number")
@pytest.mark.parametrize(
    ("words", "login", "sentence"),
    [
        (("access-log",), "nina", "Your role does not include seeing this."),
        (("access-review", "2026-03"), "rita", "Your role does not include seeing this."),
        (("history", 1), "rita", "Your role does not include seeing this."),
        (("access-log", "--by", "nobody"), "ada", "Nobody has the login “nobody”."),
        (("access-review", "March"), "ada", "“March” is not a month such as 2026-11."),
        (("access-log", "--from", "2026-03-05", "--to", "2026-03-01"), "ada", "The last day is before the first."),
        (("cover-slip", 1), "rita", "There is no signed form yet."),
    ],
)
def test_what_is_refused_is_said(print_, tmp_path: Path, capsys, words, login: str, sentence: str):
    out = tmp_path / "paper.pdf"
    assert print_(*words, "--out", out, login=login) != 0
    assert sentence in capsys.readouterr().err
    assert not out.exists()
