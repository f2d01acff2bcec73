"""Read what a questionnaire is from the text of its file: every fault is named with its line and one sentence.

``docs/measures.md`` explains the format to whoever writes one.
"""

import re

from clinicdesk.language import _
from clinicdesk.records.measures import parsing_rules
from clinicdesk.records.preset_files import provenance
from clinicdesk.records.toml_table import Table
from clinicdesk.rules.measure import WHOLE_LIFE_HOURS, Better, Choice, Item, Measure, Need, Shipping, Words

WHO = ("patient", "clinician")
"""Who may answer a questionnaire, as the files say it."""

_MOST = 1000


def measure_of(whole: Table) -> Measure:
    """Return the measure a file says. Raises ``FaultyFile`` for the first fault."""
    shipping = whole.choice("shipping", Shipping)
    # A measure that may not show its wording has none in any language.
    languages = languages_of(whole) if shipping is not Shipping.SCORE_ONLY else ()
    items = _items(whole, languages)
    scores = parsing_rules.scores(whole, items)
    findings = parsing_rules.findings(whole, items)
    return Measure(
        id=whole.text("id"),
        version=whole.text("version"),
        title=whole.text("title"),
        full_title=whole.text("full_title"),
        about=whole.text("about"),
        filled_by=_who(whole),
        recall_hours=whole.integer("recall_hours", 0, WHOLE_LIFE_HOURS),
        shipping=shipping,
        languages=languages,
        asked=words(whole, "asked", languages) if "asked" in whole else {},
        items=items,
        scores=scores,
        bands=parsing_rules.bands(whole, scores),
        findings=findings,
        alerts=parsing_rules.alerts(whole, items, scores, findings),
        better=whole.choice("better", Better),
        response=parsing_rules.response(whole, scores),
        suicide_item=parsing_rules.known_item(whole, "suicide_item", items) if "suicide_item" in whole else "",
        loinc=whole.text("loinc", ""),
        licence=whole.text("licence"),
        provenance=provenance(whole),
    )


def words(table: Table, name: str, languages: tuple[str, ...]) -> Words:
    """Return a text in every language of the measure, and in no other."""
    inside = table.table(name)
    found = {language: inside.text(language) for language in languages}
    inside.done()
    return found


def choices(table: Table, languages: tuple[str, ...]) -> tuple[Choice, ...]:
    """Return the answers listed in a table under ``choices``; two of them differ in value."""
    found = []
    for choice in table.tables("choices"):
        found.append(
            Choice(choice.integer("value", 0, _MOST), _words_or_label(choice, languages), choice.text("loinc", ""))
        )
        choice.done()
        if len({one.value for one in found}) < len(found):
            raise choice.fault("value", _("Two answers have the same value. Give each its own."))
    return tuple(found)


def _words_or_label(table: Table, languages: tuple[str, ...]) -> Words:
    """Return the wording; where none may be shown, our own ``label`` for staff, if there is one."""
    if languages:
        return words(table, "text", languages)
    return {"en": table.text("label")} if "label" in table else {}


def _who(whole: Table) -> str:
    said = whole.text("filled_by")
    if said not in WHO:
        raise whole.fault(
            "filled_by", _("“{name}” must be one of: {words}.").format(name="filled_by", words=", ".join(WHO))
        )
    return said


def languages_of(table: Table) -> tuple[str, ...]:
    """Return the languages of a wording."""
    said = table.texts("languages")
    for language in said:
        if not re.fullmatch("[a-z]{2,3}", language):
            sentence = _("“{language}” is no code of a language. Write “en”, “es” …")
            raise table.fault("languages", sentence.format(language=language))
    if len(set(said)) < len(said):
        raise table.fault("languages", _("“{name}” names something twice.").format(name="languages"))
    return said


def _items(whole: Table, languages: tuple[str, ...]) -> tuple[Item, ...]:
    shared = choices(whole, languages) if "choices" in whole else ()
    found: list[Item] = []
    for table in whole.tables("items"):
        item = _item(table, shared, languages, tuple(found))
        if any(item.id == other.id for other in found):
            raise table.fault("id", _("Two items have the same id. Give each its own."))
        found.append(item)
        table.done()
    _check_stands_for(whole, found)
    return tuple(found)


def _item(table: Table, shared: tuple[Choice, ...], languages: tuple[str, ...], before: tuple[Item, ...]) -> Item:
    own = choices(table, languages) if "choices" in table else ()
    ranged = "low" in table or "high" in table
    answers = own or (() if ranged else shared)
    if not answers and not ranged:
        raise table.fault(None, _("An item needs “choices”, or “low” and “high”."))
    if own and ranged:
        raise table.fault("low", _("An item has either “choices”, or “low” and “high”."))
    values = sorted(choice.value for choice in answers)
    low = values[0] if values else table.integer("low", 0, _MOST)
    high = values[-1] if values else table.integer("high", low + 1, _MOST)
    return Item(
        id=table.text("id"),
        text=_words_or_label(table, languages),
        choices=answers,
        low=low,
        high=high,
        ends=(words(table, "low_end", languages), words(table, "high_end", languages)) if "low_end" in table else None,
        scored=table.flag("scored", True),
        optional=table.flag("optional", False),
        loinc=table.text("loinc", ""),
        asked_if=_asked_if(table, before),
        stands_for=table.texts("stands_for") if "stands_for" in table else (),
    )


def _asked_if(table: Table, before: tuple[Item, ...]) -> Need | None:
    """Return what an item is asked after: only earlier items can be meant."""
    if "asked_if" not in table:
        return None
    return parsing_rules.need(table.table("asked_if"), before)


def _check_stands_for(whole: Table, items: list[Item]) -> None:
    known = {item.id for item in items}
    for item, table in zip(items, whole.tables("items"), strict=True):
        for other in item.stands_for:
            if other not in known or other == item.id:
                raise table.fault("stands_for", _("There is no item “{id}” here.").format(id=other))
