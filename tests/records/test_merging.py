"""Two registrations of one person: merged, read as one, and parted again."""

from dataclasses import replace
from datetime import date

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotAllowed
from clinicdesk.records import (
    banner,
    chart_facts,
    consents,
    disclosures,
    eligibility,
    emergency,
    history,
    measures,
    merging,
    messages,
    note_drafts,
    notes,
    patient_search,
    patients,
    payments,
    sessions,
    workups,
)
from clinicdesk.records.calls import attempts
from clinicdesk.records.chart_facts import Allergy, ChartFacts, FactList
from clinicdesk.records.identities import surviving
from clinicdesk.records.measures import skips
from clinicdesk.records.merging import Side
from clinicdesk.records.merging.tables import ABOUT_FILING, KINDS, STATED
from clinicdesk.records.migrations.tables import SCHEMA
from clinicdesk.records.note_drafts import NoteDraft
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.answers import Answer
from clinicdesk.storage.clock import DrivenClock
from tests.records.attaching import attach
from tests.records.sessions.steps import consent, plan_for, run

BORN = date(1968, 7, 21)


def register(desk: Desk, **more: object) -> str:
    known = {"family_name": "Ångström", "given_name": "Zoë", "birth_date": BORN, **more}
    return patients.register(desk, details=PatientDetails(**known))  # type: ignore[arg-type]


def merge(desk: Desk, kept: str, merged: str, **choices: Side) -> str:
    seen = merging.preview(desk, kept, merged)
    return merging.merge(desk, kept, merged, choices=choices, based_on=(seen.kept.version, seen.merged.version))


def unmerge(desk: Desk, merge_id: str, side: Side = Side.KEPT, **other: Side) -> None:
    found = merging.parting(desk, merge_id)
    whose = {thing.key: side for thing in found.belongings} | other
    merging.unmerge(desk, merge_id, belongings=whose, based_on=found.merge.version)


def set_facts(desk: Desk, patient_id: str, facts: ChartFacts) -> None:
    found = patients.get(desk, patient_id)
    patients.amend(desk, patient_id, based_on=found.version, details=found, facts=facts)


@pytest.fixture
def system(clinic: Clinic) -> Desk:
    return Desk.of_system(clinic, "TEST-PC")


@pytest.fixture
def kept(everyone: Desk) -> str:
    return register(everyone, phone_mobile="+1 218 555 0101", city="Duluth")


@pytest.fixture
def merged(everyone: Desk) -> str:
    return register(everyone, given_name="Zoë M.", phone_mobile="+1 218 555 0199", email="zoe@example.org")


# Every table ---------------------------------------------------------------------------------------------------------


def naming_patients(clinic: Clinic) -> dict[str, set[str]]:
    """Return every ledgered table with the columns that name a patient."""
    found = {}
    for table in SCHEMA.tables:
        keys = clinic.rows(f"PRAGMA foreign_key_list({table})")
        columns = {row["from"] for row in keys if row["table"] == "patients"}
        if columns:
            found[table] = columns
    return found


def test_every_table_that_names_a_patient_has_its_place_in_a_merge(clinic: Clinic) -> None:
    known = {table: {"patient_id"} for table in (*KINDS, *STATED)}
    known |= {"patients": {"merged_into"}, "merges": {"kept_id", "merged_id"}}
    known |= {"misfiled": {"patient_id", "belongs_to"}, "erasures": {"patient_id"}}
    assert {"misfiled", "erasures"} == ABOUT_FILING
    assert naming_patients(clinic) == known


@pytest.mark.parametrize("table", KINDS)
def test_every_kind_of_record_is_read_under_the_one_that_stays_and_comes_back(
    system: Desk, kept: str, merged: str, table: str
) -> None:
    row_id = attach(system, table, merged)
    before = {one: merging.attached(system, one) for one in (kept, merged)}
    assert holds(before[merged], table, row_id)
    assert not holds(before[kept], table, row_id)
    merge_id = merge(system, kept, merged)
    assert holds(merging.attached(system, kept), table, row_id)
    assert merging.attached(system, kept) == merging.attached(system, merged)
    unmerge(system, merge_id)
    assert {one: merging.attached(system, one) for one in (kept, merged)} == before


