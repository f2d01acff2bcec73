"""The cards of the overview: how to reach the patient, what is known of them, and what is planned."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from clinicdesk import formats
from clinicdesk.language import _
from clinicdesk.records.care_team import CareMember
from clinicdesk.records.chart_facts import Allergy, ChartFacts, FactList, Indication, Medicine, Problem, TreatmentTried
from clinicdesk.records.patients import Patient
from clinicdesk.rules.answers import Answer
from ui import theme
from ui.widgets.card import Card
from ui.widgets.words import label


class LinesCard(Card):
    """A card of labels and values, filled anew each time."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._inside: QWidget | None = None

    def show_lines(self, lines: list[tuple[str, str, str]]) -> None:
        """Show lines of label, value and tone; without any labels the values take the whole width."""
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = QWidget()
        grid = QGridLayout(self._inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px("space_12"))
        grid.setVerticalSpacing(theme.px("space_4"))
        labelled = any(name for name, _value, _tone in lines)
        for row, (name, value, tone) in enumerate(lines):
            words = label(value, wrap=True, tone=tone)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            if labelled:
                grid.addWidget(label(name, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, row, int(labelled))
        grid.setColumnStretch(int(labelled), 1)
        self.add(self._inside)


def contact_lines(patient: Patient, team: Sequence[CareMember]) -> list[tuple[str, str, str]]:
    """Return how to reach a patient, and who treats them too; what nobody asked stays visible as such.

    Where the care team is written down, what was said of it at registration is left out.
    """
    emergency = ", ".join(part for part in (patient.emergency_relation, patient.emergency_phone) if part)
    lines = [
        (_("Mobile"), *_told(patient, "phone_mobile")),
        (_("Home phone"), *_told(patient, "phone_home")),
        (_("E-mail"), *_told(patient, "email")),
        (_("Address"), *_or_not_recorded(patient.address)),
        (_("Language"), *_or_not_recorded(patient.language)),
        (_("Pronouns"), *_or_not_recorded(patient.pronouns)),
    ]
    name, tone = _told(patient, "emergency_name")
    lines.append((_("Emergency contact"), f"{name} ({emergency})" if emergency else name, tone))
    lines.append((_("Referred by"), *_told(patient, "referring_clinician")))
    if not team:
        return [*lines, (_("Treated by"), *_told(patient, "treating_clinicians"))]
    treated = [(_("Treated by") if at == 0 else "", one.reached, "") for at, one in enumerate(team)]
    return [*lines, *treated]


def fact_lines(facts: ChartFacts) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Return the five lists with their titles; the answer stands where there are no items."""
    allergies = _listed(facts.allergies, [_allergy(item) for item in facts.allergies.items], "danger")
    if facts.allergies.answer is Answer.NONE:
        allergies = [("", _("No known allergies"), "")]
    return [
        (_("Allergies"), allergies),
        (_("Medicines"), _listed(facts.medicines, [_medicine(item) for item in facts.medicines.items])),
        (_("Problems"), _listed(facts.problems, [_problem(item) for item in facts.problems.items])),
        (_("Indications"), _listed(facts.indications, [_indication(item) for item in facts.indications.items])),
        (_("Treatments tried"), _listed(facts.treatments_tried, [_tried(i) for i in facts.treatments_tried.items])),
    ]


_ANSWERS = {
    Answer.NOT_ASKED: (_("Not asked"), "warn"),
    Answer.UNKNOWN: (_("Asked, not known"), "warn"),
    Answer.NONE: (_("None"), ""),
    Answer.SOME: (_("Some"), ""),
}


def _told(patient: Patient, field: str) -> tuple[str, str]:
    value = getattr(patient, field)
    return (value, "") if value else _ANSWERS[patient.answer(field)]


def _or_not_recorded(value: str) -> tuple[str, str]:
    return (value, "") if value else (_("Not recorded"), "")


def _listed(found: FactList, items: list[str], tone: str = "") -> list[tuple[str, str, str]]:  # type: ignore[type-arg]
    lines = [("", item, tone) for item in items] if items else [("", *_ANSWERS[found.answer])]
    if found.contradicted:
        lines.append(
            ("", _("Another record of this person says none. Ask again, and tick it in the patient's details."), "warn")
        )
    return lines


def _allergy(item: Allergy) -> str:
    return _with(item.substance, item.reaction, item.severity)


def _medicine(item: Medicine) -> str:
    since = _("since {day}").format(day=formats.format_date(item.started_on)) if item.started_on else ""
    return _with(" ".join(part for part in (item.name, item.dose) if part), since)


def _problem(item: Problem) -> str:
    since = _("since {day}").format(day=formats.format_date(item.started_on)) if item.started_on else ""
    return _with(item.name, since)


def _indication(item: Indication) -> str:
    return item.name


def _tried(item: TreatmentTried) -> str:
    adequate = {"yes": _("long and strong enough"), "no": _("too short or too weak")}.get(item.adequate, "")
    # Without its label "none" would read as if nothing had been given.
    result = _("result: {result}").format(result=item.result) if item.result else ""
    return _with(" ".join(part for part in (item.treatment, item.dose) if part), item.duration, adequate, result)


def _with(words: str, *more: str) -> str:
    inside = ", ".join(part for part in more if part)
    return f"{words} ({inside})" if inside else words
