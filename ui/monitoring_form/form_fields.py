"""The fields of a monitoring form on screen, one for each kind of answer; empty is not answered."""

from clinicdesk.language import _
from clinicdesk.rules.monitoring_form import NO, YES, FieldKind, FormField, checked
from ui.widgets.choice_field import ChoiceField
from ui.widgets.field import Field
from ui.widgets.text_field import ParsedField, TextAreaField, TextField

AnswerField = TextField | TextAreaField | ChoiceField


def made(asked: FormField) -> AnswerField:
    """Return the field on screen for one thing the form asks."""
    if asked.kind is FieldKind.YES_NO:
        return ChoiceField(asked.label, [("", _("Not answered")), (YES, _("Yes")), (NO, _("No"))])
    if asked.kind is FieldKind.CHOICE:
        return ChoiceField(asked.label, [("", _("Not answered")), *((one, one) for one in asked.choices)])
    if asked.kind is FieldKind.LONG_TEXT:
        return TextAreaField(asked.label, lines=3)

    def parse(text: str) -> str:
        return checked(asked, text)

    return ParsedField(asked.label, parse, str, placeholder=_("Not answered"))


def answer(field: Field) -> str:
    """Return what stands in a field; nothing is an empty text."""
    if isinstance(field, ChoiceField):
        return str(field.value() or "")
    assert isinstance(field, (TextField, TextAreaField))
    return field.text()


def show(field: Field, text: str) -> None:
    """Put an answer into a field."""
    if isinstance(field, ChoiceField):
        field.set_value(text)
    else:
        assert isinstance(field, (TextField, TextAreaField))
        field.set_text(text)
