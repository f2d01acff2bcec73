"""What was typed in a search box, carried into a registration."""

from datetime import date

import pytest

from clinicdesk.rules.typed_person import fields_from

TODAY = date(2026, 3, 2)


def person(family: str = "", given: str = "", **more: str) -> dict[str, str]:
    return {name: text for name, text in {"family_name": family, "given_name": given, **more}.items() if text}


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ("lind", person("Lind")),
        ("per lindqvist", person("Lindqvist", "Per")),
        ("Lindqvist, Per Olof", person("Lindqvist", "Per Olof")),
        ("de Vries, Jan", person("de Vries", "Jan")),
        ("anna-lena o'brien", person("O'brien", "Anna-Lena")),
        ("21jul68", person(birth_date="21-Jul-1968")),
        ("21 Jul 1968", person(birth_date="21-Jul-1968")),
        ("1968-07-21", person(birth_date="21-Jul-1968")),
        ("07211986", person(birth_date="21-Jul-1986")),
        ("21071986 per", person("Per", birth_date="21-Jul-1986")),
        ("03041970", person(birth_date="03/04/1970")),
        ("99990142", person(phone_mobile="99990142")),
        ("3/4/1970", person(birth_date="3/4/1970")),
        ("+1 218 555 0142", person(phone_mobile="+1 218 555 0142")),
        ("(218) 555-0142", person(phone_mobile="218 555 0142")),
        ("2185550142 x12", person(phone_mobile="218 555 0142 ext. 12")),
        ("5550142", person(phone_mobile="5550142")),
        ("per@example.org", person(email="per@example.org")),
        ("per lindqvist 21jul68", person("Lindqvist", "Per", birth_date="21-Jul-1968")),
        ("lindqvist, per 21 jul 1968", person("Lindqvist", "Per", birth_date="21-Jul-1968")),
        ("Lindqvist 218 555 0142", person("Lindqvist", phone_mobile="218 555 0142")),
        (
            "Zoë Ångström 7/21/1986 +44 20 7946 0958 zoe@example.org",
            person(
                "Ångström", "Zoë", birth_date="21-Jul-1986", phone_mobile="+44 20 7946 0958", email="zoe@example.org"
            ),
        ),
        ("Maria Lopez 3/4/1970", person("Lopez", "Maria", birth_date="3/4/1970")),
        ("Per Lindqvist <per@example.org>", person("Lindqvist", "Per", email="per@example.org")),
        ("4182", {}),
        ("per 4182", person("Per")),
        ("@", {}),
        (",", {}),
        ("", {}),
    ],
)
def test_typed_words_become_fields(typed: str, fields: dict[str, str]) -> None:
    assert dict(fields_from(typed, TODAY)) == fields