@pytest.mark.parametrize("table", [table for table, kind in KINDS.items() if not kind.follows])
@pytest.mark.parametrize("side", Side)
def test_what_was_written_since_goes_where_it_belongs(
    system: Desk, kept: str, merged: str, table: str, side: Side
) -> None:
    merge_id = merge(system, kept, merged)
    row_id = attach(system, table, merged)
    found = merging.parting(system, merge_id)
    assert [thing for thing in found.belongings if (table, row_id) in thing.rows]
    unmerge(system, merge_id, side)
    mine, other = (kept, merged) if side is Side.KEPT else (merged, kept)
    assert row_id in ids(merging.attached(system, mine), table)
    assert row_id not in ids(merging.attached(system, other), table)
    stands = system.row(f"SELECT patient_id FROM {table} WHERE id = ?", row_id)
    closed = SCHEMA.tables[table].insert_only
    assert stands == {"patient_id": kept if closed else mine}
    # A closed record is told of in both charts.
    shown = [(one.table, one.id, one.belongs_here) for one in merging.misfiled(system, mine)]
    seen_from_other = [(one.table, one.id, one.belongs_here) for one in merging.misfiled(system, other)]
    if closed and side is Side.MERGED:
        assert (table, row_id, True) in shown
        assert (table, row_id, False) in seen_from_other
    else:
        assert (table, row_id, True) not in shown
        assert (table, row_id, False) not in seen_from_other


def holds(found: tuple[merging.Attached, ...], table: str, row_id: str) -> bool:
    """Tell whether a record is there; what follows another one is only counted."""
    group = next((group for group in found if group.table == table), None)
    return group is not None and (KINDS[table].follows or row_id in ids(found, table))


def ids(found: tuple[merging.Attached, ...], table: str) -> list[str]:
    return [record.id for group in found if group.table == table for record in group.records]


def test_every_entry_names_the_patients_whose_rows_it_writes(everyone: Desk, clock: DrivenClock) -> None:
    # An un-merge finds what was written since by the patients an entry names.
    from tests.bench.treatment import course

    course(everyone, clock)
    for entry in everyone.clinic.ledger.entries_after(0):
        for change in entry.changes:
            if change.columns.get("patient_id"):
                assert change.columns["patient_id"] in entry.patients, entry.action


# Merging -------------------------------------------------------------------------------------------------------------


def test_a_merge_is_one_entry_and_moves_no_row(everyone: Desk, kept: str, merged: str) -> None:
    note = notes.write(everyone, patient_id=merged, kind="progress", body="Slept well")
    count = everyone.clinic.entry_count
    merge(everyone, kept, merged)
    assert everyone.clinic.entry_count == count + 1
    assert everyone.row("SELECT patient_id FROM notes WHERE id = ?", note) == {"patient_id": merged}
    assert [(n.id, n.patient_id) for n in notes.of_patient(everyone, kept)] == [(note, kept)]
    assert notes.get(everyone, note).patient_id == kept


def test_fields_are_taken_by_choice(everyone: Desk, kept: str, merged: str) -> None:
    merge(everyone, kept, merged, given_name=Side.MERGED, email=Side.MERGED, phone_mobile=Side.KEPT)
    found = patients.get(everyone, merged)
    assert (found.id, found.given_name, found.email) == (kept, "Zoë M.", "zoe@example.org")
    assert (found.phone_mobile, found.city) == ("+1 218 555 0101", "Duluth")


def test_the_side_that_says_something_is_proposed(everyone: Desk, kept: str, merged: str) -> None:
    found = {pair.name: pair for pair in merging.preview(everyone, kept, merged).fields}
    assert found["email"].proposed is Side.MERGED
    assert found["email"].may_choose
    assert found["city"].proposed is Side.KEPT
    assert not found["city"].may_choose
    assert found["phone_mobile"].differs
    assert not found["birth_date"].differs


def test_an_answer_is_taken_like_a_value(everyone: Desk, kept: str) -> None:
    other = register(everyone, answers={"email": Answer.NONE})
    merge(everyone, kept, other, email=Side.MERGED)
    assert patients.get(everyone, kept).answer("email") is Answer.NONE


def test_nothing_cannot_be_chosen(everyone: Desk, kept: str, merged: str) -> None:
    with pytest.raises(BadValue) as refused:
        merge(everyone, kept, merged, city=Side.MERGED)
    assert refused.value.field == "city"


