"""A patient by their record number, as it stands on papers and in the chart."""

from clinicdesk.errors import BadValue
from clinicdesk.formats import format_record_number
from clinicdesk.language import _
from ui.widgets.text_field import ParsedField

_MOST_DIGITS = 9


class RecordNumberField(ParsedField[int]):
    """Takes ``004 182`` and ``4182`` alike."""

    def __init__(self, label: str) -> None:
        super().__init__(label, _parsed, format_record_number, required=True)


def _parsed(text: str) -> int:
    digits = text.replace(" ", "").replace("\u00a0", "")
    if not digits.isdecimal() or len(digits) > _MOST_DIGITS:
        raise BadValue(_("Type the record number, such as 4182."))
    return int(digits)
