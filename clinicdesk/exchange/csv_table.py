"""Reading a CSV file as other programs write it: by the names in its header, whatever its encoding and delimiter."""

import codecs
import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path

from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _

LONGEST_CELL = 2000
"""Characters of a cell that somebody may have meant; more is a paste or a missing quotation mark."""

# The default of 131,072 would end the reading of the whole file; a row that is too long is only left out.
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))

_DELIMITERS = ",;\t|"
_BLOCK = 1 << 20


class UnreadableFile(ClinicDeskError):
    """The file cannot be imported; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line of the file it begins in, and its cells by the header's names in capitals."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        """Return a cell, or an empty text where the file has no such column."""
        return self.cells.get(name, "")


class CsvTable:
    """A CSV file, opened as often as it is read. ``encoding`` and ``delimiter`` are found out, not guessed by name."""

    def __init__(self, path: Path, needed: Sequence[str]) -> None:
        """Read the header. Raises ``UnreadableFile`` where a needed column is missing or the file cannot be read."""
        self.path = path
        try:
            self.encoding = _encoding(path)
            with self._open() as file:
                first = file.readline()
        except OSError as error:
            raise UnreadableFile(
                _("{file} cannot be read. Check that it exists and that you may open it.").format(file=path.name)
            ) from error
        self.delimiter = max(_DELIMITERS, key=first.count)
        self.header = [name.strip().upper() for name in next(csv.reader([first], delimiter=self.delimiter), [])]
        missing = [name for name in needed if name.upper() not in self.header]
        if missing:
            raise UnreadableFile(
                _("{file} has no column {names}. Check that it is the right file and has a header row.").format(
                    file=path.name, names=", ".join(missing)
                )
            )

    def _open(self) -> TextIOWrapper:
        # A character the encoding does not know becomes a mark that can be seen, instead of ending the import.
        return self.path.open(encoding=self.encoding, errors="replace", newline="")

    def rows(self) -> Iterator[Row | BadValue]:
        """Yield the rows in order; for a row that cannot be used, what is wrong with it (``field`` is its line)."""
        with self._open() as file:
            reader = csv.reader((line.replace("\0", "") for line in file), delimiter=self.delimiter)
            begins = 1
            for number, cells in enumerate(_each(reader)):
                line, begins = begins, reader.line_num + 1
                if number == 0 or not any(cells):
                    continue
                yield self._row(line, reader.line_num, cells)

    def _row(self, line: int, last_line: int, cells: Sequence[str]) -> Row | BadValue:
        if any(len(cell) > LONGEST_CELL for cell in cells):
            longest = max(len(cell) for cell in cells)
            return BadValue(
                _("a cell has {count} characters; perhaps a quotation mark is not closed").format(count=f"{longest:,}"),
                str(line),
            )
        if len(cells) < len(self.header) and last_line > line:
            return BadValue(
                _("it runs on to line {line}; perhaps a quotation mark is not closed").format(line=last_line), str(line)
            )
        if len(cells) < len(self.header):
            return BadValue(
                _("it has {count} cells, the header has {header}").format(count=len(cells), header=len(self.header)),
                str(line),
            )
        return Row(line, dict(zip(self.header, (cell.strip() for cell in cells), strict=False)))


def _each(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield the rows of a reader; what it cannot take apart at all ends the file with a row that is too short."""
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield ["?"]


def _encoding(path: Path) -> str:
    """Return UTF-8 (or UTF-16 by its mark) where the whole file is that, else the Western European of old Windows."""
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


# The wide ones of East Asian keyboards are read as the others.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def guarded(cell: str) -> str:
    """Return a cell for a CSV file of ours that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) or cell[:1] in ("\t", "\r", "\n") else cell
