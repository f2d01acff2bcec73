"""The one place that translates our own words, for the core and the screens alike (stdlib gettext)."""

import gettext as _gettext

from clinicdesk.resources import folder

_translations = _gettext.translation("clinicdesk", str(folder("translations")), fallback=True)


def _(text: str) -> str:
    """Return the sentence in the person's language, or as written when there is no translation."""
    return _translations.gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the singular or plural sentence for ``count`` in the person's language."""
    return _translations.ngettext(one, many, count)
