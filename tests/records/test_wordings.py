"""The format of consent texts: header, blocks, answers, and each mistake told with its line."""

import hashlib

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.printing import consent_form
from clinicdesk.records import wordings
from clinicdesk.records.wordings import PLACEHOLDERS, Signer, TakenBack, TextKind, WordingProblem, parse
from clinicdesk.records.wordings.blocks import parse_blocks
from clinicdesk.rules.consent_needs import Asked, Needed
from tests.printing.sheets import read, texts

GOOD = """---
id: iv-test
version: 2
language: es-MX
title: A test
kind: release
covers: iv-ketamine-mood, iv-ketamine-pain
asked: on-request
needed: no
valid_days: 90
taken_back: written
signers: patient, clinician
guardian_under: 16
# a remark
initials: risks
answers: photos, limits, other
---

## Risks

Some **bold** text for {patient.name},
on two lines.

[initials: risks]

- one
- two

May we take photos?

[answer: photos | Yes | No, never ]

Limits:

[answer: limits]

[optional: other | A | B | C]
"""
SHORTEST = """---
id: short
version: 1
language: en
title: Short
valid_days: 30
signers: guardian
---
I agree.
"""


def test_a_text_is_read_with_its_header():
    wording = parse(GOOD.encode(), "test.md")
    assert (wording.id, wording.version, wording.language, wording.title) == ("iv-test", 2, "es-MX", "A test")
    assert wording.key == "iv-test.es-MX"
    assert wording.covers == ("iv-ketamine-mood", "iv-ketamine-pain")
    assert (wording.kind, wording.asked, wording.needed) == (TextKind.RELEASE, Asked.ON_REQUEST, Needed.NO)
    assert (wording.valid_days, wording.taken_back, wording.guardian_under) == (90, TakenBack.WRITTEN, 16)
    assert wording.signers == (Signer.PATIENT, Signer.CLINICIAN)
    assert wording.initials == ("risks",)
    assert wording.answers == ("photos", "limits", "other")
    assert wording.source == GOOD
    assert wording.body.lstrip().startswith("## Risks")
    assert [(block.kind, block.line) for block in wording.blocks] == [
        ("heading", 19),
        ("paragraph", 21),
        ("initials", 24),
        ("bullet", 26),
        ("bullet", 27),
        ("paragraph", 29),
        ("answer", 31),
        ("paragraph", 33),
        ("answer", 35),
        ("answer", 37),
    ]


def test_what_the_header_leaves_out_is_the_careful_choice():
    wording = parse(SHORTEST.encode(), "test.md")
    assert (wording.kind, wording.asked, wording.needed) == (TextKind.TREATMENT, Asked.WHILE_VALID, Needed.START)
    assert (wording.taken_back, wording.guardian_under) == (TakenBack.SPOKEN, 18)
    assert (wording.covers, wording.initials, wording.answers) == ((), (), ())
    assert wording.signers == (Signer.GUARDIAN,)


def test_an_answer_is_chosen_or_written_and_may_be_optional():
    photos, limits, other = (block for block in parse(GOOD.encode(), "test.md").blocks if block.kind == "answer")
    assert (photos.section, photos.options, photos.required) == ("photos", ("Yes", "No, never"), True)
    assert (limits.section, limits.options, limits.required) == ("limits", (), True)
    assert (other.section, other.options, other.required) == ("other", ("A", "B", "C"), False)


def test_a_text_is_a_sample_until_somebody_adopts_it(prescriber: Desk):
    source = SHORTEST.replace("guardian", "patient")
    assert parse(source.encode(), "test.md").is_sample
    with pytest.raises(WordingProblem, match="adopted_by"):
        parse(source.replace("signers", "adopted_by: Dr. Ana Lima\nsigners").encode(), "test.md")
    wordings.adopt(prescriber, source)
    adopted = wordings.offered(prescriber)["short.en"]
    assert not adopted.is_sample
    assert adopted.adopted_by == "Dr Pat Osei"


