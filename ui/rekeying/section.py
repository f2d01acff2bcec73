"""The keys of the clinic: the recovery sheet, this PC, who keeps the key, and the keys of before."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.formats import format_date
from clinicdesk.language import _, ngettext
from clinicdesk.records import keys as clinic_keys
from clinicdesk.records.keys import OldKey
from clinicdesk.storage import keys
from ui import theme
from ui.rekeying.looking import Looking, Seen
from ui.rekeying.new_key import NewKey
from ui.rekeying.pc_card import PcCard
from ui.rekeying.sheet_dialog import SheetDialog
from ui.rekeying.start_pin_dialog import StartPinDialog
from ui.rekeying.walk import NewKeyWalk
from ui.shell.beside import Beside
from ui.widgets.background import Background
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

_TABLES = frozenset({"key_changes", "admitted_accounts", "backups", "backup_places"})


class KeysSection(QWidget):
    """For administrators.

    Signals:
        key_change_wanted(object): The clinic is to be closed and sealed anew; carries the ``NewKey``.
        warned(str): What is wrong with this PC, in a sentence; empty when nothing is known to be.
    """

    key_change_wanted = Signal(object)
    warned = Signal(str)

    def __init__(self, desk: Desk, background: Background) -> None:
        super().__init__()
        self._desk = desk
        self._background = background
        self._seen: Seen | None = None
        self._forgetting: Beside | None = None
        self._build()
        self._connect()
        # Once at the beginning as well, for whoever only looks at what needs attention.
        self._look()

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._which = label("", wrap=True)
        self._print = button(_("Show and p&rint the sheet…"), icon="printer")
        self._new = button(_("&New key…"), icon="key-round")
        sheet = Card(_("Recovery sheet"))
        sheet.add(self._which)
        sheet.add(
            label(
                _("The only way into the clinic when this PC is lost. A new key makes every sheet of before useless."),
                "muted",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self._print)
        row.addWidget(self._new)
        row.addStretch(1)
        sheet.add(row)
        self._pc = PcCard()
        self._accounts = label("", wrap=True)
        accounts = Card(_("Accounts that keep the key"))
        accounts.add(self._accounts)
        accounts.add(
            label(
                _(
                    "Another account types the recovery key, and keeps it once an administrator has signed in there. A "
                    "new key shuts out all but the account it is made in."
                ),
                "muted",
                wrap=True,
            )
        )
        self._old = label("", wrap=True)
        self._forget = button(_("&Forget the keys that no backup needs"), icon="trash-2")
        self._before = Card(_("Keys of before"))
        self._before.add(self._old)
        line = QHBoxLayout()
        line.addWidget(self._forget)
        line.addStretch(1)
        self._before.add(line)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, theme.px("space_8"), 0)
        column.setSpacing(theme.px("space_12"))
        for widget in (self._strip, sheet, self._pc, accounts, self._before):
            column.addWidget(widget)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ScrollArea(content, see_through=True))
        self._before.hide()
        may = self._desk.may("key.change") and not self._desk.clinic.is_sample
        self._print.setEnabled(may)
        self._new.setEnabled(may)

    def _connect(self) -> None:
        self._print.clicked.connect(self._on_print)
        self._new.clicked.connect(self._on_new)
        self._pc.start_pin_wanted.connect(self._on_start_pin)
        self._pc.no_start_pin_wanted.connect(self._on_no_start_pin)
        self._forget.clicked.connect(self._on_forget)

    # What it shows ------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Look each time: somebody may have encrypted the disk, or brought one back."""
        super().showEvent(event)
        self._show_record()
        self._look()

    def refresh(self, changed: Changed) -> None:
        """Show what somebody else changed."""
        if self.isVisible() and changed.tables & _TABLES:
            self._show_record()
            self._look()

    def _show_record(self) -> None:
        if self._desk.clinic.is_sample:
            self._which.setText(_("The sample clinic has a published key, so that it opens anywhere."))
        else:
            self._which.setText(self._key_words())
        admitted = clinic_keys.admitted(self._desk)
        words = _("• {pc}, account {account}: admitted by {name} on {day}")
        self._accounts.setText(
            "\n".join(
                words.format(
                    pc=one.workstation,
                    account=one.account,
                    name=one.by,
                    day=format_date(self._desk.local(one.admitted_at).date()),
                )
                for one in admitted
            )
            or _("None yet.")
        )

    def _key_words(self) -> str:
        changes = clinic_keys.changes(self._desk)
        key_id = self._desk.clinic.key_id
        if not changes:
            return _("The sheet with the key {key} counts. It is the clinic's first.").format(key=key_id)
        last = changes[0]
        return _("The sheet with the key {key} counts, since {day}. {name} changed it: {reason}").format(
            key=key_id, day=format_date(self._desk.local(last.changed_at).date()), name=last.by, reason=last.reason
        )

    def _look(self) -> None:
        self._background.run(Looking(self._desk), self._on_seen, self._on_failed)

    def _on_seen(self, seen: Seen) -> None:
        self._seen = seen
        self._pc.show_seen(seen)
        self.warned.emit(seen.warning())
        self._before.setVisible(bool(seen.old))
        self._old.setText("\n".join(f"• {self._old_words(one, seen)}" for one in seen.old))
        self._forget.setEnabled(bool(_unneeded(seen)))

    def _old_words(self, old: OldKey, seen: Seen) -> str:
        until = format_date(self._desk.local(old.until).date())
        if old.needed_by:
            use = ngettext("{count} backup opens with it", "{count} backups open with it", old.needed_by).format(
                count=old.needed_by
            )
        elif old.unreached:
            use = _("whether backups need it shows when {folder} is there").format(folder=old.unreached[0])
        else:
            use = _("no backup needs it any more: destroy its sheet")
        kept = _("in the keyring") if old.key_id in seen.kept_old else _("not in the keyring")
        return _("Key {key}, until {day}: {use}; {kept}").format(key=old.key_id, day=until, use=use, kept=kept)

    def _on_failed(self, problem: BaseException) -> None:
        if not isinstance(problem, ClinicDeskError):
            raise problem
        self._strip.show_message("warn", str(problem))

    # What can be done ---------------------------------------------------------------------------------------------

    def _on_print(self) -> None:
        SheetDialog(self._desk, self).open()

    def _on_new(self) -> None:
        if self._seen is None:
            return
        walk = NewKeyWalk(self._desk, self, has_start_pin=self._seen.has_start_pin)
        walk.agreed.connect(self._on_agreed)
        walk.open()

    def _on_agreed(self, new: NewKey) -> None:
        self.key_change_wanted.emit(new)

    def _on_start_pin(self) -> None:
        self._open_start_pin(takes_away=False)

    def _on_no_start_pin(self) -> None:
        self._open_start_pin(takes_away=True)

    def _open_start_pin(self, *, takes_away: bool) -> None:
        dialog = StartPinDialog(self._desk, self, takes_away=takes_away)
        dialog.settled.connect(self._on_start_pin_done)
        dialog.open()

    def _on_start_pin_done(self, sentence: str) -> None:
        self._strip.show_message("ok", sentence)
        self._look()

    def _on_forget(self) -> None:
        if self._seen is None:
            return
        self._forget.setEnabled(False)
        work = self._forgetting = Beside(_Forgetting(_unneeded(self._seen)), self)
        work.done.connect(self._on_forgotten)
        work.failed.connect(self._on_not_forgotten)
        work.start()

    def _on_forgotten(self, _nothing: object) -> None:
        self._strip.show_message("ok", _("The keyring of this account keeps no key any more that no backup needs."))
        self._look()

    def _on_not_forgotten(self, problem: object) -> None:
        self._on_failed(problem if isinstance(problem, BaseException) else TypeError(problem))


def _unneeded(seen: Seen) -> list[str]:
    """Return the old keys in the keyring that surely open nothing any more: every place was looked into."""
    return [one.key_id for one in seen.old if not one.needed_by and not one.unreached and one.key_id in seen.kept_old]


class _Forgetting:
    def __init__(self, key_ids: list[str]) -> None:
        self._key_ids = key_ids

    def __call__(self) -> None:
        for key_id in self._key_ids:
            keys.forget(key_id)