def test_the_old_number_still_finds_the_patient(everyone: Desk, kept: str, merged: str) -> None:
    number = patients.get(everyone, merged).record_number
    merge(everyone, kept, merged)
    assert patients.by_record_number(everyone, number).id == kept


def test_what_is_written_under_the_old_id_goes_under_the_one_that_stays(everyone: Desk, kept: str, merged: str) -> None:
    merge(everyone, kept, merged)
    note = notes.write_signed(everyone, patient_id=merged, kind="progress", body="Called")
    form = consents.prepare(everyone, patient_id=merged, text_name="iv-ketamine-mood")
    session_id = plan_for(everyone, merged)
    for table, row_id in (("notes", note), ("consents", form), ("sessions", session_id)):
        assert everyone.row(f"SELECT patient_id FROM {table} WHERE id = ?", row_id) == {"patient_id": kept}


def test_who_cannot_be_merged(everyone: Desk, administrator: Desk, kept: str, merged: str) -> None:
    third, voided = register(everyone), register(everyone)
    patients.void(administrator, [voided], reason="Never came")
    merge(everyone, kept, merged)
    for ours, theirs in ((kept, kept), (third, merged), (merged, third), (kept, voided), (voided, kept)):
        with pytest.raises(BadValue):
            merge(everyone, ours, theirs)
        assert merging.preview(everyone, ours, theirs).refusal


def test_a_merged_record_is_not_voided(everyone: Desk, administrator: Desk, kept: str, merged: str) -> None:
    merge(everyone, kept, merged)
    for one in (kept, merged):
        with pytest.raises(BadValue):
            patients.void(administrator, [one], reason="By mistake")


def test_a_note_begun_before_the_merge_is_found_again(everyone: Desk, kept: str, merged: str) -> None:
    draft = NoteDraft(notes.NoteKind.PROGRESS, "Half a sen", None, None)
    note_drafts.keep(everyone, note_drafts.place_of_new_note(everyone, merged), draft)
    merge(everyone, kept, merged)
    found = note_drafts.find(everyone, note_drafts.place_of_new_note(everyone, kept))
    assert found is not None
    assert found.body == "Half a sen"


def test_two_who_are_treated_at_once_are_two_people(everyone: Desk, kept: str, merged: str) -> None:
    first, second = (plan_for(everyone, one) for one in (kept, merged))
    run(everyone, everyone, first)
    seen = merging.preview(everyone, kept, merged)
    assert not seen.refusal
    assert any("running" in caution.sentence for caution in seen.cautions)
    run(everyone, everyone, second)
    with pytest.raises(BadValue, match="two people"):
        merge(everyone, kept, merged)


def test_what_changed_meanwhile_stops_the_merge(everyone: Desk, kept: str, merged: str) -> None:
    seen = merging.preview(everyone, kept, merged)
    found = patients.get(everyone, merged)
    patients.amend(everyone, merged, based_on=found.version, details=PatientDetails(family_name="Berg"))
    with pytest.raises(ChangedElsewhere):
        merging.merge(everyone, kept, merged, choices={}, based_on=(seen.kept.version, seen.merged.version))


def test_cautions_name_what_speaks_against_it(everyone: Desk, kept: str) -> None:
    twin = register(
        everyone, given_name="Juana", birth_date=date(1969, 1, 1), sex_at_birth="female", deceased_on=date(2026, 1, 1)
    )
    sentences = " ".join(caution.sentence for caution in merging.preview(everyone, kept, twin).cautions)
    for word in ("birth", "first names", "died"):
        assert word in sentences


# Lists ---------------------------------------------------------------------------------------------------------------


def test_none_never_hides_an_allergy_of_the_other_record(everyone: Desk, kept: str, merged: str) -> None:
    set_facts(everyone, kept, ChartFacts(allergies=FactList(Answer.NONE)))
    set_facts(everyone, merged, ChartFacts(allergies=FactList(Answer.SOME, (Allergy(substance="Latex"),))))
    merge_id = merge(everyone, kept, merged)
    found = chart_facts.of(everyone, kept).allergies
    assert found.answer is Answer.SOME
    assert found.contradicted
    assert [item.substance for item in found.items] == ["Latex"]
    shown = banner.of_patient(everyone, kept)
    assert shown.allergies == "known"
    assert "Latex" in shown.allergy_text
    assert "ask again" in shown.allergy_text
    # Saving something else settles nothing; having asked again does.
    as_it_is = chart_facts.of(everyone, kept)
    set_facts(everyone, kept, as_it_is)
    assert chart_facts.of(everyone, kept).allergies.contradicted
    set_facts(everyone, kept, replace(as_it_is, allergies=replace(found, contradicted=False)))
    assert not chart_facts.of(everyone, kept).allergies.contradicted
    unmerge(everyone, merge_id)
    # Nobody may read "none" out of a question that has to be asked anew.
    assert chart_facts.of(everyone, kept).allergies.answer is Answer.NOT_ASKED
    assert [item.substance for item in chart_facts.of(everyone, merged).allergies.items] == ["Latex"]