def test_the_hash_is_over_the_bytes_as_they_lie():
    windows = ("\ufeff" + GOOD).replace("\n", "\r\n").encode()
    one, other = parse(GOOD.encode(), "a"), parse(windows, "b")
    assert one.blocks == other.blocks
    assert one.sha256 == hashlib.sha256(GOOD.encode()).hexdigest()
    assert other.sha256 == hashlib.sha256(windows).hexdigest() != one.sha256


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("---\nid", "id", 1, "must begin with"),
        ("limits, other\n---\n", "limits, other\n", 20, "reads key: value"),
        ("version: 2\n", "", 16, "lacks: version"),
        ("signers: patient, clinician\n", "", 16, "lacks: signers"),
        ("version: 2", "version: two", 3, "whole number"),
        ("version: 2", "version: ²", 3, "whole number"),
        ("version: 2", "version: 0", 3, "whole number"),
        ("valid_days: 90", "valid_days: 0", 10, "whole number"),
        ("valid_days: 90", "valid_days: 99999", 10, "whole number"),
        ("guardian_under: 16", "guardian_under: 99", 13, "whole number"),
        ("id: iv-test", "id: IV Test", 2, "small letters"),
        ("id: iv-test", "id: iv-test\nid: again", 3, "twice"),
        ("title: A test", "title:", 5, "empty"),
        ("title: A test", "titel: A test", 5, "knows no “titel”"),
        ("language: es-MX", "language: Spanish", 4, "language code"),
        ("kind: release", "kind: letter", 6, "treatment, agreement, release"),
        ("asked: on-request", "asked: often", 8, "each-series"),
        ("needed: no", "needed: yes", 9, "start, check-in, no"),
        ("taken_back: written", "taken_back: sung", 11, "spoken, written"),
        ("signers: patient, clinician", "signers: patient, friend", 12, "friend"),
        ("signers: patient, clinician", "signers:", 12, "empty"),
        ("signers: patient, clinician", "signers: clinician, witness", 12, "somebody has to sign"),
        ("covers: iv-ketamine-mood", "covers: iv-ketamine-pain", 7, "twice"),
        ("covers: iv-ketamine-mood", "covers: IV ketamine", 7, "is not one"),
        ("initials: risks\nanswers", "initials: risks, gone\nanswers", 15, "[initials: gone]"),
        ("[initials: risks]", "[initials: other]", 24, "other"),
        ("[initials: risks]", "[initials: risks]\n\n[initials: risks]", 26, "once"),
        ("[initials: risks]", "See [initials: risks].", 24, "stand alone"),
        ("[initials: risks]", "- [initials: risks]", 24, "stand alone"),
        ("photos, limits, other", "photos, limits, other, gone", 16, "[answer: gone]"),
        ("photos, limits, other", "photos, limits", 37, "other"),
        ("[answer: limits]", "[answer: photos]", 35, "photos"),
        ("[answer: limits]", "Here: [answer: limits]", 35, "stands alone"),
        ("[answer: limits]", "## [optional: limits]", 35, "stands alone"),
        ("| Yes | No, never ]", "| Yes ]", 31, "two or more"),
        ("| Yes | No, never ]", "| Yes | Yes ]", 31, "two or more"),
        ("| Yes | No, never ]", "| Yes | ]", 31, "two or more"),
        ("on two lines", "on {patient.nam} lines", 22, "{patient.nam}"),
        ("on two lines", "on {} lines", 22, "no placeholder {}"),
        ("on two lines", "on two} lines", 22, "no partner"),
        ("on two lines", "on <b>two</b> lines", 22, "HTML"),
        ("on two lines", "on `two` lines", 22, "Only headings"),
        ("on two lines", "on [two](http://x) lines", 22, "Only headings"),
        ("on two lines", "on ![two](x.png) lines", 22, "Only headings"),
        ("- two", "- two\n  - three", 28, "list inside a list"),
        ("## Risks", "    code", 19, "Only headings"),
        ("## Risks", "> quote", 19, "Only headings"),
    ],
)
def test_a_mistake_is_told_with_its_line(old, new, line, words):
    assert old in GOOD
    with pytest.raises(WordingProblem) as refusal:
        parse(GOOD.replace(old, new, 1).encode(), "test.md")
    assert isinstance(refusal.value, ClinicDeskError)
    assert (refusal.value.problem.file, refusal.value.problem.line) == ("test.md", line)
    assert words in str(refusal.value)
    assert str(refusal.value).startswith(f"test.md, line {line}: ")


def test_a_header_without_end_and_a_file_without_text_are_told():
    with pytest.raises(WordingProblem, match="no end"):
        parse(b"---\nid: x\n", "test.md")
    with pytest.raises(WordingProblem, match="no text below"):
        parse(GOOD[: GOOD.index("## Risks")].encode(), "test.md")
    with pytest.raises(WordingProblem, match="must begin"):
        parse(b"", "test.md")


def test_bytes_that_are_not_utf_8_are_told_with_their_line():
    with pytest.raises(WordingProblem, match=r"line 5: .*UTF-8"):
        parse(GOOD.replace("A test", "Prüfung").encode("latin-1"), "test.md")


def test_one_bad_file_spoils_no_other(tmp_path):
    (tmp_path / "a.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "c.md").write_text("nothing", encoding="utf-8")
    (tmp_path / "d.md").mkdir()
    (tmp_path / "e.md").write_text(GOOD.replace("es-MX", "en"), encoding="utf-8")
    found, problems = wordings.load_all(tmp_path)
    assert list(found) == ["iv-test.es-MX", "iv-test.en"]
    assert [(problem.file, problem.line) for problem in problems] == [("b.md", 2), ("c.md", 1), ("d.md", 1)]


def test_a_text_with_an_unknown_placeholder_is_never_adopted(prescriber: Desk):
    before = wordings.versions(prescriber)
    with pytest.raises(WordingProblem, match=r"line 10: .*\{patient\.shoe\}"):
        wordings.adopt(prescriber, SHORTEST.replace("I agree.", "\nI am {patient.shoe}."))
    with pytest.raises(BadValue):
        wordings.adopt(prescriber, SHORTEST.replace("signers: guardian", "signers: witness"))
    assert wordings.versions(prescriber) == before


def test_forty_pages_and_no_heading_print_to_the_last_word(prescriber: Desk):
    body = "\n\n".join(f"Part {number}: " + "we speak of this at length. " * 60 for number in range(150))
    wording = parse((SHORTEST + body + "\n\nThe very last word.\n").encode(), "long.md")
    pdf = consent_form.of_wording(prescriber, wording)
    assert len(read(pdf).pages) >= 40
    sheets = texts(pdf)
    assert "The very last word." in sheets[-1]
    assert "Date and time" in sheets[-1]
    whole = " ".join(sheets)
    assert all(f"Part {number}:" in whole for number in range(150))


def test_placeholders_keep_the_style_they_stand_in_and_every_known_one_is_accepted():
    (block,) = parse_blocks("I am **{patient.name}** at {clinic.name}.")
    assert [(span.placeholder, span.bold) for span in block.spans if span.placeholder] == [
        ("patient.name", True),
        ("clinic.name", False),
    ]
    for name in PLACEHOLDERS:
        (block,) = parse_blocks(f"{{{name}}}")
        assert [span.placeholder for span in block.spans] == [name]
