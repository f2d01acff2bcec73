"""Which papers a visit needs, and where each stands: the cases by hand, and what holds whatever is in the record."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.rules.consent_needs import (
    PASSING,
    Asked,
    EarlierSeries,
    Need,
    Needed,
    Paper,
    Standing,
    Terms,
    Visit,
    Word,
    needs_of,
    standing_of,
)
from clinicdesk.rules.gate import ConsentState, Lack, Verdict, consent_gate

MOOD, PAIN, ESCORT = "iv-ketamine-mood", "iv-ketamine-pain", "escort-driving"
DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NEED = Need((MOOD,), (MOOD,), Needed.START, Asked.EACH_SERIES, guardian_under=18)
VISIT = Visit(MOOD, (MOOD,), DAY)
YES = Paper(
    id="1",
    text=MOOD,
    version=1,
    language="en",
    word=Word.YES,
    seq=10,
    spoken_at=NOON - timedelta(days=10),
    spoken_on=DAY - timedelta(days=10),
    valid_until=DAY + timedelta(days=170),
)
NO = replace(YES, id="2", word=Word.NO, valid_until=None)
TEXTS = {
    MOOD: Terms(MOOD, (MOOD, "iv-ketamine-booster"), Asked.EACH_SERIES, Needed.START, 18),
    PAIN: Terms(PAIN, (PAIN,), Asked.EACH_SERIES, Needed.START, 18),
    ESCORT: Terms(ESCORT, ("any-treatment",), Asked.WHILE_VALID, Needed.CHECK_IN, 18),
    "photos": Terms("photos", ("any-treatment",), Asked.ON_REQUEST, Needed.NO, 18),
}


def state(*papers: Paper, need: Need = NEED, visit: Visit = VISIT, again: dict[str, int] | None = None) -> ConsentState:
    return standing_of(need, papers, visit, again or {}).state


# What a visit needs -------------------------------------------------------------------------------------------------


def texts_of(visit: Visit, terms: dict[str, Terms] | None = None, own: tuple[str, ...] | None = None) -> list[str]:
    terms = TEXTS if terms is None else terms
    return [" or ".join(need.texts) for need in needs_of(visit, terms, tuple(terms) if own is None else own)]


def test_a_visit_needs_its_treatments_consent_first_and_what_covers_it() -> None:
    assert texts_of(VISIT) == [MOOD, ESCORT]
    assert texts_of(Visit(PAIN, (PAIN,), DAY)) == [PAIN, ESCORT]
    first, second = needs_of(VISIT, TEXTS, TEXTS)
    assert (first.needed, first.asked, first.guardian_under) == (Needed.START, Asked.EACH_SERIES, 18)
    assert second.needed is Needed.CHECK_IN


def test_a_text_that_covers_a_treatment_is_its_consent_where_the_protocol_names_none() -> None:
    assert texts_of(Visit("iv-ketamine-booster", (), DAY)) == [MOOD, ESCORT]


def test_a_treatment_nobody_wrote_a_consent_for_is_not_one_that_needs_none() -> None:
    assert texts_of(VISIT, {}) == [MOOD]
    (need,) = needs_of(Visit("new", (), DAY), {}, ())
    assert need.needed is Needed.START
    # That an escort is agreed on does not make up for it.
    assert needs_of(Visit("new", (), DAY), TEXTS, TEXTS)[0] == need
    assert standing_of(need, [YES], VISIT, {}) == Standing(ConsentState.NEVER_GIVEN)


def test_a_sample_asks_for_nothing_by_itself() -> None:
    assert texts_of(VISIT, own=()) == [MOOD]
    assert texts_of(VISIT, own=(MOOD,)) == [MOOD]


def test_the_indication_chooses_among_texts_and_leaves_out_what_is_for_another() -> None:
    both = Visit("iv-ketamine", (MOOD, PAIN), DAY, indication="Major Depression, recurrent")
    terms = {
        MOOD: replace(TEXTS[MOOD], indications=("depression", "bipolar")),
        PAIN: replace(TEXTS[PAIN], indications=("pain",)),
        "headache": replace(TEXTS[ESCORT], id="headache", indications=("migraine",)),
    }
    assert texts_of(both, terms) == [MOOD]
    assert texts_of(replace(both, indication="Chronic pain"), terms) == [PAIN]
    # Neither says so: any of them is the consent. Nor does an indication nobody wrote down leave anything out.
    assert texts_of(replace(both, indication="Tinnitus"), terms) == [f"{MOOD} or {PAIN}"]
    assert texts_of(replace(both, indication=""), terms) == [f"{MOOD} or {PAIN}", "headache"]


# Where a paper stands ------------------------------------------------------------------------------------------------


def test_each_state_by_hand() -> None:
    assert state() is ConsentState.NEVER_GIVEN
    assert state(YES) is ConsentState.SIGNED
    assert state(replace(YES, scan_follows=True)) is ConsentState.SIGNED_ON_PAPER
    assert state(replace(YES, complete=False)) is ConsentState.INCOMPLETE
    assert state(NO) is ConsentState.DECLINED
    assert state(replace(YES, word=Word.TAKEN_BACK)) is ConsentState.WITHDRAWN
    assert state(replace(YES, replaced=True)) is ConsentState.EXPIRED
    assert state(YES, again={f"{MOOD}.en": 2}) is ConsentState.OLDER_VERSION
    assert state(YES, again={f"{MOOD}.es": 2, f"{PAIN}.en": 2, f"{MOOD}.en": 1}) is ConsentState.SIGNED


def test_it_must_hold_on_the_day_of_the_visit() -> None:
    assert state(replace(YES, valid_until=DAY)) is ConsentState.SIGNED
    assert state(replace(YES, valid_until=DAY), visit=replace(VISIT, on=DAY + timedelta(days=1))) is (
        ConsentState.EXPIRED
    )


def test_a_new_series_asks_again_for_what_is_asked_each_series() -> None:
    earlier = EarlierSeries(MOOD, (MOOD,), YES.spoken_at + timedelta(days=1))
    again = replace(VISIT, earlier=(earlier,))
    assert state(YES, visit=again) is ConsentState.EARLIER_SERIES
    assert state(replace(YES, spoken_at=earlier.last_treated + timedelta(hours=1)), visit=again) is ConsentState.SIGNED
    # Signed at the very moment of that session it was still for that series.
    assert state(replace(YES, spoken_at=earlier.last_treated), visit=again) is ConsentState.EARLIER_SERIES
    # A booster is another protocol, and the same text: it asks again too.
    booster = replace(VISIT, treatment="iv-ketamine-booster", earlier=(earlier,))
    assert state(YES, visit=booster) is ConsentState.EARLIER_SERIES
    # A series of something else says nothing about this one; nor is everything asked anew each time.
    other = replace(VISIT, earlier=(replace(earlier, treatment=PAIN, texts=(PAIN,)),))
    assert state(YES, visit=other) is ConsentState.SIGNED
    assert state(YES, need=replace(NEED, asked=Asked.WHILE_VALID), visit=again) is ConsentState.SIGNED


@pytest.mark.parametrize(
    ("spoken", "paper", "expected"),
    [
        ("Spanish", {"language": "es"}, ConsentState.SIGNED),
        ("Español", {"language": "es-MX"}, ConsentState.SIGNED),
        ("", {"language": "en"}, ConsentState.SIGNED),
        ("Spanish", {"language": "en"}, ConsentState.OTHER_LANGUAGE),
        ("Karen", {"language": "en"}, ConsentState.OTHER_LANGUAGE),
        ("Spanish", {"language": "en", "interpreted": ("es",)}, ConsentState.SIGNED),
        ("Spanish", {"language": "en", "interpreted": ("",)}, ConsentState.SIGNED),
        ("Karen", {"language": "en", "interpreted": ("karen",)}, ConsentState.SIGNED),
        ("Karen", {"language": "en", "interpreted": ("es",)}, ConsentState.OTHER_LANGUAGE),
        ("Spanish", {"language": "en", "interpreted": ("fr", "es")}, ConsentState.SIGNED),
        ("Spanish", {"language": "en", "interpreted": ("es",), "complete": False}, ConsentState.INCOMPLETE),
    ],
)
def test_a_text_the_patient_cannot_read_needs_an_interpreter_by_name(
    spoken: str, paper: dict, expected: ConsentState
) -> None:
    assert state(replace(YES, **paper), visit=replace(VISIT, spoken=spoken)) is expected


def test_a_child_does_not_sign_alone_and_signs_anew_when_of_age() -> None:
    child = replace(VISIT, born=date(2010, 1, 1))
    alone = standing_of(NEED, [YES], child, {})
    assert (alone.state, alone.lack) == (ConsentState.INCOMPLETE, Lack.GUARDIAN)
    assert "parent or legal representative" in consent_gate(alone.state, "Form", alone.lack).sentence
    mother = replace(YES, by_guardian=True)
    assert state(mother, visit=child) is ConsentState.SIGNED
    today_eighteen = replace(VISIT, born=date(2008, 3, 2))
    grown = standing_of(NEED, [mother], today_eighteen, {})
    assert (grown.state, grown.lack) == (ConsentState.INCOMPLETE, Lack.OF_AGE)
    assert standing_of(NEED, [YES], today_eighteen, {}).lack is Lack.OF_AGE
    assert state(replace(YES, spoken_on=DAY), visit=today_eighteen) is ConsentState.SIGNED
    # A representative signs for a grown patient as long as that is so; of an age nobody wrote down nothing follows.
    assert state(mother, visit=replace(VISIT, born=date(1960, 1, 1))) is ConsentState.SIGNED
    assert state(YES, visit=replace(VISIT, born=None)) is ConsentState.SIGNED
    assert state(YES, need=replace(NEED, guardian_under=16), visit=child) is ConsentState.SIGNED


def test_what_is_gravest_is_told_where_a_paper_has_several_faults() -> None:
    bad = replace(YES, complete=False, language="es", valid_until=DAY - timedelta(days=1))
    visit = replace(VISIT, spoken="English", earlier=(EarlierSeries(MOOD, (MOOD,), NOON),))
    again = {f"{MOOD}.es": 2}
    told = [state(bad, visit=visit, again=again)]
    for mended in (
        {"complete": True},
        {"language": "en"},
        {"valid_until": DAY},
        {"spoken_at": NOON + timedelta(hours=1)},
        {"version": 2},
    ):
        bad = replace(bad, **mended)
        told.append(state(bad, visit=visit, again={f"{MOOD}.en": 2}))
    assert told == [
        ConsentState.INCOMPLETE,
        ConsentState.OTHER_LANGUAGE,
        ConsentState.EXPIRED,
        ConsentState.EARLIER_SERIES,
        ConsentState.OLDER_VERSION,
        ConsentState.SIGNED,
    ]


def test_one_agreement_that_stands_is_enough_and_else_the_last_is_told() -> None:
    begun = replace(YES, id="3", text=PAIN, seq=20, spoken_at=NOON, complete=False)
    either = replace(NEED, texts=(MOOD, PAIN))
    assert standing_of(either, [YES, begun], VISIT, {}) == Standing(ConsentState.SIGNED, "1")
    old = replace(YES, valid_until=DAY - timedelta(days=1))
    assert standing_of(either, [old, begun], VISIT, {}) == Standing(ConsentState.INCOMPLETE, "3")
    # What was replaced counts for nothing beside what replaced it, whatever day stands on the newer paper.
    replaced = replace(YES, id="4", seq=5, spoken_at=NOON, replaced=True)
    assert standing_of(NEED, [replaced, YES], VISIT, {}) == Standing(ConsentState.SIGNED, "1")


def test_the_last_word_counts() -> None:
    later = replace(NO, seq=11, spoken_at=YES.spoken_at + timedelta(hours=1))
    assert state(YES, later) is ConsentState.DECLINED
    assert state(YES, later, replace(YES, id="3", seq=12, spoken_at=NOON)) is ConsentState.SIGNED
    # Signed before the "no", recorded after it.
    assert state(later, replace(YES, seq=12)) is ConsentState.DECLINED
    # Of the same moment.
    assert state(replace(NO, seq=9), YES) is ConsentState.DECLINED


# What holds whatever is in the record --------------------------------------------------------------------------------

PAPERS = st.builds(
    Paper,
    id=st.uuids().map(str),
    text=st.sampled_from([MOOD, PAIN, ESCORT]),
    version=st.integers(1, 3),
    language=st.sampled_from(["en", "es", "es-MX", "so"]),
    word=st.sampled_from(Word),
    seq=st.integers(1, 50),
    spoken_at=st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
    spoken_on=st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    valid_until=st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    complete=st.booleans(),
    by_guardian=st.booleans(),
    interpreted=st.lists(st.sampled_from(["", "es", "so"]), max_size=2).map(tuple),
    scan_follows=st.booleans(),
    replaced=st.booleans(),
)
LISTS = st.lists(PAPERS, max_size=6, unique_by=lambda paper: paper.seq)
VISITS = st.builds(
    Visit,
    treatment=st.just(MOOD),
    texts=st.sampled_from([(MOOD,), (MOOD, PAIN), ()]),
    on=st.dates(date(2025, 6, 1), date(2026, 12, 31)),
    indication=st.sampled_from(["", "Depression"]),
    born=st.none() | st.dates(date(1940, 1, 1), date(2012, 1, 1)),
    spoken=st.sampled_from(["", "English", "Spanish", "Somali", "Karen"]),
    earlier=st.lists(
        st.builds(
            EarlierSeries,
            treatment=st.sampled_from([MOOD, PAIN]),
            texts=st.just((MOOD,)),
            last_treated=st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
        ),
        max_size=2,
    ).map(tuple),
)
AGAIN = st.dictionaries(st.sampled_from([f"{MOOD}.en", f"{MOOD}.es", f"{PAIN}.en"]), st.integers(1, 4))


@given(LISTS, VISITS, AGAIN, st.sampled_from([Word.NO, Word.TAKEN_BACK]), PAPERS)
def test_a_no_recorded_after_every_yes_refuses_whatever_the_clock_said(
    papers: list[Paper], visit: Visit, again: dict[str, int], word: Word, said: Paper
) -> None:
    refusal = replace(said, text=MOOD, word=word, seq=100)
    found = standing_of(NEED, [*papers, refusal], visit, again)
    assert consent_gate(found.state).verdict is Verdict.REFUSED
    assert found.state in (ConsentState.DECLINED, ConsentState.WITHDRAWN)


@given(LISTS, VISITS, AGAIN, PAPERS)
def test_a_yes_said_before_a_no_never_passes_however_late_it_is_recorded(
    papers: list[Paper], visit: Visit, again: dict[str, int], said: Paper
) -> None:
    refusals = [paper for paper in papers if paper.text == MOOD and paper.word is not Word.YES]
    late = replace(said, text=MOOD, word=Word.YES, seq=100)
    if any(late.spoken_at <= refusal.spoken_at for refusal in refusals):
        before = standing_of(NEED, papers, visit, again)
        assert standing_of(NEED, [*papers, late], visit, again) == before


@given(LISTS, VISITS, AGAIN, PAPERS)
def test_an_unrelated_paper_changes_nothing(
    papers: list[Paper], visit: Visit, again: dict[str, int], other: Paper
) -> None:
    unrelated = replace(other, text="release-of-information", seq=100)
    assert standing_of(NEED, [*papers, unrelated], visit, again) == standing_of(NEED, papers, visit, again)


@given(LISTS, VISITS, AGAIN, st.randoms())
def test_the_order_they_are_read_in_changes_nothing(
    papers: list[Paper], visit: Visit, again: dict[str, int], chance
) -> None:
    mixed = list(papers)
    chance.shuffle(mixed)
    assert standing_of(NEED, mixed, visit, again) == standing_of(NEED, papers, visit, again)


@given(LISTS, VISITS, AGAIN)
def test_every_answer_fits_its_paper(papers: list[Paper], visit: Visit, again: dict[str, int]) -> None:
    found = standing_of(NEED, papers, visit, again)
    verdict = consent_gate(found.state, "Form", found.lack).verdict
    # What passes needs no reason, and nothing else passes.
    assert (found.state in PASSING) == (verdict is Verdict.ALLOWED)
    paper = next((one for one in papers if one.id == found.paper_id), None)
    assert (paper is None) == (found.state is ConsentState.NEVER_GIVEN)
    if verdict is Verdict.ALLOWED:
        assert paper is not None
        assert (paper.word, paper.complete, paper.replaced) == (Word.YES, True, False)
        assert paper.valid_until is None or paper.valid_until >= visit.on
    if paper is not None and paper.word is Word.YES:
        refusals = [one for one in papers if one.text == MOOD and one.word is not Word.YES]
        assert all(paper.seq > one.seq and paper.spoken_at > one.spoken_at for one in refusals)


@given(LISTS, VISITS, AGAIN, PAPERS)
def test_a_full_agreement_of_now_passes_whatever_was_before(
    papers: list[Paper], visit: Visit, again: dict[str, int], said: Paper
) -> None:
    now = replace(
        said,
        text=MOOD,
        word=Word.YES,
        seq=100,
        spoken_at=datetime(2027, 1, 1, tzinfo=UTC),
        spoken_on=visit.on,
        valid_until=None,
        complete=True,
        by_guardian=True,
        interpreted=("",),
        replaced=False,
        version=9,
    )
    assert standing_of(NEED, [*papers, now], visit, again).state in PASSING


@given(VISITS, st.sets(st.sampled_from(sorted(TEXTS))))
def test_every_visit_needs_something_to_start_and_each_paper_once(visit: Visit, own: set[str]) -> None:
    found = needs_of(visit, TEXTS, own)
    assert any(need.needed is Needed.START for need in found)
    named = [name for need in found for name in need.texts]
    assert len(named) == len(set(named))
