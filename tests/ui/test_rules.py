"""Rules every screen keeps, and faults of the Qt binding that must not come back."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal

from clinicdesk.resources import folder
from ui import icons

SCREENS = Path(icons.__file__).parent
FORBIDDEN = {
    "QSpinBox": "numbers are a ParsedField",
    "QDoubleSpinBox": "numbers are a ParsedField",
    "QDateEdit": "dates are a ParsedField",
    "QInputDialog": "it blocks",
    "QSortFilterProxyModel": "lists of patients come sorted from the file",
}


def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]


@pytest.mark.parametrize("name", FORBIDDEN)
def test_no_screen_uses(name: str) -> None:
    users = [
        str(path)
        for path in SCREENS.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and any(alias.name == name for alias in node.names)
    ]
    assert not users, FORBIDDEN[name]


def test_only_the_crash_dialog_is_a_message_box() -> None:
    """Questions are a ``Question``, messages stand in the screen; only what failed altogether may stand apart."""
    users = [path.name for path in SCREENS.rglob("*.py") if "QMessageBox" in path.read_text(encoding="utf-8")]
    assert users in ([], ["crash.py"])


def test_no_signal_is_connected_to_a_lambda_or_partial() -> None:
    """Both keep the dialog alive for ever, and run on the thread that emits."""
    wrong = []
    for path in SCREENS.rglob("*.py"):
        for call in calls(path):
            if not (isinstance(call.func, ast.Attribute) and call.func.attr == "connect"):
                continue
            for value in call.args:
                called = getattr(value, "func", None)
                name = getattr(called, "id", getattr(called, "attr", ""))
                if isinstance(value, ast.Lambda) or name == "partial":
                    wrong.append(f"{path}:{call.lineno}")
    assert not wrong


def test_every_icon_named_is_there() -> None:
    names = {path.stem for path in folder("icons").glob("*.svg")}
    for path in SCREENS.rglob("*.py"):
        for call in calls(path):
            for word in call.keywords:
                if word.arg == "icon" and isinstance(word.value, ast.Constant) and word.value.value:
                    assert word.value.value in names, f"{path}:{call.lineno}"


def test_the_widgets_load_nothing_heavy() -> None:
    modules = [f"ui.widgets.{path.stem}" for path in (SCREENS / "widgets").glob("*.py") if path.stem != "__init__"]
    heavy = "PySide6.QtPdf PySide6.QtSvg PySide6.QtNetwork PySide6.QtPrintSupport reportlab sqlite_utils sqlcipher3"
    program = f"import sys, {', '.join(modules)}; print([m for m in '{heavy}'.split() if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=SCREENS.parent
    )
    assert done.stdout.strip() == "[]"


class Sender(QObject):
    told = Signal(object)


@pytest.mark.parametrize("value", [True, None])
def test_the_binding_loses_no_reference(qapp, value: object) -> None:  # noqa: ARG001 - signals need the application
    """PySide6 6.12.0 releases True and None once too often on Python 3.11, which ends in an abort."""
    sender = Sender()
    before = sys.getrefcount(value)
    for _number in range(1000):
        sender.told.emit(value)
    if before < 1_000_000_000:  # Python 3.12 and newer never free them
        assert abs(sys.getrefcount(value) - before) < 100
