"""Two people amended the same patient: whose word stands where, and what differs."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records.chart_facts import KINDS, ChartFacts, FactList
from clinicdesk.records.patient_details import ANSWERED_FIELDS, COLUMNS, PatientDetails
from clinicdesk.rules.answers import Answer
from ui.patients.both_texts import Difference
from ui.widgets.choice_field import ChoiceField
from ui.widgets.field import Field


def over(base: PatientDetails, mine: PatientDetails, theirs: PatientDetails) -> PatientDetails:
    """Return theirs with every field that I changed since ``base`` as I left it."""
    touched = {name: getattr(mine, name) for name in COLUMNS if getattr(mine, name) != getattr(base, name)}
    said = {name: mine.answer(name) for name in ANSWERED_FIELDS if mine.answer(name) is not base.answer(name)}
    # Who answered "not known" took a value away, also one that somebody else wrote meanwhile.
    touched |= {name: getattr(mine, name) for name in said}
    return replace(theirs, **touched, answers={**theirs.answers, **said})


def facts_over(base: ChartFacts, mine: ChartFacts, theirs: ChartFacts) -> ChartFacts:
    """Return their lists with what I added, changed and took off since ``base``."""
    return ChartFacts(
        **{name: _list_over(getattr(base, name), getattr(mine, name), getattr(theirs, name)) for name in KINDS}
    )


def _list_over(base: FactList[Any], mine: FactList[Any], theirs: FactList[Any]) -> FactList[Any]:
    was = {item.id: item for item in base.items}
    kept = {item.id: item for item in mine.items if item.id}
    items = []
    for item in theirs.items:
        if item.id in was and item.id not in kept:
            continue  # I took it off.
        changed = item.id in kept and kept[item.id] != was.get(item.id)
        items.append(replace(kept[item.id], version=item.version) if changed else item)
    items += [item for item in mine.items if not item.id]
    answer = theirs.answer if mine.answer is base.answer else mine.answer
    doubted = mine.contradicted and theirs.contradicted
    return FactList(Answer.SOME if items else answer, tuple(items), theirs.ended, contradicted=doubted)


def texts_over(base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]) -> dict[str, str]:
    """Return the texts of their form with every field that I touched since ``base`` as I left it, answer and all."""
    touched = {name.removesuffix(" answer") for name in mine if mine[name] != base.get(name)}
    return {name: mine.get(name, text) if name.removesuffix(" answer") in touched else text
            for name, text in theirs.items()}  # fmt: skip


def lists_over(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Return their lists, as a draft holds them, with the lines I added, changed and took off since ``base``."""
    return {name: _draft_over(base.get(name, {}), mine.get(name, now), now) for name, now in theirs.items()}


def _draft_over(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    was = {line.get("id") for line in base.get("lines", ())}
    kept = {line.get("id") for line in mine["lines"]}
    # A line that was changed has lost its id.
    lines = [line for line in theirs["lines"] if line.get("id") not in was or line.get("id") in kept]
    lines += [line for line in mine["lines"] if not line.get("id")]
    answer = theirs["answer"] if mine["answer"] == base.get("answer") else mine["answer"]
    return {**mine, "answer": Answer.SOME.value if lines else answer, "lines": lines}


def differences(theirs: PatientDetails, mine: PatientDetails, fields: Mapping[str, Field]) -> list[Difference]:
    """Return the fields that read differently, in the words of the form."""
    return [
        Difference(field.label_text, _text(theirs, name, field), _text(mine, name, field))
        for name, field in fields.items()
        if _text(theirs, name, field) != _text(mine, name, field)
    ]


def fact_differences(theirs: ChartFacts, mine: ChartFacts) -> list[Difference]:
    """Return the lists that read differently."""
    titles = {
        "allergies": _("Allergies"),
        "medicines": _("Current medicines"),
        "problems": _("Problems"),
        "indications": _("Indications for treatment"),
        "treatments_tried": _("Treatments tried before"),
    }
    return [
        Difference(title, _list_text(getattr(theirs, name)), _list_text(getattr(mine, name)))
        for name, title in titles.items()
        if _list_text(getattr(theirs, name)) != _list_text(getattr(mine, name))
    ]


def _text(details: PatientDetails, name: str, field: Field) -> str:
    value = getattr(details, name)
    answer = details.answer(name)
    if isinstance(field, ChoiceField):
        return field.words_of(value or ("" if answer is Answer.SOME else answer.value)) or ""
    if isinstance(value, date):
        return format_date(value)
    words = {Answer.NONE: _("None"), Answer.UNKNOWN: _("Not known"), Answer.SOME: _("Yes, day not known")}
    return str(value or words.get(answer, ""))


def _list_text(known: FactList[Any]) -> str:
    words = {Answer.NONE: _("None"), Answer.UNKNOWN: _("Not known"), Answer.NOT_ASKED: _("Not asked")}
    names = [
        getattr(item, "substance", "") or getattr(item, "name", "") or getattr(item, "treatment", "")
        for item in known.items
    ]
    return ", ".join(names) if names else words.get(known.answer, "")
