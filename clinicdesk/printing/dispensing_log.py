"""The dispensing log on paper: each drug on its own, line by line with patient and amounts, and what they add up to."""

from collections.abc import Sequence
from datetime import date
from itertools import takewhile

from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _, ngettext
from clinicdesk.printing import audiences, fonts, from_desk, page
from clinicdesk.printing.styles import headed, paragraph
from clinicdesk.printing.tables import table
from clinicdesk.records import dispensing, patients
from clinicdesk.records.dispensing import Dispensed
from clinicdesk.records.patients import format_record_number
from clinicdesk.rules.names import fold

_SHARES = (1.55, 2.3, 2.0, 1.1, 1.1, 1.1, 1.25, 2.1)
_FORMS = frozenset(
    {"vial", "ampoule", "ampule", "bag", "syringe", "device", "spray", "injection", "hydrochloride", "hcl"}
)


@fonts.spelling_out()
def build(desk: Desk, first: date, last: date) -> bytes:
    """Return the log of some days of the clinic as a PDF. Raises ``BadValue``, ``CannotPrint`` or ``NotAllowed``."""
    if last < first:
        raise BadValue(_("The last day is before the first."), "last")
    lines = dispensing.dispensed(desk, first, last)
    letterhead = from_desk.letterhead(desk)
    width = page.content_width(letterhead.paper_size)
    days = formats.format_day(first)
    if last != first:
        days = _("{first} to {last}").format(first=days, last=formats.format_day(last))
    story: list[Flowable] = [paragraph(_("Dispensing log"), "title"), paragraph(days)]
    if not lines:
        story.append(paragraph(_("Nothing was drawn up.")))
    people = {one: _who(desk, one) for one in {line.patient_id for line in lines}}
    for drug in sorted({_drug_of(line) for line in lines}):
        of_drug = [line for line in lines if _drug_of(line) == drug]
        story += _part(desk, of_drug, people, width)
    return page.build(story, letterhead, from_desk.imprint(desk, _("Dispensing log"), audiences.INSPECTION))


def _drug_of(line: Dispensed) -> str:
    """Return under which drug a line stands: the words of its name, without strength and form.

    Ketamine from a vial and ketamine hydrochloride are one drug; sodium chloride and sodium bicarbonate are two.
    """
    words = list(takewhile(str.isalpha, fold(line.product).split()))
    return " ".join(word for word in words if word not in _FORMS) or fold(line.product)


def _part(desk: Desk, lines: Sequence[Dispensed], people: dict[str, str], width: float) -> list[Flowable]:
    head = (
        _("Time"), _("Patient"), _("Product, lot"), _("Drawn"), _("Given"), _("Wasted"), _("Returned"),
        _("Order, given by, witness"),
    )  # fmt: skip
    rows = [_row(desk, line, people[line.patient_id]) for line in lines]
    title = formats.format_drug(_drug_of(lines[0]))
    return [*headed(title, table(head, rows, _SHARES, width)), paragraph(_sum_words(lines), "small")]


def _row(desk: Desk, line: Dispensed, who: str) -> Sequence[str]:
    at = desk.local(line.at)
    time = f"{formats.format_date(at.date())}\n{formats.format_time(at)}"
    if line.corrected:
        time += "\n" + _("corrected below")
    return (time, who, _product(line), *_amounts(line), _people(line))


def _product(line: Dispensed) -> str:
    parts = [formats.format_drug(line.product)]
    if line.strength_micrograms_per_ml:
        parts.append(formats.format_concentration(line.strength_micrograms_per_ml))
    parts.append(_("Lot {lot}").format(lot=line.lot) if line.lot else _("Lot not recorded"))
    if line.expires_on:
        parts.append(_("expires {day}").format(day=formats.format_date(line.expires_on)))
    return "\n".join(parts + ([line.route] if line.route else []))


def _amounts(line: Dispensed) -> tuple[str, ...]:
    if line.volume_microlitres is not None:
        return ("", _whole(formats.format_volume(line.volume_microlitres)), "", "")
    told = (line.drawn_micrograms, line.given_micrograms, line.wasted_micrograms)
    amounts = [_("not recorded") if amount is None else _whole(formats.format_dose(amount)) for amount in told]
    return (*amounts, _whole(formats.format_dose(line.returned_micrograms)) if line.returned_micrograms else "")


def _whole(amount: str) -> str:
    """Keep an amount and its unit on one line."""
    return amount.replace(" ", "\N{NO-BREAK SPACE}")


def _people(line: Dispensed) -> str:
    order = {
        "signed": _("Signed order"),
        "standing": _("Standing order"),
        "verbal": _("Verbal order"),
        None: _("No order recorded"),
    }[line.ordered_by]
    if line.prescriber:
        order = _("{order}, {name}").format(order=order, name=line.prescriber)
    parts = [order, _("By {name}").format(name=line.by_name)]
    if line.witness_name:
        parts.append(_("Witness {name}").format(name=line.witness_name))
    return "\n".join(parts + ([line.remark] if line.remark else []))


def _sum_words(lines: Sequence[Dispensed]) -> str:
    found = dispensing.sums(lines)
    count = ngettext("{count} line", "{count} lines", found.lines).format(count=found.lines)
    if found.fluids == found.lines:
        return _("{count}: {volume} given").format(count=count, volume=formats.format_volume(found.volume_microlitres))
    words = _("{count}: drawn {drawn} = given {given} + wasted {wasted} + returned {returned}")
    parts = found.given_micrograms + found.wasted_micrograms + found.returned_micrograms
    if found.unfinished or parts != found.drawn_micrograms:
        words = _(
            "{count}: drawn {drawn}, given {given}, wasted {wasted}, returned {returned}. It does not add up yet."
        )
    return words.format(
        count=count,
        drawn=formats.format_dose(found.drawn_micrograms),
        given=formats.format_dose(found.given_micrograms),
        wasted=formats.format_dose(found.wasted_micrograms),
        returned=formats.format_dose(found.returned_micrograms),
    )


def _who(desk: Desk, patient_id: str) -> str:
    patient = patients.get(desk, patient_id)
    return "\n".join(
        part
        for part in (
            formats.format_name(patient.family_name, patient.given_name, patient.title),
            _("Born {date}").format(date=formats.format_date(patient.birth_date)),
            _("No. {number}").format(number=format_record_number(patient.record_number)),
            patient.address,
        )
        if part
    )
