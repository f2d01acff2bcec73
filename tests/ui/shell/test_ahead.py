"""What the work begins with is there before it is wanted."""

import importlib
import sys

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from clinicdesk.records.measures import files
from ui import main_window
from ui.shell.ahead import LoadingAhead


def test_a_module_and_the_files_a_function_reads_once_are_loaded(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    files._shipped.cache_clear()
    monkeypatch.delitem(sys.modules, "graphlib", raising=False)
    parent = QObject()
    LoadingAhead(["graphlib", "clinicdesk.records.measures.files:shipped"], parent).start()
    qtbot.waitUntil(lambda: files._shipped.cache_info().currsize == 1)
    assert "graphlib" in sys.modules


@pytest.mark.parametrize("wanted", main_window._NEEDED_NEXT)
def test_what_the_window_loads_ahead_is_there(wanted: str) -> None:
    module, _colon, function = wanted.partition(":")
    loaded = importlib.import_module(module)
    assert not function or callable(getattr(loaded, function))
