"""Fills the tokens into ``resources/theme/style.qss`` and builds the palette that item views and Fusion paint from."""

from string import Template

from PySide6.QtGui import QColor, QPalette

from clinicdesk.resources import folder, read_text
from ui.theme.tokens import Theme


def style_sheet(theme: Theme) -> str:
    """Return the application's style sheet. A name in the template that is no token raises ``KeyError``."""
    return Template(read_text("theme/style.qss")).substitute(theme.colours, **theme.sizes, **_derived(theme))


def sheet_of_its_own(theme: Theme) -> str:
    """Return the style sheet of a page that is dressed otherwise than the program.

    Where there is a style sheet Qt hands down neither font nor palette; the application's do for the other pages.
    """
    plain = "QLabel, QPushButton, QLineEdit, QPlainTextEdit, QCheckBox, QRadioButton, QComboBox, QAbstractItemView"
    rule = f"{plain} {{ font-size: {theme.sizes['base']}px; color: {theme.colours['text']}; }}"
    return f"{rule}\n{style_sheet(theme)}"


def _derived(theme: Theme) -> dict[str, object]:
    """Sizes that follow from tokens: what is left inside borders, and half-heights for round corners."""
    size = theme.sizes
    images = folder("theme").as_posix()
    ring = round(size["indicator"] * 0.3)
    return {
        "field_inner": size["field"] - 2,
        "field_inner_focus": size["field"] - 4,
        "field_inner_ring": size["field"] - 6,
        "filter_inner": size["target"] - 4,
        "filter_inner_focus": size["target"] - 6,
        "filter_radius": (size["target"] - 2) // 2,
        "rail_inner": size["rail_button"] - 10,
        "radio_radius": size["indicator"] // 2 + 1,
        "radio_ring": ring,
        "radio_dot": size["indicator"] + 2 - 2 * ring,
        "progress_radius": size["progress"] // 2,
        "target_inner": size["target"] - 4,
        "image_check": f"{images}/check-{theme.scheme}.svg",
        "image_chevron": f"{images}/chevron-{theme.scheme}.svg",
    }


def palette(theme: Theme) -> QPalette:
    """Return the palette of a scheme, with its disabled colours."""
    colour = {name: QColor(value) for name, value in theme.colours.items()}
    role = QPalette.ColorRole
    made = QPalette()
    for place, name in {
        role.Window: "app",
        role.WindowText: "text",
        role.Base: "surface",
        role.AlternateBase: "subtle",
        role.Text: "text",
        role.PlaceholderText: "muted",
        role.Button: "surface",
        role.ButtonText: "text",
        role.BrightText: "danger_fg",
        role.Highlight: "accent",
        role.HighlightedText: "on_accent",
        role.Accent: "accent",
        role.Link: "accent",
        role.LinkVisited: "accent",
        role.ToolTipBase: "tooltip",
        role.ToolTipText: "on_tooltip",
        role.Light: "surface",
        role.Midlight: "line",
        role.Mid: "control",
        role.Dark: "control",
        role.Shadow: "control",
    }.items():
        made.setColor(place, colour[name])
    for place in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, place, colour["disabled"])
    return made
