"""The words of papers that go home with a patient, in the patient's language: ``resources/papers/patient.es.toml``."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, Literal

from clinicdesk import resources
from clinicdesk.errors import CannotPrint
from clinicdesk.formats import format_time
from clinicdesk.language import _
from clinicdesk.printing import from_desk
from clinicdesk.printing.form_words import FormWords
from clinicdesk.printing.letterhead import About
from clinicdesk.records import crisis_card
from clinicdesk.records.patients import Patient
from clinicdesk.rules.languages import language_code

PaperWords = Literal["going_home", "against_advice"]

_FOLDER = "papers"
_ENGLISH = "en"


class PatientWords:
    """The words of one paper in one language. What a translation leaves out stands there in English."""

    def __init__(self, paper: PaperWords, language: str) -> None:
        self.language = language
        self.sheet = FormWords(language)
        english, own = _read(_ENGLISH), _read(language)
        self._words: Mapping[str, Any] = {**english[paper], **own.get(paper, {})}
        self._treatments: Mapping[str, str] = own.get("treatments", {})
        self._crisis: Mapping[str, str] = {**english["crisis"], **own.get("crisis", {})}

    def __call__(self, word: str, /, **values: object) -> str:
        """Return one sentence, filled in; typed values stay as they were typed. Raises ``CannotPrint``."""
        return self._filled(word, self._words.get(word), values)

    def lines(self, word: str, /, **values: object) -> Sequence[str]:
        """Return the sentences of a list, filled in. Raises ``CannotPrint``."""
        found = self._words.get(word)
        found = found["list"] if isinstance(found, dict) else found
        return [self._filled(word, one, values) for one in found or ()]

    def title_of(self, word: str) -> str:
        """Return the title of a part that has its own, such as ``until_fluid``."""
        return str(self._words[word]["title"])

    def moment(self, moment: datetime) -> str:
        """Return day and time, ``02-mar-2026 a las 09:30``, in the zone the moment carries."""
        return self("at", day=self.sheet.day(moment.date()), time=format_time(moment))

    def about(self, patient: Patient) -> About:
        """Return the patient as on every sheet, with the day of birth in this language."""
        known = from_desk.about(patient)
        born = self.sheet.day(patient.birth_date) if patient.birth_date else self.sheet("birth_date_unknown")
        return replace(known, birth_date_text=born)

    def treatment(self, name: str) -> str:
        """Return what a treatment is called in this language; one without a translation as the protocol calls it."""
        return self._treatments.get(name, name)

    def crisis_lines(self) -> list[tuple[str, str]]:
        """Return whom to call in a crisis, each with the number: those of the crisis card, named in this language."""
        return [(self._crisis.get(line.number, line.name), line.number) for line in crisis_card.load().lines]

    def _filled(self, word: str, text: object, values: Mapping[str, object]) -> str:
        if not isinstance(text, str):
            raise CannotPrint(_faulty(self.language, word))
        try:
            return text.format(**values)
        except (KeyError, IndexError, ValueError) as trouble:
            raise CannotPrint(_faulty(self.language, word)) from trouble


def for_patient(paper: PaperWords, patient: Patient, chosen: str = "") -> PatientWords:
    """Return the words of a paper in the language ``chosen``, else in the patient's, else in English.

    A language without words of its own is English.
    """
    code = chosen or language_code(patient.language or "") or _ENGLISH
    return PatientWords(paper, code if _read(code) else _ENGLISH)


def _faulty(language: str, word: str) -> str:
    return _("The words “{word}” in resources/papers/patient.{language}.toml cannot be used. Mend the file.").format(
        word=word, language=language
    )


@cache
def _read(language: str) -> Mapping[str, Any]:
    """Return the file of a language; empty where there is none. Raises ``CannotPrint`` for one that cannot be read."""
    path = resources.folder(_FOLDER) / f"patient.{language}.toml"
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as trouble:
        raise CannotPrint(
            _("The file resources/papers/patient.{language}.toml cannot be read: {why}").format(
                language=language, why=str(trouble)
            )
        ) from trouble
