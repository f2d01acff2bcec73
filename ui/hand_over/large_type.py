"""The type of a form in the patient's hands: what is read, ticked and typed is as large as the text itself."""

from ui import theme

_TOUCHED = 42
"""Pixels, with its border 44: as high as a finger hits it surely (WCAG 2.2, 2.5.5)."""


def reading_pixels(percent: int) -> int:
    """Return the size of the text at a size of the type, 100 being the usual one."""
    return round(theme.px("h2") * percent / 100)


def sheet(percent: int) -> str:
    """Return a style sheet that goes over the program's own."""
    reading = reading_pixels(percent)
    beside = round(reading * 0.85)
    button = round(reading * 0.75)
    high = max(_TOUCHED, button * 2)
    mark = round(reading * 1.3)
    # The round mark of a radio button is a border around a dot.
    ring = round(mark * 0.3)
    return f"""
        QLabel, QLabel[role="strong"], QLabel[role="h3"] {{ font-size: {reading}px; }}
        QLabel[role="muted"], QLabel[role="message"], QLabel[role="beside"] {{ font-size: {beside}px; }}
        QLabel[role="h1"] {{ font-size: {round(reading * 1.3)}px; }}
        QLabel[role="h2"] {{ font-size: {round(reading * 1.15)}px; }}
        QPushButton {{ font-size: {button}px; min-height: {high}px; }}
        QPushButton:focus {{ min-height: {high - 2}px; }}
        QPushButton[kind="primary"]:focus {{ min-height: {high - 4}px; }}
        QCheckBox, QRadioButton, QCheckBox:focus, QRadioButton:focus {{
            spacing: 0; padding: 0; border-color: transparent; outline: none; }}
        QFrame[role="choice"] {{ border: 3px solid transparent; border-radius: 6px; }}
        QFrame[role="choice"][state="focus"] {{ border-color: palette(highlight); }}
        QLineEdit, QPlainTextEdit {{ font-size: {reading}px; }}
        QLineEdit, QLineEdit:focus, QLineEdit[state="error"] {{
            min-height: {round(reading * 1.8)}px; max-height: {round(reading * 1.8)}px; }}
        QCheckBox::indicator, QRadioButton::indicator {{ width: {mark}px; height: {mark}px; border-width: 2px; }}
        QRadioButton::indicator {{ border-radius: {mark // 2 + 1}px; }}
        QRadioButton::indicator:checked {{
            width: {mark + 2 - 2 * ring}px; height: {mark + 2 - 2 * ring}px; border-width: {ring}px; }}
    """
