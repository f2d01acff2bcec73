"""The order of a drug dosed by weight: one rate, or a bolus and several rates; weight, strength and bag."""

from dataclasses import replace
from typing import cast

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import Body, Session
from clinicdesk.rules.body_weight import BASIS_WORDS
from clinicdesk.rules.dosing import Dose, DoseArithmetic
from clinicdesk.rules.protocol import Bag, DoseRule, DrugVolume, StageKind, StageRule, WeightBasis
from clinicdesk.rules.typed_quantities import parse_milligrams, parse_millilitres
from clinicdesk.rules.vitals import Kind, parse_reading, show
from ui.session.order_form import minutes, number, thousandths
from ui.session.panel import Panel, amount_field
from ui.widgets.choice_field import ChoiceField
from ui.widgets.field import Field
from ui.widgets.text_field import ParsedField
from ui.widgets.words import label


class WeightForm:
    """Amounts first, then the weight they go by, then vial and bag."""

    def __init__(self, panel: Panel, session: Session, rule: DoseRule, bag: Bag) -> None:
        self._session, self._rule, self._bag_rule = session, rule, bag
        self._stages: list[tuple[StageRule, ParsedField[int], ParsedField[int]]] = []
        self.fields: list[Field] = []
        before = session.order.arithmetic if session.order else None
        steps = rule.stages
        if isinstance(before, DoseArithmetic):
            steps = tuple(stage.rule for stage in before.stages)
        if steps:
            self._put_stages(panel, steps)
        else:
            self._put_amounts(panel)
        self._put_weight_and_bag(panel)

    def _put_amounts(self, panel: Panel) -> None:
        self._per_kg = amount_field(_("Dose per &kg (mg)"), parse_milligrams, thousandths, required=True)
        self._dose = amount_field(_("Other dose (mg)"), parse_milligrams, thousandths, hint=_("Empty: as worked out."))
        self._duration = amount_field(_("Over (min&utes)"), minutes, str, required=True)
        panel.put_row(("per_kg", self._per_kg), ("dose", self._dose))
        self.fields += [self._per_kg, self._dose, self._duration]

    def _put_stages(self, panel: Panel, steps: tuple[StageRule, ...]) -> None:
        for place, stage in enumerate(steps):
            bolus = stage.kind is StageKind.BOLUS
            words = _("{title} (mg per kg)") if bolus else _("{title} (mg per kg per hour)")
            amount = amount_field(
                _("mg per kg") if bolus else _("mg per kg per hour"), parse_milligrams, thousandths, required=True
            )
            length = amount_field(_("Over (minutes)"), minutes, str, required=True)
            # The step's name stands above both; who cannot see it hears it with each.
            amount.editor.setAccessibleName(words.format(title=stage.title))
            length.editor.setAccessibleName(_("{title}, minutes").format(title=stage.title))
            panel.add(label(stage.title, "strong"))
            panel.put_row((f"stage{place}", amount), (f"minutes{place}", length))
            self._stages.append((stage, amount, length))
            self.fields += [amount, length]

    def _put_weight_and_bag(self, panel: Panel) -> None:
        self._basis = ChoiceField(_("Weight to dose by"), list(BASIS_WORDS.items()), required=True)
        self._strength = amount_field(_("S&trength (mg per mL)"), parse_milligrams, thousandths, required=True)
        self._bag = amount_field(_("Ba&g (mL)"), parse_millilitres, thousandths, required=True)
        self._volume = ChoiceField(
            _("Volume of the drug"),
            [(DrugVolume.REPLACED, _("Replaces fluid")), (DrugVolume.ADDED, _("Added on top"))],
            required=True,
        )
        self._height = _height_field()
        panel.put_row(("strength", self._strength), ("bag", self._bag))
        if self._stages:
            panel.put("volume", self._volume)
        else:
            panel.put_row(("duration", self._duration), ("volume", self._volume))
        panel.put_row(("weight_basis", self._basis), ("height", self._height))
        self.fields += [self._strength, self._bag, self._volume, self._basis, self._height]

    def fill(self, before: Dose | None, known: Body, /) -> None:
        """Begin with the order that counts, else with the protocol's own numbers."""
        self._height.set_value(known.height_millimetres)
        made = before if isinstance(before, DoseArithmetic) else None
        for place, (stage, amount, length) in enumerate(self._stages):
            step = made.stages[place].rule if made else stage
            amount.set_value(step.micrograms_per_kg)
            length.set_value(step.minutes)
        if not self._stages:
            self._per_kg.set_value(made.micrograms_per_kg if made else self._rule.micrograms_per_kg)
            self._duration.set_value(made.duration_minutes if made else self._rule.duration_minutes)
            if made and made.dose_micrograms != made.calculated_micrograms:
                self._dose.set_value(made.dose_micrograms)
        self._basis.set_value(made.weight_basis if made else self._rule.weight_basis)
        bag = self._bag_rule
        self._strength.set_value(made.concentration_micrograms_per_ml if made else bag.concentration_micrograms_per_ml)
        self._bag.set_value(made.bag_microlitres if made else bag.volume_microlitres)
        self._volume.set_value(made.drug_volume if made else bag.drug_volume)

    def body(self, known: Body, /) -> Body:
        """Return what is known of the body, with the height as it is typed."""
        try:
            return replace(known, height_millimetres=self._height.value())
        except BadValue as problem:
            raise BadValue(str(problem), "height") from problem

    def dose(self, known: Body, /) -> Dose:
        """Return the arithmetic of what is typed. Raises ``BadValue``."""
        stages = tuple(
            StageRule(stage.kind, stage.title, number(amount, f"stage{place}"), number(length, f"minutes{place}"))
            for place, (stage, amount, length) in enumerate(self._stages)
        )
        return sessions.arithmetic(
            self._session,
            micrograms_per_kg=0 if stages else number(self._per_kg, "per_kg"),
            concentration_micrograms_per_ml=number(self._strength, "strength"),
            bag_microlitres=number(self._bag, "bag"),
            drug_volume=cast("DrugVolume", self._volume.value()),
            duration_minutes=0 if stages else number(self._duration, "duration"),
            dose_micrograms=None if stages else self._dose.value(),
            weight_basis=cast("WeightBasis", self._basis.value()),
            stages=stages,
            known=known,
        )


def _height_field() -> ParsedField[int]:
    def parse(text: str) -> int:
        return parse_reading(Kind.HEIGHT, text).values[Kind.HEIGHT]

    def shown(height: int) -> str:
        return show(Kind.HEIGHT, height)

    return ParsedField(_("Height (cm)"), parse, shown, hint=_("178 or 5 ft 10 in"))