def test_of_two_answers_without_a_list_the_last_one_counts(everyone: Desk, kept: str, merged: str) -> None:
    set_facts(everyone, merged, ChartFacts(allergies=FactList(Answer.UNKNOWN)))
    set_facts(everyone, kept, ChartFacts(allergies=FactList(Answer.NONE)))
    merge(everyone, kept, merged)
    assert chart_facts.of(everyone, merged).allergies == FactList(Answer.NONE)


# Parting -------------------------------------------------------------------------------------------------------------


def test_parting_gives_back_what_nobody_changed_since(everyone: Desk, kept: str, merged: str) -> None:
    before = [patients.get(everyone, one) for one in (kept, merged)]
    merge_id = merge(everyone, kept, merged, given_name=Side.MERGED, email=Side.MERGED)
    assert merging.parting(everyone, merge_id).belongings == ()
    unmerge(everyone, merge_id)
    after = [patients.get(everyone, one) for one in (kept, merged)]
    assert [same(one) for one in after] == [same(one) for one in before]
    assert surviving(everyone, merged) == merged


def same(patient: patients.Patient) -> dict[str, object]:
    return {name: getattr(patient, name) for name in patient.__dataclass_fields__ if name != "version"}


@pytest.mark.parametrize(("side", "ours", "theirs"), [(Side.KEPT, "777", ""), (Side.MERGED, "101", "777")])
def test_a_field_changed_since_is_asked(
    everyone: Desk, kept: str, merged: str, side: Side, ours: str, theirs: str
) -> None:
    merge_id = merge(everyone, kept, merged)
    found = patients.get(everyone, kept)
    patients.amend(everyone, kept, based_on=found.version, details=replace(found, phone_mobile="+1 218 555 0777"))
    asked = merging.parting(everyone, merge_id).belongings
    assert [(thing.key, thing.detail) for thing in asked] == [("field phone_mobile", "+1 218 555 0777")]
    unmerge(everyone, merge_id, side)
    assert patients.get(everyone, kept).phone_mobile.endswith(ours)
    assert patients.get(everyone, merged).phone_mobile.endswith(theirs or "199")


def test_nothing_is_parted_while_an_answer_is_missing(everyone: Desk, kept: str, merged: str) -> None:
    merge_id = merge(everyone, kept, merged)
    note = notes.write(everyone, patient_id=kept, kind="progress", body="Slept well")
    found = merging.parting(everyone, merge_id)
    with pytest.raises(BadValue) as refused:
        merging.unmerge(everyone, merge_id, belongings={}, based_on=found.merge.version)
    assert refused.value.field == f"notes {note}"
    assert surviving(everyone, merged) == kept


def test_a_session_of_the_other_brings_what_was_recorded_in_it(
    everyone: Desk, kept: str, merged: str, clock: DrivenClock
) -> None:
    session_id = plan_for(everyone, merged)
    merge_id = merge(everyone, kept, merged)
    run(everyone, everyone, session_id)
    clock.pass_time(minutes=45)
    sessions.end(everyone, session_id, ended=sessions.EndReason.COMPLETED)
    weight = banner.newest_weight(everyone, kept)
    assert weight is not None
    recorded = sessions.get(everyone, session_id)
    assert recorded.patient_id == kept
    unmerge(everyone, merge_id, Side.MERGED)
    parted = sessions.get(everyone, session_id)
    assert parted.patient_id == merged
    assert parted.observations == recorded.observations
    assert parted.events == recorded.events
    assert banner.newest_weight(everyone, merged) == weight
    assert banner.newest_weight(everyone, kept) is None


