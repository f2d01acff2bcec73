"""Puts the theme on the application, and answers what colours, sizes and fonts are in force."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.resources import folder
from ui.theme.sheet import palette, sheet_of_its_own, style_sheet
from ui.theme.tokens import DARK_SCHEMES, Scheme, Theme, theme

_FAMILY = "Inter"
_WEIGHTS = {"strong": 600, "h1": 600, "h2": 600, "h3": 600, "vitals": 600, "timer": 600, "caption": 500}
_SIZE_OF_ROLE = {"body": "base", "strong": "base", "muted": "base"}

_LARGEST_OF_ONE = 200

_in_force: list[Theme] = []
_put_away: list[Theme] = []
_loaded_fonts: list[int] = []


def apply(app: QApplication, scheme: Literal["light", "dark", "dim", "system"], text_percent: int = 100) -> Theme:
    """Dress the application; call again to switch while it runs. ``text_percent`` is held to 90–150.

    ``system`` takes what the desktop asks for now; where it does not say, light.
    """
    load_fonts()
    hints = app.styleHints()
    if scheme == "system":
        hints.setColorScheme(Qt.ColorScheme.Unknown)
        chosen: Scheme = "dark" if hints.colorScheme() is Qt.ColorScheme.Dark else "light"
    else:
        chosen = scheme
        hints.setColorScheme(Qt.ColorScheme.Dark if scheme in DARK_SCHEMES else Qt.ColorScheme.Light)
    made = theme(chosen, text_percent)
    if not _in_force:
        # Once: setting a style takes the old one from under every widget there is, and a style sheet hides its name.
        app.setStyle("Fusion")
    _in_force[:] = [made]
    app.setPalette(palette(made))
    app.setFont(font("body"))
    app.setStyleSheet(style_sheet(made))
    return made


def put_on(widget: QWidget, scheme: Scheme, text_percent: int) -> None:
    """Dress one widget, and all in it, otherwise than the program: for a page that is alone on the screen.

    Until ``take_off`` what paints itself asks for this scheme's colours. Sizes stay the program's: pages behind it that
    make widgets meanwhile make them as large as ever. ``text_percent`` may go up to 200.
    """
    made = theme(scheme, text_percent, _LARGEST_OF_ONE)
    if not _put_away:
        _put_away[:] = [current()]
    usual = _put_away[0]
    _in_force[:] = [Theme(scheme, usual.text_percent, made.colours, usual.sizes)]
    widget.setStyleSheet(sheet_of_its_own(made))


def take_off(widget: QWidget) -> None:
    """Give the colours of the program back, and the widget its usual dress."""
    if _put_away:
        _in_force[:] = [_put_away.pop()]
    widget.setStyleSheet("")


def load_fonts() -> None:
    """Load the four bundled weights of Inter, once per process."""
    if not _loaded_fonts:
        files = sorted(folder("fonts/screen").glob("*.otf"))
        _loaded_fonts.extend(QFontDatabase.addApplicationFont(str(file)) for file in files)


def current() -> Theme:
    """Return the theme in force; before the first ``apply`` the light one at 100 %."""
    return _in_force[0] if _in_force else theme("light", 100)


def token(name: str) -> QColor:
    """Return a colour of the theme in force, for example ``danger_line``."""
    return QColor(current().colours[name])


def px(name: str) -> int:
    """Return a size of the theme in force in device-independent pixels, for example ``row`` or ``space_8``."""
    return current().sizes[name]


def font(role: str) -> QFont:
    """Return the font of a role: ``body``, ``strong``, ``caption``, ``small``, ``h1``–``h3``, ``vitals``, ``timer``.

    Figures are all of one width, so that columns of numbers stand still; no slashed zero (it reads as an 8 or a null).
    """
    made = QFont(_FAMILY)
    made.setPixelSize(px(_SIZE_OF_ROLE.get(role, role)))
    made.setWeight(QFont.Weight(_WEIGHTS.get(role, 400)))
    made.setFeature(QFont.Tag("tnum"), 1)
    # The same picture on every machine: no hinting of the host's own.
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def set_state(widget: QWidget, name: str, value: str) -> None:
    """Set a property the style sheet selects on (``state``, ``tone``, ``kind``, ``role``) and restyle the widget."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
