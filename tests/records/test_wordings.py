import hashlib
import re

import pytest

from clinicdesk.errors import ClinicDeskError
from clinicdesk.records import wordings
from clinicdesk.records.wordings.blocks import PLACEHOLDERS, parse_blocks
from clinicdesk.records.wordings import WordingProblem, parse

GOOD = """---
id: iv-test
version: 2
language: en
title: A test
covers: iv-ketamine-mood, iv-ketamine-pain
valid_days: 90
signers: patient, clinician
# a remark
initials: risks
adopted_by:
---

## Risks

Some **bold** text for {patient.name},
on two lines.

[initials: risks]

- one
- two
"""


def test_a_text_is_read_with_its_header():
    wording = parse(GOOD.encode(), "test.md")
    assert (wording.id, wording.version, wording.language, wording.title) == ("iv-test", 2, "en", "A test")
    assert wording.covers == ("iv-ketamine-mood", "iv-ketamine-pain")
    assert wording.valid_days == 90
    assert wording.signers == ("patient", "clinician")
    assert wording.initials == ("risks",)
    assert wording.body.lstrip().startswith("## Risks")
    assert wording.form_number == "iv-test version 2"
    assert [(block.kind, block.line) for block in wording.blocks] == [
        ("heading", 14),
        ("paragraph", 16),
        ("initials", 19),
        ("bullet", 21),
        ("bullet", 22),
    ]


def test_it_is_a_sample_until_somebody_stands_for_it():
    assert parse(GOOD.encode(), "test.md").is_sample
    adopted = GOOD.replace("adopted_by:", "adopted_by: Dr. Ana Lima")
    assert not parse(adopted.encode(), "test.md").is_sample
    assert parse(adopted.encode(), "test.md").adopted_by == "Dr. Ana Lima"


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
        ("adopted_by:\n---\n", "adopted_by:\n", 15, "reads key: value"),
        ("version: 2\n", "", 11, "lacks: version"),
        ("version: 2", "version: two", 3, "whole number"),
        ("version: 2", "version: ²", 3, "whole number"),
        ("valid_days: 90", "valid_days: 0", 7, "whole number"),
        ("id: iv-test", "id: IV Test", 2, "small letters"),
        ("id: iv-test", "id: iv-test\nid: again", 3, "twice"),
        ("title: A test", "title:", 5, "empty"),
        ("title: A test", "titel: A test", 5, "knows no “titel”"),
        ("language: en", "language: English", 4, "language code"),
        ("signers: patient", "signers: friend", 8, "friend"),
        ("covers: iv-ketamine-mood", "covers: iv-ketamine-pain", 6, "twice"),
        ("initials: risks\nadopted", "initials: risks, gone\nadopted", 10, "[initials: gone]"),
        ("[initials: risks]", "[initials: other]", 19, "other"),
        ("[initials: risks]", "See [initials: risks].", 19, "stand alone"),
        ("on two lines", "on {patient.nam} lines", 17, "{patient.nam}"),
        ("on two lines", "on two} lines", 17, "no partner"),
        ("on two lines", "on <b>two</b> lines", 17, "HTML"),
        ("on two lines", "on `two` lines", 17, "Only headings"),
        ("on two lines", "on [two](http://x) lines", 17, "Only headings"),
        ("on two lines", "on ![two](x.png) lines", 17, "Only headings"),
        ("- two", "- two\n  - three", 23, "list inside a list"),
        ("## Risks", "    code", 14, "Only headings"),
        ("## Risks", "> quote", 14, "Only headings"),
    ],
)
def test_a_mistake_is_told_with_its_line(old, new, line, words):
    assert old in GOOD
    with pytest.raises(WordingProblem) as refusal:
        parse(GOOD.replace(old, new).encode(), "test.md")
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
    read, problems = wordings.load_all(tmp_path)
    assert list(read) == ["iv-test"]
    assert [(problem.file, problem.line) for problem in problems] == [("b.md", 2), ("c.md", 1), ("d.md", 1)]


def test_placeholders_keep_the_style_they_stand_in_and_every_known_one_is_accepted():
    (block,) = parse_blocks("I am **{patient.name}** at {clinic.name}.")
    assert [(span.placeholder, span.bold) for span in block.spans if span.placeholder] == [
        ("patient.name", True),
        ("clinic.name", False),
    ]
    for name in PLACEHOLDERS:
        (block,) = parse_blocks(f"{{{name}}}")
        assert [span.placeholder for span in block.spans] == [name]


SHIPPED = ("iv-ketamine-mood", "iv-ketamine-pain")


def test_the_shipped_texts_can_be_read_and_are_samples():
    read, problems = wordings.load_all()
    assert problems == []
    assert set(SHIPPED) <= set(read)
    assert all(read[name].is_sample and read[name].covers == (name,) for name in SHIPPED)
    assert all(read[name].signers == ("patient", "clinician") for name in SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_texts_speak_of_everything_a_consent_needs(name):
    wording = wordings.load_all()[0][name]
    text = " ".join(wording.body.split())
    used = {span.placeholder for block in wording.blocks for span in block.spans if span.placeholder}
    assert {
        "patient.diagnosis",
        "treatment.plan",
        "treatment.cost",
        "fasting.rule",
        "driving.rule",
        "clinic.phone",
        "patient.emergency_contact",
        "interpreter.name",
    } <= used
    for topic in (
        "make this decision myself",
        "off-label",
        "nobody can know beforehand",
        "You can choose not to have ketamine",
        "Less common but serious",
        "Over the long term",
        "bladder",
        "crave or misuse",
        "pregnant",
        "alcohol",
        "emergency treatment",
        "an adult who takes you home",
        "You can stop at any time",
        "Privacy",
        "No result was promised",
    ):
        assert topic in text, topic


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_texts_hold_no_dose_and_no_limit(name):
    """Doses, limits and fasting hours belong to the clinic and to the order, never to the words that are signed."""
    body = wordings.load_all()[0][name].body
    assert set(re.findall(r"\d+", body)) <= {"40", "60"}
    assert not re.search(r"\d ?(mg|mmHg|%|hours)", body)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_texts_are_plain_to_read(name):
    """About 8th grade, by the Flesch-Kincaid formula (Kincaid 1975)."""
    text = re.sub(r"\[initials.*?\]|\{.*?\}|[*#]", "", wordings.load_all()[0][name].body)
    sentences = [part for part in re.split(r"[.;:?!]\s|\n\s*\n|\n- ", text) if re.search(r"[a-z]", part)]
    words = re.findall(r"[A-Za-z’'-]+", text)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e\b", "", word.lower())))) for word in words)
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    assert grade <= 8.5
