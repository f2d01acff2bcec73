"""What a drop or the clipboard holds that can be filed."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from clinicdesk.records.documents import Source
from clinicdesk.rules.media import Media
from ui.documents.work import Given


def may_be_filed(mime: QMimeData) -> bool:
    """Tell whether there are files or a picture in it, without reading them."""
    return any(url.isLocalFile() for url in mime.urls()) or mime.hasImage() or any(map(mime.hasFormat, Media))


def given(mime: QMimeData, source: Source) -> list[Given]:
    """Return the files in it, else the picture; empty when there is neither."""
    files = [Given(source, path=Path(url.toLocalFile())) for url in mime.urls() if url.isLocalFile()]
    if files:
        return files
    for media in Media:
        # The very bytes, where the other program offers them.
        if mime.hasFormat(media.value):
            return [Given(source, content=bytes(mime.data(media.value).data()))]
    image = mime.imageData() if mime.hasImage() else None
    return [Given(source, image=image)] if isinstance(image, QImage) and not image.isNull() else []


def chosen(names: Sequence[str]) -> list[Given]:
    """Return the files a person chose."""
    return [Given(Source.CHOSEN, path=Path(name)) for name in names]
