"""The order form of the prescriber: numbers on top, their arithmetic below, then signature with the two identifiers."""

from typing import cast

from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.rules.dosing import DoseArithmetic
from clinicdesk.rules.protocol import DrugVolume
from clinicdesk.rules.quantities import decimal_text
from clinicdesk.rules.typed_quantities import parse_milligrams, parse_millilitres, parse_minutes
from ui.session.identity import IdentityFields
from ui.session.panel import Panel, amount_field, moment_field, typed_moment
from ui.widgets.choice_field import ChoiceField
from ui.widgets.text_field import ParsedField, TextField
from ui.widgets.words import label


def _thousandths(units: int) -> str:
    return decimal_text(units, 1000).replace(",", "")


def _minutes(text: str, name: str) -> int:
    return parse_minutes(text, name, 720)


class OrderPanel(Panel):
    """Starts with the protocol's own numbers for today's weight; every number can be changed before it is signed."""

    def build(self) -> None:
        """Numbers, arithmetic, reasons, identifiers."""
        self._asked: tuple[str, ...] = ()
        self._per_kg = amount_field(_("Dose per &kg (mg)"), parse_milligrams, _thousandths, required=True)
        self._dose = amount_field(_("Other dose (mg)"), parse_milligrams, _thousandths, hint=_("Empty: as worked out."))
        self._strength = amount_field(_("S&trength (mg per mL)"), parse_milligrams, _thousandths, required=True)
        self._bag = amount_field(_("Ba&g (mL)"), parse_millilitres, _thousandths, required=True)
        self._duration = amount_field(_("Over (min&utes)"), _minutes, str, required=True)
        self._volume = ChoiceField(
            _("Volume of the drug"),
            [
                (DrugVolume.REPLACED, _("Replaces fluid")),
                (DrugVolume.ADDED, _("Added on top")),
            ],
            required=True,
        )
        self.put_row(("per_kg", self._per_kg), ("dose", self._dose))
        self.put_row(("strength", self._strength), ("bag", self._bag))
        self.put_row(("duration", self._duration), ("volume", self._volume))
        self._lines = label("", "strong", wrap=True)
        self._lines.setObjectName("arithmetic")
        self.add(self._lines)
        self._remark = TextField(_("&Why the order changes"), required=True)
        self._consent = TextField(
            _("Reason to go on wit&h this consent"), required=True, hint=_("Prints with the session.")
        )
        self.put("remark", self._remark)
        self.put("consent_reason", self._consent)
        self._remark.setVisible(self.session.order is not None)
        reasons = sessions.asking_reason(self.desk, self.session)
        self._consent.setVisible(bool(reasons))
        if reasons:
            self._consent.set_warning("\n".join(reasons))
        self._identity = IdentityFields(self.desk, self)
        self._moment = moment_field(self.desk, self.session)
        if self.desk.transcribing:
            self.put("occurred_at", self._moment)
        self._fill()
        for field in (self._per_kg, self._dose, self._strength, self._bag, self._duration, self._volume):
            field.edited.connect(self._on_edited)
            field.left.connect(self._on_edited)

    def _fill(self) -> None:
        """Begin with the order that counts, else with the protocol's own numbers."""
        protocol, order = self.session.protocol, self.session.order
        if order is not None:
            before = order.arithmetic
            assert isinstance(before, DoseArithmetic)
            self._per_kg.set_value(before.micrograms_per_kg)
            if before.dose_micrograms != before.calculated_micrograms:
                self._dose.set_value(before.dose_micrograms)
            self._strength.set_value(before.concentration_micrograms_per_ml)
            self._bag.set_value(before.bag_microlitres)
            self._duration.set_value(before.duration_minutes)
            self._volume.set_value(before.drug_volume)
        else:
            assert protocol.dose and protocol.bag
            self._per_kg.set_value(protocol.dose.micrograms_per_kg)
            self._strength.set_value(protocol.bag.concentration_micrograms_per_ml)
            self._bag.set_value(protocol.bag.volume_microlitres)
            self._duration.set_value(protocol.dose.duration_minutes)
            self._volume.set_value(protocol.bag.drug_volume)
        self._on_edited()

    def _arithmetic(self) -> DoseArithmetic:
        """Return the arithmetic of what is typed. Raises ``BadValue``."""
        numbers: dict[str, int] = {}
        for key in ("per_kg", "strength", "bag", "duration"):
            value = cast("ParsedField[int]", self.fields[key]).value()
            if value is None:
                raise BadValue(_("Type a number."), key)
            numbers[key] = value
        return sessions.arithmetic(
            self.session,
            micrograms_per_kg=numbers["per_kg"],
            concentration_micrograms_per_ml=numbers["strength"],
            bag_microlitres=numbers["bag"],
            drug_volume=cast("DrugVolume", self._volume.value()),
            duration_minutes=numbers["duration"],
            dose_micrograms=self._dose.value(),
        )

    def _on_edited(self) -> None:
        """Show the arithmetic of what is typed so far; while a number is half typed there is none."""
        self._asked = ()
        try:
            dose = self._arithmetic()
        except ClinicDeskError as problem:
            self._lines.setText(str(problem))
            return
        self._lines.setText("\n".join(sessions.lines_of(dose)))

    def record(self) -> None:
        """Sign the order; an unusual dose is asked once."""
        dose = self._arithmetic()
        said = self._identity.said()
        questions = sessions.questions_about(self.session, dose)
        if questions and questions != self._asked:
            self._asked = questions
            raise BadValue(" ".join(questions) + " " + _("Press “Sign order” again if it is."))
        sessions.order(
            self.desk,
            self.session.id,
            identity=said,
            dose=dose,
            unusual_confirmed=bool(questions),
            consent_reason=self._consent.text(),
            remark=self._remark.text(),
            written_at=typed_moment(self.desk, self.session, self._moment),
        )
