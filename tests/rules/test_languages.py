"""Which language somebody speaks, by what the front desk wrote, and whether they can read a text in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.rules.languages import interprets, language_code, language_name, understands


@pytest.mark.parametrize(
    ("spoken", "code"),
    [
        ("English", "en"),
        (" ESPAÑOL ", "es"),
        ("espanol", "es"),
        ("Spanish (Mexico)", "es"),
        ("Tiếng Việt", "vi"),
        ("Soomaali", "so"),
        ("es", "es"),
        ("en-US", "en"),
        ("Karen and Spanish", "es"),
        ("Karen", None),
        ("", None),
    ],
)
def test_a_language_by_its_names(spoken: str, code: str | None) -> None:
    assert language_code(spoken) == code


def test_its_name_in_english_and_an_unknown_code_as_it_is() -> None:
    assert (language_name("es"), language_name("es-MX"), language_name("ht"), language_name("xx")) == (
        "Spanish",
        "Spanish",
        "Haitian Creole",
        "xx",
    )


@pytest.mark.parametrize(
    ("spoken", "code", "can"),
    [
        ("Spanish", "es", True),
        ("Spanish", "es-MX", True),
        ("Spanish", "en", False),
        ("English", "en", True),
        ("Karen", "en", False),
        ("English, Spanish", "en", True),
        ("Spanish and English", "en", True),
        ("Spanish / English", "es", True),
        ("Spanish, a little English", "en", False),
        ("en-US", "en", True),
        ("", "en", True),
        ("   ", "es", True),
    ],
)
def test_who_can_read_a_text(spoken: str, code: str, can: bool) -> None:
    assert understands(spoken, code) is can


@pytest.mark.parametrize(
    ("spoken", "into", "served"),
    [
        ("Spanish", "es", True),
        ("Spanish", "Spanish", True),
        ("Spanish", "español", True),
        ("Spanish", "es-MX", True),
        ("Karen, Spanish", "es", True),
        ("Spanish", "fr", False),
        ("Karen", "Karen", True),
        ("Karen", "karen ", True),
        ("Karen", "Zapotec", False),
        ("Karen", "", True),
        ("", "es", True),
    ],
)
def test_whom_an_interpreter_serves(spoken: str, into: str, served: bool) -> None:
    assert interprets(spoken, into) is served


@given(st.text(max_size=40), st.text(max_size=8))
def test_nothing_that_is_typed_breaks_it(spoken: str, code: str) -> None:
    assert isinstance(understands(spoken, code), bool)
    assert isinstance(interprets(spoken, code), bool)
    if language_code(spoken) is not None:
        assert understands(spoken, str(language_code(spoken)))
