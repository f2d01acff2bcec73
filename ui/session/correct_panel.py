"""Correct the vital signs of one moment: what is changed gets a new row, what is emptied was entered in error."""

from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import COMMENT, PRESSURE, Round, Session
from clinicdesk.rules.vitals import MEASURES, Kind, parse_pressure, parse_reading
from ui.session.panel import Panel
from ui.widgets.text_field import TextField


class CorrectPanel(Panel):
    """One field for each value that stands, and why it is corrected."""

    def __init__(self, desk: Desk, session: Session, moment: Round) -> None:
        self._moment = moment
        super().__init__(desk, session, _("Correct vital signs"), _("Record correct&ion"))

    def build(self) -> None:
        """Fields filled with what counts now."""
        self._asked = ""
        self._values: dict[str, TextField] = {}
        for key, cell in self._moment.cells.items():
            if not cell.text:
                continue
            name = {PRESSURE: _("Blood pressure"), COMMENT: _("Comment")}.get(key) or MEASURES[Kind(key)].name
            field = TextField(_("Correct: {name}").format(name=name), hint=_("Empty: entered in error."))
            field.set_text(cell.text)
            self._values[key] = field
            self.put(key, field)
        self._reason = TextField(_("Re&ason for the correction"))
        self.put("reason", self._reason)

    def record(self) -> None:
        """Record what was changed, all in one entry; an unusual value is asked once."""
        values: dict[str, int | None] = {}
        questions: list[str] = []
        comment: tuple[str, str] | None = None
        for key, field in self._values.items():
            cell = self._moment.cells[key]
            if field.text() == cell.text:
                continue
            if key == COMMENT:
                comment = (cell.observation_ids[0], field.text())
            elif not field.text():
                values.update(dict.fromkeys(cell.observation_ids))
            else:
                values.update(self._read(key, field.text(), cell.observation_ids, questions))
        if not values and comment is None:
            raise BadValue(_("Nothing was changed. Change a value, or cancel."))
        asked = " ".join(questions)
        if questions and asked != self._asked:
            self._asked = asked
            raise BadValue(asked + " " + _("Press “Record correction” again if it is."))
        if values:
            sessions.correct(self.desk, self.session.id, values=values, reason=self._reason.text())
        if comment is not None:
            sessions.correct_comment(self.desk, self.session.id, comment[0], comment=comment[1])

    def _read(self, key: str, text: str, ids: tuple[str, ...], questions: list[str]) -> dict[str, Any]:
        try:
            typed = parse_pressure(text) if key == PRESSURE else parse_reading(Kind(key), text.split("(")[0])
        except BadValue as problem:
            raise BadValue(str(problem), key) from None
        if typed.question:
            questions.append(typed.question)
        if key == PRESSURE:
            return {ids[0]: typed.values[Kind.SYSTOLIC], ids[1]: typed.values[Kind.DIASTOLIC]}
        return {ids[0]: typed.values[Kind(key)]}
