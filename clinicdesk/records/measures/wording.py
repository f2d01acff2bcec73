"""The wording of a questionnaire as a file of its own, for a clinic that holds a licence for it.

It says the question, the items and the answers in words, and nothing of how they are counted: the scores, the bands and
what calls for a clinician stay those of the program, so that a slip in such a file can never silence an alert. Where
it is kept, it stands behind the file it belongs to, under a mark.
"""

from collections import Counter
from dataclasses import replace

from clinicdesk.language import _
from clinicdesk.records.measures.parsing import choices, languages_of, words
from clinicdesk.records.toml_table import Table
from clinicdesk.rules.measure import Choice, Item, Measure, Shipping, Words

MARK = "# ==== wording ====\n"


def parted(text: str) -> tuple[str, str]:
    """Return what a kept text says of the measure, and the wording installed for it (empty: none)."""
    own, _mark, words_of_it = text.partition(MARK)
    return own, words_of_it


def joined(own: str, words_of_it: str) -> str:
    """Return the text to keep of a measure with a wording."""
    return f"{parted(own)[0].rstrip()}\n{MARK}{words_of_it}"


def worded(measure: Measure, table: Table) -> Measure:
    """Return the measure with the words of a wording file. Raises ``FaultyFile`` for the first fault.

    Every item has to be there, and every value that can be answered has its words.
    """
    named = table.text("wording_of")
    if named != measure.id:
        sentence = _("This is the wording of “{named}”, not of “{id}”.")
        raise table.fault("wording_of", sentence.format(named=named, id=measure.id))
    languages = languages_of(table)
    shared = choices(table, languages) if "choices" in table else ()
    items = _items(measure, table, languages, shared)
    found = replace(
        measure,
        version=f"{measure.version}+{table.text('version')}",
        shipping=Shipping.TEXT,
        languages=languages,
        asked=words(table, "asked", languages) if "asked" in table else {},
        items=items,
        licence=table.text("licence", measure.licence),
    )
    table.done()
    return found


def _items(measure: Measure, table: Table, languages: tuple[str, ...], shared: tuple[Choice, ...]) -> tuple[Item, ...]:
    known = {item.id: item for item in measure.items}
    found: dict[str, Item] = {}
    for inside in table.tables("items"):
        name = inside.text("id")
        if name not in known:
            raise inside.fault("id", _("{measure} has no item {item}.").format(measure=measure.title, item=name))
        if name in found:
            raise inside.fault("id", _("Item {item} is here twice.").format(item=name))
        found[name] = _item(known[name], inside, languages, shared)
        inside.done()
    left_out = [item.id for item in measure.items if item.id not in found and not _for_staff(item)]
    if left_out:
        raise table.fault("items", _("These items have no words yet: {items}.").format(items=", ".join(left_out)))
    return tuple(found.get(item.id) or _labelled(item, languages) for item in measure.items)


def _for_staff(item: Item) -> bool:
    """Whether an item is no question of the form: staff type it instead of the others (a level of risk)."""
    return item.optional and bool(item.stands_for)


def _labelled(item: Item, languages: tuple[str, ...]) -> Item:
    """Return an item of staff with its label in every language: no wording has words for it."""
    answers = tuple(replace(choice, text=_everywhere(choice.text, languages)) for choice in item.choices)
    return replace(item, text=_everywhere(item.text, languages), choices=answers)


def _everywhere(words_of_it: Words, languages: tuple[str, ...]) -> Words:
    return {language: words_of_it.get("en", "") for language in languages}


def _item(item: Item, table: Table, languages: tuple[str, ...], shared: tuple[Choice, ...]) -> Item:
    own = choices(table, languages) if "choices" in table else ()
    answers = own or (shared if _answer(shared, item) else ())
    ends = (words(table, "low_end", languages), words(table, "high_end", languages)) if "low_end" in table else None
    if own and not _answer(own, item):
        sentence = _("Item {item} is answered with {low} to {high}. Give each of these values its words, and no other.")
        raise table.fault("choices", sentence.format(item=item.id, low=item.low, high=item.high))
    if not answers and ends is None and len(item.values) <= _MOST_WITH_WORDS:
        sentence = _("The answers to item {item}, {low} to {high}, have no words yet.")
        raise table.fault("id", sentence.format(item=item.id, low=item.low, high=item.high))
    return replace(item, text=words(table, "text", languages), choices=answers, ends=ends)


def _answer(answers: tuple[Choice, ...], item: Item) -> bool:
    return {choice.value for choice in answers} == set(item.values)


_MOST_WITH_WORDS = 11
"""More values than a scale from 0 to 10 has are a number that is typed."""


def blank(measure: Measure) -> str:
    """Return a wording file for a measure with everything but the words, to be filled in by whoever holds a licence."""
    lines = [
        f"# {measure.title}: {measure.full_title}.",
        "# Fill in the words of the form you hold a licence for, between the quotes, and install this file in the",
        "# settings. Nothing here changes how answers are counted. Answers differ from item to item? Move the",
        "# [[choices]] under it as [[items.choices]]. Another language? Add it to the list, and its lines.",
        "",
        f'wording_of = "{measure.id}"',
        'version = "1"',
        'languages = ["en"]',
        "",
        "[asked]",
        'en = ""',
    ]
    asked = [item for item in measure.items if not _for_staff(item)]
    usual = Counter(item.values for item in asked).most_common(1)[0][0]
    if len(usual) < _MOST_WITH_WORDS:
        lines += _blank_choices("choices", usual)
    for item in asked:
        lines += ["", "[[items]]", f'id = "{item.id}"', 'text.en = ""']
        if len(item.values) == _MOST_WITH_WORDS:
            lines += ['low_end.en = ""', 'high_end.en = ""']
        elif item.values != usual and len(item.values) < _MOST_WITH_WORDS:
            lines += _blank_choices("items.choices", item.values)
    return "\n".join(lines) + "\n"


def _blank_choices(section: str, values: tuple[int, ...]) -> list[str]:
    return [line for value in values for line in ("", f"[[{section}]]", f"value = {value}", 'text.en = ""')]
