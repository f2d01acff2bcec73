"""The clinic's own texts: adopted, changed, published, listed, and who is to sign again."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed
from clinicdesk.records import consents, merging, patients, wordings
from clinicdesk.records.chart_facts import ChartFacts
from clinicdesk.records.consents import Inked, signing_again
from clinicdesk.records.merging import Side
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.wordings import Wording, as_typed, check, edited, source_of
from clinicdesk.records.wordings.editing import unwrapped
from clinicdesk.rules.gate import ConsentState
from clinicdesk.storage.clock import DrivenClock

MOOD = "iv-ketamine-mood.en"


def shipped(key: str = MOOD) -> Wording:
    return wordings.shipped()[key]


def with_body(old: str, new: str, key: str = MOOD) -> str:
    wording = shipped(key)
    text = edited(wording)
    assert old in text.body
    return source_of(replace(text, body=text.body.replace(old, new, 1)), wording)


def publish(desk: Desk, what: str, *, asks_again: bool = True) -> None:
    wordings.adopt(desk, with_body("Please read it slowly", what), remark=what, asks_again=asks_again)


def registered(desk: Desk, name: str) -> str:
    return patients.register(desk, details=PatientDetails(family_name=name, given_name="Zoë"), facts=ChartFacts())


def signed(desk: Desk, patient: str, text: str = "iv-ketamine-mood", language: str = "en") -> str:
    consent_id = consents.prepare(desk, patient_id=patient, text_name=text, language=language)
    consents.sign_on_paper(
        desk,
        consents.get(desk, consent_id),
        Inked(signer_name="Zoë", clinician="Dr Pat Osei"),
        signed_on=desk.local(desk.now()).date(),
    )
    return consent_id


def names(people: list[signing_again.SigningAgain]) -> list[str]:
    return [one.patient_name for one in people]


# Editing ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", sorted(wordings.shipped()))
def test_a_text_that_nobody_changed_is_the_same_file(key: str) -> None:
    text = edited(shipped(key))
    assert source_of(text, shipped(key)) == shipped(key).source
    assert check(text, shipped(key)).problems == ()


@pytest.mark.parametrize("key", sorted(wordings.shipped()))
def test_lines_are_joined_without_changing_what_is_read(key: str) -> None:
    body = unwrapped(shipped(key).body)
    assert " ".join(body.split()) == " ".join(shipped(key).body.split())
    paragraphs = [line for line in body.split("\n") if line.startswith(("This paper", "Este documento"))]
    assert all(paragraph.endswith((".", ":", "}")) for paragraph in paragraphs)


@given(
    st.lists(
        st.sampled_from(["words", "- one", "1. two", "## H", "[initials: a]", "", "  ", "a  ", "*", "**b**", "\\"])
    )
)
def test_joining_lines_never_changes_what_is_read(lines: list[str]) -> None:
    body = "\n".join(lines)
    assert " ".join(unwrapped(body).split()) == " ".join(body.split())


def test_remarks_and_the_order_of_the_header_stay() -> None:
    made = source_of(replace(edited(shipped()), valid_days="90"), shipped())
    assert made.split("\n")[:8] == shipped().source.split("\n")[:8]
    assert "# How long a signature holds is for the clinic to set." in made
    assert wordings.parse(made.encode(), "x").valid_days == 90


def test_conditions_are_typed_as_people_say_them() -> None:
    made = check(replace(edited(shipped()), indications="Bipolar  depression , pain,"), shipped()).wording
    assert made is not None
    assert made.indications == ("bipolar depression", "pain")
    assert "indications: bipolar-depression, pain\n" in made.source
    assert edited(made).indications == "bipolar depression, pain"
    cleared = check(replace(edited(made), indications=""), made).wording
    assert cleared is not None
    assert cleared.indications == ()


def test_marks_of_the_text_become_the_lists_of_the_header() -> None:
    text = edited(shipped())
    more = replace(text, body=text.body + "\n\nMay we call you?\n\n[answer: call | Yes | No]\n\n[initials: calling]\n")
    made = check(more, shipped()).wording
    assert made is not None
    assert set(made.initials) == {*shipped().initials, "calling"}
    assert made.answers == (*shipped().answers, "call")
    fewer = replace(text, body=text.body.replace("[initials: risks]", ""))
    made = check(fewer, shipped()).wording
    assert made is not None
    assert "risks" not in made.initials


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"title": " "}, "title", "title"),
        ({"valid_days": "two"}, "valid_days", "how many days"),
        ({"valid_days": "0"}, "valid_days", "how many days"),
        ({"valid_days": "²"}, "valid_days", "how many days"),
        ({"guardian_under": "-1"}, "guardian_under", "age"),
        ({"signers": ""}, "signers", "Nobody signs"),
        ({"signers": "clinician"}, "signers", "Nobody signs"),
        ({"covers": "No Such"}, "covers", "small letters"),
    ],
)
def test_a_setting_that_cannot_be_is_told_at_its_field(changed: dict[str, str], field: str, words: str) -> None:
    found = check(replace(edited(shipped()), **changed), shipped())
    assert found.wording is None
    assert [(one.field, one.line) for one in found.problems] == [(field, 0)]
    assert words in found.problems[0].sentence


@pytest.mark.parametrize(
    "title",
    [
        "A\nkind: notice",
        "A\rkind: notice",
        "A\u2028B",
        "A\x07B",
        "A\u202eB",
        "Word " * 31,
        "To {clinic.name}",
        "A }",
        " ",
    ],
)
def test_a_title_is_one_line_that_can_be_read(title: str) -> None:
    problems = check(replace(edited(shipped()), title=title), shipped()).problems
    assert "title" in {one.field for one in problems}
    with pytest.raises(BadValue) as refused:
        wordings.copy_of(shipped(), name="other", language="en", title=title)
    assert refused.value.field == "title"


def test_a_withdrawal_stays_one_and_says_what_is_taken_back() -> None:
    base = wordings.parse(shipped("withdrawal.en").source.encode(), "withdrawal")
    text = edited(base)
    assert check(text, base).problems == ()
    (kind,) = check(replace(text, kind="agreement"), base).problems
    assert kind.field == "kind"
    (unsaid,) = check(replace(text, body=text.body.replace("{withdrawn.title}", "it")), base).problems
    assert "{withdrawn.title}" in unsaid.sentence
    (became,) = check(replace(edited(shipped()), kind="withdrawal"), shipped()).problems
    assert became.sentence == unsaid.sentence


def test_every_mistake_of_a_text_is_told_with_its_line() -> None:
    body = (
        "Hello {patient.nam} and {what.is.this}.\n\nA <b>bold</b> word.\n\n- one\n  - two\n\n"
        "[initials: risks]\n\n[initials: risks]\n\n[answer: one | Yes]\n\nOne } alone.\n"
    )
    found = check(replace(edited(shipped()), body=body), shipped())
    assert found.wording is None
    assert [one.line for one in found.problems] == [10, 1, 1, 3, 6, 12, 14]
    told = " ".join(one.sentence for one in found.problems)
    assert "Did you mean {patient.name}?" in told
    assert "HTML" in told
    assert "second time" in told


@pytest.mark.parametrize("body", ["", "\n \n"])
def test_a_text_without_words_is_refused(body: str) -> None:
    assert "no text yet" in check(replace(edited(shipped()), body=body), shipped()).problems[0].sentence


def test_a_very_long_text_is_checked() -> None:
    long = replace(edited(shipped()), body="Some words.\n\n" * 16_000)
    assert check(long, shipped()).problems == ()
    assert check(replace(long, body=long.body + "{nonsense}"), shipped()).problems[0].line == 32_001


def test_half_a_character_is_told_and_not_raised() -> None:
    assert check(replace(edited(shipped()), body="a \ud83d b"), shipped()).wording is None


@given(st.text(max_size=200))
def test_whatever_is_typed_is_refused_or_kept_to_the_letter(body: str) -> None:
    text = replace(edited(shipped()), body=body)
    made = check(text, shipped()).wording
    if made is not None:
        assert made.body == body.replace("\r\n", "\n")


def test_a_paste_from_a_word_processor_is_written_as_our_texts_are() -> None:
    pasted = "Heading\r\nFirst\u00a0paragraph “quoted”.\r\n•\tone\r\n•\ttwo\r\n1)\tfirst\vline\u00ad\r\nEnd\ufeff"
    assert as_typed(pasted, is_rich=True) == (
        "Heading\n\nFirst paragraph “quoted”.\n\n- one\n- two\n1. first\n\nline\n\nEnd"
    )
    assert as_typed("\tindented\nnext \u2013 dash") == " indented\nnext \u2013 dash"


# Adopting -----------------------------------------------------------------------------------------------------------


def test_a_changed_text_is_the_next_version_with_author_and_remark(administrator: Desk) -> None:
    publish(administrator, "Take your time")
    versions = wordings.versions(administrator, MOOD)
    assert [(one.wording.version, one.adopted_by, one.remark) for one in versions] == [
        (1, "Sam Rivera, MD", ""),
        (2, "Ada Lang", "Take your time"),
    ]
    assert wordings.offered(administrator)[MOOD].version == 2


def test_the_text_in_use_is_not_published_twice(administrator: Desk) -> None:
    with pytest.raises(BadValue, match="in use already"):
        wordings.adopt(administrator, shipped().source)


def test_a_version_written_with_blanks_is_counted_on_and_the_text_stays(administrator: Desk) -> None:
    source = shipped().source.replace("version:", "  version :", 1) + "\n\nversion: of the law\n"
    wordings.adopt(administrator, source)
    kept = wordings.newest(administrator)[MOOD].wording
    assert (kept.version, kept.body.splitlines()[-1]) == (shipped().version + 1, "version: of the law")


def test_only_prescribers_and_administrators_adopt(receptionist: Desk, nurse: Desk, prescriber: Desk) -> None:
    for desk in (receptionist, nurse):
        with pytest.raises(NotAllowed):
            publish(desk, "Hurry")
    publish(prescriber, "Take your time")


def test_a_new_text_begins_as_a_copy(administrator: Desk) -> None:
    made = wordings.copy_of(shipped(), name="clinic-letter", language="en", title="Our letter")
    wordings.adopt(administrator, made.source)
    line = next(line for line in wordings.lines(administrator) if line.key == "clinic-letter.en")
    assert (line.wording.title, line.wording.version) == ("Our letter", 1)
    assert line.adopted is not None


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"name": "Not This"}, "name"), ({"title": " "}, "title"), ({"language": "English"}, "language")],
)
def test_a_copy_with_a_bad_name_is_told_at_its_field(changed: dict[str, str], field: str) -> None:
    with pytest.raises(BadValue) as refused:
        wordings.copy_of(shipped(), **({"name": "x", "language": "en", "title": "T"} | changed))
    assert refused.value.field == field


# The list -----------------------------------------------------------------------------------------------------------


def test_a_draft_of_a_new_text_is_listed_for_who_began_it(administrator: Desk, prescriber: Desk) -> None:
    made = wordings.copy_of(shipped(), name="begun", language="en", title="Begun")
    administrator.keep_draft(f"{wordings.DRAFT_PLACE}begun.en", {"base": made.source, "text": {}})
    mine = {line.key: line for line in wordings.lines(administrator)}
    assert mine["begun.en"].is_begun
    assert mine["begun.en"].adopted is None
    assert "begun.en" not in {line.key for line in wordings.lines(prescriber)}


def test_another_header_alone_is_a_newer_sample(administrator: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    source = shipped().source.replace("version: 1", "version: 2").replace("valid_days: 180", "valid_days: 60")
    update = wordings.parse(source.encode(), "update")
    monkeypatch.setattr(wordings.listing, "shipped", lambda: {**wordings.shipped(), MOOD: update})
    assert next(line for line in wordings.lines(administrator) if line.key == MOOD).newer_sample == update


def test_a_sample_that_came_with_an_update_is_told_until_it_is_adopted(
    administrator: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def line() -> wordings.TextLine:
        return next(line for line in wordings.lines(administrator) if line.key == MOOD)

    assert line().newer_sample is None
    publish(administrator, "Take your time")
    assert line().newer_sample is None
    source = shipped().source.replace("version: 1", "version: 2").replace("trust if you like", "trust")
    update = wordings.parse(source.encode(), "update")
    listing = wordings.listing
    monkeypatch.setattr(listing, "shipped", lambda: {**wordings.shipped(), MOOD: update})
    assert line().newer_sample == update
    wordings.adopt(administrator, update.source)
    assert line().newer_sample is None
    assert line().wording.version == 3


# Who signs again ----------------------------------------------------------------------------------------------------


def test_who_signed_version_one_signs_again_and_what_was_signed_stays(
    administrator: Desk, nurse: Desk, clock: DrivenClock
) -> None:
    patient = registered(nurse, "Nguyễn")
    first = signed(nurse, patient)
    assert signing_again.to_sign_again(nurse) == []
    assert names(signing_again.would_sign_again(nurse, MOOD)) == ["NGUYỄN, Zoë"]

    publish(administrator, "Take your time")
    consent = consents.get(nurse, first)
    assert (consent.text_version, consents.text_of(nurse, consent).source) == (1, shipped().source)
    assert consents.for_treatment(nurse, patient, "iv-ketamine-mood").state is ConsentState.OLDER_VERSION
    (one,) = signing_again.to_sign_again(nurse, MOOD)
    assert (one.patient_id, one.signed_version, one.key) == (patient, 1, MOOD)

    clock.pass_time(minutes=1)
    signed(nurse, patient)
    assert signing_again.to_sign_again(nurse) == []
    assert consents.for_treatment(nurse, patient, "iv-ketamine-mood").state is ConsentState.SIGNED_ON_PAPER
    assert consents.text_of(nurse, consents.get(nurse, first)).source == shipped().source


def test_a_mended_typing_error_asks_nobody(administrator: Desk, nurse: Desk) -> None:
    patient = registered(nurse, "Lind")
    signed(nurse, patient)
    publish(administrator, "Please read this slowly", asks_again=False)
    assert signing_again.to_sign_again(nurse) == []
    # A later version that asks, asks whoever signed before the one that did not, too.
    publish(administrator, "Take your time")
    assert names(signing_again.to_sign_again(nurse)) == ["LIND, Zoë"]


def test_other_texts_and_languages_are_not_asked(administrator: Desk, nurse: Desk) -> None:
    other, spanish = registered(nurse, "Other"), registered(nurse, "Spanish")
    signed(nurse, other, "iv-ketamine-pain")
    signed(nurse, spanish, language="es")
    publish(administrator, "Take your time")
    assert signing_again.to_sign_again(nurse) == []


def test_a_withdrawn_consent_and_a_merged_registration(
    administrator: Desk, nurse: Desk, everyone: Desk, clock: DrivenClock
) -> None:
    kept, twice, gone = (registered(nurse, name) for name in ("Kept", "Twice", "Gone"))
    signed(nurse, twice)
    consents.withdraw(nurse, consents.get(nurse, signed(nurse, gone)), by_name="Zoë Gone", reason="")
    publish(administrator, "Take your time")
    assert names(signing_again.to_sign_again(nurse)) == ["TWICE, Zoë"]
    versions = (patients.get(nurse, kept).version, patients.get(nurse, twice).version)
    # Of two registrations that turn out to be one person the newer consent counts.
    clock.pass_time(minutes=1)
    signed(nurse, kept)
    assert names(signing_again.to_sign_again(nurse)) == ["TWICE, Zoë"]
    merging.merge(everyone, kept, twice, choices={"family_name": Side.KEPT}, based_on=versions)
    assert signing_again.to_sign_again(nurse) == []


def test_a_consent_filed_under_the_other_registration_is_found(
    administrator: Desk, nurse: Desk, everyone: Desk
) -> None:
    kept, twice = registered(nurse, "Kept"), registered(nurse, "Twice")
    signed(nurse, twice)
    publish(administrator, "Take your time")
    versions = (patients.get(nurse, kept).version, patients.get(nurse, twice).version)
    merging.merge(everyone, kept, twice, choices={"family_name": Side.KEPT}, based_on=versions)
    assert [one.patient_id for one in signing_again.to_sign_again(nurse)] == [kept]


def test_each_release_to_somebody_else_is_signed_again(administrator: Desk, nurse: Desk, clock: DrivenClock) -> None:
    patient = registered(nurse, "Lind")
    for _recipient in range(2):
        signed(nurse, patient, "release-of-information")
        clock.pass_time(minutes=1)
    key = "release-of-information.en"
    text = edited(shipped(key))
    wordings.adopt(administrator, source_of(replace(text, body=text.body + "\nMore.\n"), shipped(key)), remark="x")
    assert names(signing_again.to_sign_again(nurse, key)) == ["LIND, Zoë"] * 2


def test_what_expired_is_no_longer_asked_for(administrator: Desk, nurse: Desk, clock: DrivenClock) -> None:
    signed(nurse, registered(nurse, "Lind"))
    publish(administrator, "Take your time")
    clock.pass_time(days=shipped().valid_days)
    assert names(signing_again.to_sign_again(nurse)) == ["LIND, Zoë"]
    clock.pass_time(days=1)
    assert signing_again.to_sign_again(nurse) == []