def test_the_consent_of_the_other_never_counts_for_the_one_it_is_filed_under(
    everyone: Desk, kept: str, merged: str
) -> None:
    merge_id = merge(everyone, kept, merged)
    consent(everyone, kept)
    unmerge(everyone, merge_id, Side.MERGED)
    ours, theirs = (consents.for_treatment(everyone, one, ["iv-ketamine-mood"]) for one in (kept, merged))
    assert (ours.state.value, theirs.state.value) == ("never_given", "signed_on_paper")


READ_BY = {
    "notes": notes.of_patient,
    "consents": consents.of_patient,
    "payments": payments.of_patient,
    "call_attempts": attempts.of_patient,
    "messages": messages.about,
    "eligibility": eligibility.of_patient,
    "workups": workups.of_patient,
    "measure_results": measures.of_patient,
    "measure_skips": skips.of_patient,
    "disclosures": disclosures.of_patient,
    "emergency_accesses": emergency.of_patient,
}


def test_every_kind_that_can_be_closed_is_read_where_it_belongs() -> None:
    closed = {table for table in KINDS if SCHEMA.tables[table].insert_only and not KINDS[table].follows}
    assert closed | {"notes"} == set(READ_BY)


@pytest.mark.parametrize("table", READ_BY)
def test_a_closed_record_of_the_other_is_read_in_the_other_chart(
    everyone: Desk, kept: str, merged: str, table: str
) -> None:
    merge_id = merge(everyone, kept, merged)
    more = {"outcome": "reached", "purpose": "reminder"} if table == "call_attempts" else {}
    more = {"from_id": everyone.person.id, "to_role": "nurse"} if table == "messages" else more
    row_id = attach(everyone, table, merged, **more)
    if table == "notes":
        notes.sign(everyone, row_id)
    if table == "eligibility":
        attach(everyone, "signatures", merged, subject_table="eligibility", subject_id=row_id, meaning="prescriber")
    unmerge(everyone, merge_id, Side.MERGED)
    ours, theirs = (READ_BY[table](everyone, one) for one in (kept, merged))
    assert [found.id for found in ours] == []
    assert [found.id for found in theirs] == [row_id]
    assert getattr(theirs[0], "patient_id", merged) == merged


def test_the_history_of_both_shows_the_time_they_were_one(everyone: Desk, kept: str, merged: str) -> None:
    early = notes.write(everyone, patient_id=kept, kind="progress", body="Before")
    merge_id = merge(everyone, kept, merged)
    notes.sign(everyone, notes.write(everyone, patient_id=merged, kind="progress", body="Meanwhile"))
    unmerge(everyone, merge_id)
    notes.sign(everyone, early)
    ours, theirs = ([line.what for line in history.of_patient(everyone, one)] for one in (kept, merged))
    assert theirs == [
        "Parted two merged records",
        "Signed a note",
        "Saved a note",
        "Merged two records of one person",
        "Registered the patient",
    ]
    assert ours == ["Signed a note", *theirs[:-1], "Saved a note", "Registered the patient"]


def test_the_history_says_which_records_and_whose_details(everyone: Desk, kept: str, merged: str) -> None:
    merge_id = merge(everyone, kept, merged, email=Side.MERGED)
    found = patients.get(everyone, kept)
    patients.amend(everyone, kept, based_on=found.version, details=replace(found, city="Superior"))
    notes.write_signed(everyone, patient_id=kept, kind="progress", body="Slept well")
    unmerge(everyone, merge_id, Side.MERGED)
    lines = {line.what: line.changes for line in history.of_patient(everyone, kept)}
    joined = [(c.label, c.before, c.after) for c in lines["Merged two records of one person"]]
    assert joined == [("000 001 E-mail", "", "zoe@example.org"), ("Records", "", "000 002 read as 000 001")]
    parted = [(c.label, c.before, c.after) for c in lines["Parted two merged records"]]
    assert parted == [
        ("000 001 City", "Superior", "Duluth"),
        ("000 001 E-mail", "zoe@example.org", ""),
        ("000 002 City", "", "Superior"),
        ("Notes", "", "belongs to 000 002"),
        ("Records", "000 002 read as 000 001", ""),
    ]


