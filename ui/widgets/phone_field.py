"""A field for a phone number in any writing, pasted or typed; the extension is kept."""

from clinicdesk.language import _, ngettext
from clinicdesk.rules.names import phone_digits
from clinicdesk.rules.phone_numbers import LONGEST_NUMBER, phone_text
from ui.widgets.text_field import TextField

SHORTEST_NUMBER = 7
"""Digits below which a phone number is questioned; national numbers without area code have seven."""

_SIGNS = ("", "-", "?")
"""Typed for "none" and "not known", see the registration form."""


class PhoneField(TextField):
    """One phone number. Left, it is put into one writing, and a number that cannot be dialled is questioned."""

    def _on_left(self) -> None:
        typed = self.text()
        if typed not in _SIGNS:
            written = phone_text(typed)
            if written != typed:
                self.line.setText(written)
            self._question(len(phone_digits(written)))
        super()._on_left()

    def _question(self, count: int) -> None:
        if count < SHORTEST_NUMBER:
            words = ngettext("Only {count} digit. Check the number.", "Only {count} digits. Check the number.", count)
            self.set_warning(words.format(count=count))
        elif count > LONGEST_NUMBER:
            self.set_warning(_("{count} digits: are these two numbers?").format(count=count))
