"""The look: contrast of every pair that meets on the screen, sizes, switching, and one fast style sheet."""

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication, QLineEdit, QTabBar, QToolButton

from clinicdesk.resources import read_text
from ui import icons, theme
from ui.theme.sheet import style_sheet
from ui.theme.tokens import contrast
from ui.theme.tokens import theme as tokens_of

KINDS = ("danger", "warn", "ok", "info", "violet", "neutral")
SURFACES = ("app", "surface", "subtle", "hover", "selected")
TEXT_PAIRS = [
    *[(text, on) for text in ("text", "muted") for on in SURFACES],
    *[("accent", on) for on in ("app", "surface", "subtle", "hover")],
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_tooltip", "tooltip"),
    *[(f"{kind}_fg", f"{kind}_bg") for kind in KINDS],
    *[(f"{kind}_fg", "surface") for kind in KINDS],
    ("text", "danger_bg"),
    ("text", "warn_bg"),
    ("danger_fg", "app"),
    *[("muted", f"{kind}_bg") for kind in ("ok", "warn", "info", "neutral")],
]
EDGE_PAIRS = [
    *[("control", on) for on in ("app", "surface", "subtle")],
    *[("focus", on) for on in SURFACES],
    ("accent", "surface"),
    *[(f"{kind}_line", "surface") for kind in KINDS],
    ("danger_line", "danger_bg"),
    ("warn_line", "warn_bg"),
    ("text", "app"),
]


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark", "dim"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_can_be_read(scheme: str, text: str, ground: str) -> None:
    colours = tokens_of(scheme, 100).colours
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark", "dim"])
@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_borders_and_focus_can_be_seen(scheme: str, edge: str, ground: str) -> None:
    colours = tokens_of(scheme, 100).colours
    assert contrast(colours[edge], colours[ground]) >= 3


def test_the_schemes_have_the_same_tokens() -> None:
    assert tokens_of("light", 100).colours.keys() == tokens_of("dark", 100).colours.keys()
    assert tokens_of("light", 100).colours.keys() == tokens_of("dim", 100).colours.keys()


@pytest.mark.parametrize("name", tokens_of("dim", 100).colours)
def test_the_dim_scheme_gives_little_and_warm_light(name: str) -> None:
    colour = tokens_of("dim", 100).colours[name]
    # A ground fills the screen; letters and lines are thin.
    is_ground = name in (*SURFACES, "tooltip", "line") or name.endswith("_bg")
    white = contrast(colour, "#000000") * 0.05 - 0.05
    assert white <= (0.02 if is_ground else 0.4)
    red, blue = int(colour[1:3], 16), int(colour[5:7], 16)
    assert red >= blue or name.startswith(("info", "violet"))


def test_text_size_is_held_to_its_limits_and_spaces_stay() -> None:
    assert tokens_of("light", 500).text_percent == 150
    assert tokens_of("light", 10).text_percent == 90
    assert tokens_of("light", 150).sizes["base"] == 20
    assert tokens_of("light", 150).sizes["space_8"] == 8


def test_nothing_that_is_clicked_is_under_24_pixels() -> None:
    sizes = tokens_of("light", 100).sizes
    assert min(sizes[name] for name in ("field", "row", "row_dense", "target", "rail_button")) >= 24


@pytest.mark.parametrize("percent", [90, 100, 150])
def test_every_name_in_the_style_sheet_is_a_token(percent: int) -> None:
    sheet = style_sheet(tokens_of("dark", percent))
    assert "$" not in sheet
    assert not re.search(r":\s*-\d", sheet.replace("top: -1px", ""))


def test_the_style_sheet_holds_no_colour_of_its_own() -> None:
    assert not re.search(r"#[0-9A-Fa-f]{3,8}\b", read_text("theme/style.qss"))


@pytest.mark.parametrize("scheme", ["light", "dark", "dim"])
def test_the_pictures_of_the_style_sheet_have_the_scheme_s_colours(scheme: str) -> None:
    colours = tokens_of(scheme, 100).colours
    assert colours["on_accent"] in read_text(f"theme/check-{scheme}.svg")
    assert colours["muted"] in read_text(f"theme/chevron-{scheme}.svg")


def test_the_scheme_and_the_text_size_change_while_running(qtbot, qapp: QApplication) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    theme.apply(qapp, "light", 100)
    line.show()
    low = line.height()
    theme.apply(qapp, "dark", 150)
    line.adjustSize()
    assert theme.current().scheme == "dark"
    assert qapp.palette().base().color() == QColor("#1A2127")
    assert qapp.font().pixelSize() == 20
    assert line.height() > low
    theme.apply(qapp, "light", 100)
    assert theme.token("surface") == QColor("#FFFFFF")


def test_inter_is_the_font_and_figures_have_one_width(qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    assert theme.font("body").exactMatch()
    theme_font = theme.font("strong")
    assert theme_font.family() == "Inter"
    assert theme_font.weight() == 600


def test_an_icon_follows_the_scheme(qapp: QApplication) -> None:
    icon = icons.icon("check", "text")
    theme.apply(qapp, "light")
    light = icon.pixmap(QSize(24, 24)).toImage()
    theme.apply(qapp, "dark")
    dark = icon.pixmap(QSize(24, 24)).toImage()
    theme.apply(qapp, "light")
    assert light != dark
    assert icon.pixmap(QSize(24, 24), QIcon.Mode.Disabled).toImage() != light


def test_one_page_is_dressed_otherwise_and_the_program_gets_its_colours_back(qtbot, qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    page, other = QLineEdit(), QLineEdit()
    qtbot.addWidget(page)
    qtbot.addWidget(other)
    usual = other.sizeHint().height()
    light, size = theme.token("text"), theme.px("base")

    theme.put_on(page, "dark", 200)
    theme.put_on(page, "dark", 175)
    assert theme.token("text") != light
    assert theme.px("base") == size
    page.show()
    other.show()
    assert page.sizeHint().height() > usual * 1.5
    assert other.sizeHint().height() == usual

    theme.take_off(page)
    assert theme.token("text") == light
    assert page.sizeHint().height() == usual


def test_the_arrows_beside_tabs_that_do_not_fit_are_seen_and_can_be_hit(qtbot):
    bar = QTabBar()
    qtbot.addWidget(bar)
    for number in range(12):
        bar.addTab(f"Part {number}")
    bar.resize(300, 40)
    bar.show()
    arrows = [one for one in bar.findChildren(QToolButton) if one.isVisible()]
    assert len(arrows) == 2
    for arrow in arrows:
        assert arrow.width() >= 24
        picture = arrow.grab().toImage()
        middle = {picture.pixelColor(x, picture.height() // 2).name() for x in range(6, picture.width() - 6)}
        assert len(middle) > 1, "the arrow is drawn"