def test_a_second_record_is_likely_until_somebody_says_otherwise(everyone: Desk, kept: str, merged: str) -> None:
    def likely(patient_id: str) -> list[str]:
        return [match.line.id for match in merging.likely_second_records(everyone, patient_id)]

    assert likely(kept) == [merged]
    unmerge(everyone, merge(everyone, kept, merged))
    # Whoever parted them said that these are two people.
    assert likely(kept) == []
    assert [match.line.id for match in merging.alike(everyone, kept)] == [merged]
    namesake = register(everyone, distinguishing_remark="Has a brother of this name")
    assert namesake not in likely(merged)
    assert likely(namesake) == []


def test_names_and_numbers_of_the_merged_find_the_one_that_stays(everyone: Desk, kept: str) -> None:
    other = register(everyone, family_name="Quillfeather", given_name="Zoë", phone_mobile="+1 218 555 0234")
    number = patients.get(everyone, other).record_number

    def found(typed: str) -> list[str]:
        return [line.id for line in patient_search.find(everyone, typed)]

    merge_id = merge(everyone, kept, other)
    assert found("quillfeather") == found(str(number)) == found("5550234") == [kept]
    unmerge(everyone, merge_id)
    assert found("quillfeather") == found("5550234") == [other]
    assert found(str(number))[0] == other


def test_chains_hold_and_part_in_the_middle(everyone: Desk) -> None:
    first, second, third = (register(everyone) for _place in range(3))
    note = notes.write(everyone, patient_id=third, kind="progress", body="Third")
    merge(everyone, second, third)
    middle = merge(everyone, first, second)
    assert {surviving(everyone, one) for one in (first, second, third)} == {first}
    assert [n.id for n in notes.of_patient(everyone, first)] == [note]
    unmerge(everyone, middle)
    assert [surviving(everyone, one) for one in (first, second, third)] == [first, second, second]
    assert [[n.id for n in notes.of_patient(everyone, one)] for one in (first, second)] == [[], [note]]


def test_a_merge_is_parted_once(everyone: Desk, kept: str, merged: str) -> None:
    merge_id = merge(everyone, kept, merged)
    unmerge(everyone, merge_id)
    with pytest.raises(BadValue):
        merging.parting(everyone, merge_id)
    assert [one.undone_at is not None for one in merging.merges_of(everyone, kept)] == [True]
    merge(everyone, merged, kept)
    assert surviving(everyone, kept) == merged


def test_reception_merges_and_sees_nothing_clinical(receptionist: Desk, everyone: Desk) -> None:
    one, other = register(receptionist), register(receptionist)
    set_facts(everyone, one, ChartFacts(allergies=FactList(Answer.NONE)))
    set_facts(everyone, other, ChartFacts(allergies=FactList(Answer.SOME, (Allergy(substance="Latex"),))))
    notes.write(everyone, patient_id=other, kind="progress", body="Cannot sleep")
    seen = repr(merging.preview(receptionist, one, other))
    assert "Latex" not in seen
    assert "sleep" not in seen
    merge_id = merge(receptionist, one, other)
    notes.write(everyone, patient_id=other, kind="progress", body="Cannot sleep")
    assert "sleep" not in repr(merging.parting(receptionist, merge_id))
    # Whoever may read it needs it, to say whose it is.
    assert "sleep" in repr(merging.parting(everyone, merge_id))
    assert "Latex" in repr(merging.attached(everyone, one))
    with pytest.raises(NotAllowed):
        notes.of_patient(receptionist, one)
    unmerge(receptionist, merge_id)


def test_the_record_replays(system: Desk, kept: str, merged: str) -> None:
    merge_id = merge(system, kept, merged, email=Side.MERGED)
    for table in KINDS:
        attach(system, table, merged)
    unmerge(system, merge_id, Side.MERGED)
    # A stored paper that `attach` names is not there; everything else must agree.
    found = [finding for finding in system.clinic.verify() if "paper" not in finding.sentence]
    assert found == []


def test_what_was_said_since_reads_as_everywhere(everyone: Desk) -> None:
    kept, merged = register(everyone), register(everyone)
    merge_id = merge(everyone, kept, merged)
    found = patients.get(everyone, kept)
    said = replace(found, preferred_channel="phone_mobile", moved_away_on=date(2026, 1, 2))
    patients.amend(everyone, kept, based_on=found.version, details=said)
    shown = {thing.key: thing.detail for thing in merging.parting(everyone, merge_id).belongings}
    assert shown == {"field preferred_channel": "Mobile phone", "field moved_away_on": "02-Jan-2026"}
