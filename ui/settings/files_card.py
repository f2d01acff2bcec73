"""The files of this installation (consent texts, protocols, questionnaires, templates of notes): can each be used?"""

from clinicdesk.language import _, ngettext
from clinicdesk.records import note_templates, protocols, wordings
from clinicdesk.records.measures import files
from ui.widgets.card import Card
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label


class FilesCard(Card):
    """Names file and line of each error; the other files are in use all the same."""

    def __init__(self) -> None:
        super().__init__(_("Files of this installation"))
        self._count = label("", "muted", wrap=True)
        self._strip = MessageStrip()
        self._lines = label("", wrap=True)
        for widget in (self._count, self._strip, self._lines):
            self.add(widget)

    def show_files(self) -> None:
        """Read the files and say what was found."""
        texts, problems = wordings.load_all()
        plans, more = protocols.load_all()
        measures, others = files.load_all()
        templates, faults = note_templates.load_all()
        problems = problems + more + others + faults
        self._count.setText(
            _("{texts}, {protocols}, {measures} and {templates} can be used.").format(
                texts=ngettext("{count} consent text", "{count} consent texts", len(texts)).format(count=len(texts)),
                protocols=ngettext("{count} protocol", "{count} protocols", len(plans)).format(count=len(plans)),
                measures=ngettext("{count} questionnaire", "{count} questionnaires", len(measures)).format(
                    count=len(measures)
                ),
                templates=ngettext("{count} template of a note", "{count} templates of notes", len(templates)).format(
                    count=len(templates)
                ),
            )
        )
        self._lines.setVisible(bool(problems))
        if not problems:
            self._strip.clear()
            return
        self._strip.show_message(
            "warn",
            ngettext(
                "{count} error was found. What has it is left out until it is mended; the rest is in use.",
                "{count} errors were found. What has one is left out until it is mended; the rest is in use.",
                len(problems),
            ).format(count=len(problems)),
        )
        where = _("{file}, line {line}: {sentence}")
        self._lines.setText(
            "\n".join(where.format(file=one.file, line=one.line, sentence=one.sentence) for one in problems)
        )
