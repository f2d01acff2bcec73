"""The look of the program: one palette, one font family, one style sheet, made from the tokens in ``resources/theme``.

``apply`` sets it for the whole application and can be called again at any time; widgets that paint themselves ask
``token``, ``px`` and ``font`` each time they paint, so they follow without being told.
"""

from ui.theme.dress import apply, current, font, load_fonts, put_on, px, set_state, take_off, token
from ui.theme.tokens import Scheme, Theme

__all__ = [
    "Scheme",
    "Theme",
    "apply",
    "current",
    "font",
    "load_fonts",
    "put_on",
    "px",
    "set_state",
    "take_off",
    "token",
]
