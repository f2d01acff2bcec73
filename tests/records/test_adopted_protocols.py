"""The clinic's own version of a protocol: adopted by a prescriber, used for what is planned from then on."""

from datetime import date, time, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotAllowed, NotFound
from clinicdesk.records import adopted_protocols, series
from clinicdesk.rules.protocol import WeightBasis
from clinicdesk.storage.entry import Entry
from tests.records.sessions.steps import TODAY, register_zoe

MOOD = "iv-ketamine-mood"


def planned(desk: Desk, patient_id: str, first: date) -> series.Series:
    days = [first + timedelta(days=offset) for offset in (0, 2, 4, 7, 9, 11)]
    series_id = series.plan(
        desk, patient_id=patient_id, protocol_name=MOOD, days=days, time=time(9), indication="Major depression"
    )
    return series.get(desk, series_id)


def text_of(desk: Desk) -> str:
    return adopted_protocols.in_use(desk, MOOD).text


def test_a_changed_number_is_used_by_the_next_series_and_not_by_the_running_one(nurse: Desk, prescriber: Desk) -> None:
    patient_id = register_zoe(nurse)
    before = planned(nurse, patient_id, TODAY)
    text = text_of(prescriber).replace("micrograms_per_kg = 500", "micrograms_per_kg = 600")
    text = text.replace('weight_basis = "actual"', 'weight_basis = "adjusted"')
    adopted_protocols.adopt(prescriber, text, remark="Our own start")
    after = planned(nurse, patient_id, TODAY + timedelta(days=60))
    assert before.protocol.dose is not None
    assert after.protocol.dose is not None
    assert (before.protocol.dose.micrograms_per_kg, before.protocol.version) == (500, "1")
    assert (after.protocol.dose.micrograms_per_kg, after.protocol.version) == (600, "2")
    assert after.protocol.dose.weight_basis is WeightBasis.ADJUSTED
    assert series.get(nurse, before.id).protocol.dose == before.protocol.dose
    assert adopted_protocols.offered(nurse)[MOOD].protocol == after.protocol


def test_limits_are_part_of_the_version(prescriber: Desk) -> None:
    text = text_of(prescriber).replace("at_or_above = 180", "at_or_above = 170")
    adopted_protocols.adopt(prescriber, text, remark="Lower")
    mine = adopted_protocols.offered(prescriber)[MOOD]
    assert 170 in {rule.value for rule in mine.protocol.limits.rules}
    assert mine.adopted_by == prescriber.person.name


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("micrograms_per_kg = 500", "micrograms_per_kg = 0.5", "whole number"),
        ("max_dose_micrograms = 100000", "max_dose_micrograms = 10\nmin_dose_micrograms = 20", "largest dose"),
        ("concentration_micrograms_per_ml = 50000", "concentration_micrograms_per_ml = 0", "whole number from 1"),
        ('sedation = "sedation"', 'sedation = "ramsay"', "no scale this program knows"),
        ('name = "First series"', 'name = "First series"\nafter = "First series"', "in a circle: First series"),
        (f'id = "{MOOD}"', 'id = "another"', "no protocol “another”"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(prescriber: Desk, old: str, new: str, words: str) -> None:
    with pytest.raises((BadValue, NotFound), match=words):
        adopted_protocols.adopt(prescriber, text_of(prescriber).replace(old, new, 1), remark="try")
    assert adopted_protocols.versions(prescriber, MOOD) == ()


def test_only_a_prescriber_stands_for_a_protocol(nurse: Desk) -> None:
    with pytest.raises(NotAllowed):
        adopted_protocols.adopt(nurse, text_of(nurse), remark="as it is")


@pytest.mark.parametrize("typed", ["99999999999999999999", "2026-beta", "1"])
def test_the_program_counts_the_versions_whatever_the_text_says(prescriber: Desk, typed: str) -> None:
    text = text_of(prescriber).replace('version = "1"', f'version = "{typed}"', 1).replace("= 500", "= 600", 1)
    assert adopted_protocols.adopt(prescriber, text, remark="Ours") == "2"
    assert adopted_protocols.in_use(prescriber, MOOD).protocol.version == "2"
    assert adopted_protocols.adopt(prescriber, text, remark="Ours again") == "3"


def test_a_text_from_another_program_is_read(prescriber: Desk) -> None:
    text = text_of(prescriber).replace("at_or_above = 180", "at_or_above = 170")
    adopted_protocols.adopt(prescriber, "\ufeff" + text.replace("\n", "\r\n"), remark="From an editor")
    used = adopted_protocols.in_use(prescriber, MOOD)
    assert 170 in {rule.value for rule in used.protocol.limits.rules}
    assert "\r" not in used.text


def test_of_two_prescribers_who_adopt_at_once_one_gets_through(prescriber: Desk, everyone: Desk) -> None:
    first = text_of(prescriber).replace("= 500", "= 600", 1)
    second = text_of(prescriber).replace("= 500", "= 400", 1)

    class Slow(Desk):
        def record(self, action: str, *changes: object, **more: object) -> Entry:
            adopted_protocols.adopt(everyone, second, remark="Quicker")
            return super().record(action, *changes, **more)  # type: ignore[arg-type]

    with pytest.raises(ChangedElsewhere):
        adopted_protocols.adopt(Slow(prescriber.clinic, prescriber.person, "PC-2"), first, remark="Slower")
    used = adopted_protocols.in_use(prescriber, MOOD)
    assert used.protocol.dose is not None
    assert (used.version, used.protocol.dose.micrograms_per_kg) == ("2", 400)
    assert prescriber.clinic.verify() == []
