"""The program's own words on a form: complete in both languages, and dates nobody takes for others."""

import re
import string
import tomllib
from datetime import UTC, date, datetime, timedelta

import pytest

from clinicdesk import resources
from clinicdesk.formats import format_date
from clinicdesk.printing.form_words import FormWords
from clinicdesk.records.consents import Capacity
from clinicdesk.records.wordings import Signer, TextKind

LANGUAGES = ("en", "es")


def words(language: str) -> dict[str, str]:
    path = resources.folder("consents") / "words" / f"paper.{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def places(text: str) -> list[str]:
    return sorted(name for _text, name, _format, _conversion in string.Formatter().parse(text) if name)


def test_both_languages_have_the_same_words_with_the_same_places():
    english, spanish = words("en"), words("es")
    assert list(english) == list(spanish)
    for name in english:
        assert places(english[name]) == places(spanish[name]), name
        assert spanish[name].strip()


def test_every_word_is_used():
    code = "".join(path.read_text(encoding="utf-8") for path in (resources.root().parent / "clinicdesk").rglob("*.py"))
    composed = ("title_", "role_", "device_", "language_", "capacity_", "mark_")
    for name in words("en"):
        assert (
            name.startswith(composed)
            or re.search(rf"""["']{name}(\{{\w+\}})?["']|["']{name}["']""", code)
            or (f"{name.removesuffix('_written')}{{written}}" in code)
        ), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_has_a_name_has_its_words(language: str):
    known = FormWords(language)
    names = [known.role(who) for who in Signer] + [known.title(kind) for kind in TextKind]
    names += [known(f"capacity_{capacity}") for capacity in Capacity]
    names += [known.device(device) for device in ("mouse", "pen", "finger", "something new")]
    assert len(set(names)) == len(names)


def test_a_language_without_words_is_written_in_english():
    assert FormWords("fr")("page", page=1, pages=2) == "Page 1 of 2"
    assert FormWords("es-MX")("page", page=1, pages=2) == "Página 1 de 2"


def test_no_two_days_of_a_year_look_alike():
    days = [date(2026, 1, 1) + timedelta(days=count) for count in range(365)]
    for language in LANGUAGES:
        printed = [FormWords(language).day(day) for day in days]
        assert len(set(printed)) == 365
        assert all(re.fullmatch(r"\d\d-[A-Za-z]{3}-2026", one) for one in printed)
    assert [FormWords("en").day(day) for day in days] == [format_date(day) for day in days]
    assert FormWords("es").moment(datetime(2026, 1, 5, 9, 7, tzinfo=UTC)) == "05-ene-2026 09:07"


def test_typed_braces_stay_what_they_are():
    assert FormWords("en")("reason", reason="{name} {0} {") == "Reason: {name} {0} {"
