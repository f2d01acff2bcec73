"""The program's own words on a form, in the form's language: a Spanish form says "Página 1 de 3" and "02-mar-2026"."""

from datetime import date, datetime

from clinicdesk.formats import format_time
from clinicdesk.printing.letterhead import SheetWords
from clinicdesk.records import wordings
from clinicdesk.records.wordings import TextKind
from clinicdesk.rules.languages import language_name


class FormWords:
    """The words of one language; ``language`` is its code. Calling it with a word's name fills in the values."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._words = wordings.form_words(language, "paper")

    def __call__(self, word: str, /, **values: object) -> str:
        """Return the words of a name (a key of ``paper.en.toml``); typed values stay as they were typed."""
        return self._words[word].format(**values)

    def day(self, day: date) -> str:
        """Return ``02-Mar-2026``: nobody takes the month for the day."""
        return wordings.form_day(self.language, day)

    def moment(self, moment: datetime) -> str:
        """Return ``02-Mar-2026 09:00`` in the zone the moment carries."""
        return f"{self.day(moment.date())} {format_time(moment)}"

    def role(self, who: str) -> str:
        """Return as what somebody signs."""
        return self(f"role_{who}")

    def title(self, kind: TextKind) -> str:
        """Return what kind of paper it is, neutrally: anybody may see it."""
        return self(f"title_{kind}")

    def form(self, number: int) -> str:
        """Return the form's number as it is read out and typed."""
        return self("form", number=f"{number:06d}")

    def device(self, device: str) -> str:
        """Return what a signature was drawn with."""
        return self._words.get(f"device_{device}") or self("device_other")

    def language_named(self, code: str) -> str:
        """Return a language as it is called in this one; one that is not known here by its English name."""
        return self._words.get(f"language_{code}") or language_name(code)

    @property
    def sheet(self) -> SheetWords:
        """Return what header and footer of every sheet are labelled with."""
        return SheetWords(
            language=self.language,
            audience=self._words["audience"],
            page=self._words["page"],
            name=self._words["name"],
            born=self._words["born"],
            born_on=self._words["born_on"],
            record=self._words["record"],
            record_number=self._words["record_number"],
            printed_by=self._words["printed_by"],
            sample_clinic=self._words["sample_clinic"],
            moment=self.moment,
            record_at=self._words["record_at"],
        )
