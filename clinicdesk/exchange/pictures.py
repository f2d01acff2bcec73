"""Pictures from elsewhere: whether they can be read to the end, and their pages, made small enough for a screen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.rules.media import Media

MOST_PIXELS = 120_000_000
"""Of one page: A3 at 600 dots per inch. A larger one says so in a few bytes, and fills the memory when it is opened."""

MOST_PAGES = 500
LONGEST_SIDE = 4000
"""Pixels of a page as it is shown; a Letter sheet at 300 dots per inch has 3,300."""

_ENOUGH = 3000
"""Pixels to which a JPEG may be halved while it is unpacked, which takes a quarter of the memory and time."""

_FORMATS = {Media.JPEG: ("JPEG", "MPO"), Media.PNG: ("PNG",), Media.TIFF: ("TIFF",)}

# Pillow's own guard then speaks where ours does.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Dots:
    """Part of a picture ready to be painted: 3 bytes (red, green, blue) for each dot, line by line."""

    width: int
    height: int
    rgb: bytes


@dataclass(frozen=True, slots=True)
class PicturePage:
    """One page, upright. ``levels`` hold it whole, half, a quarter as large …, so that it is painted well at any size.

    ``wide`` and ``high`` are the dots it has in the file.
    """

    wide: int
    high: int
    levels: tuple[Dots, ...]


def count_pages(content: bytes, media: Media, report: Report = lambda _done, _of: None) -> int:
    """Read a picture to its end, every page of it, and return how many pages it has. Raises ``BadValue``."""
    with opened(content, media) as picture:
        pages = pages_of(picture, media)
        for page in range(pages):
            report(page, pages)
            turn_to(picture, page)
            if media is Media.PNG:
                # Every part of a PNG carries a checksum; the dots need not be unpacked for it.
                picture.verify()
            else:
                picture.draft("RGB", (max(1, picture.width // 8), max(1, picture.height // 8)))
                picture.load()
    return pages


def page(content: bytes, media: Media, number: int) -> PicturePage:
    """Return one page (from 0) to look at. Raises ``BadValue`` when it cannot be read."""
    with opened(content, media) as picture:
        turn_to(picture, number)
        wide, high = picture.size
        if media is Media.JPEG:
            picture.draft("RGB", _within(wide, high, _ENOUGH))
        upright = ImageOps.exif_transpose(picture)
        if (upright.width > upright.height) != (wide > high):
            wide, high = high, wide
        return in_levels(as_rgb(upright), wide, high)


def in_levels(shown: Image.Image, wide: int = 0, high: int = 0) -> PicturePage:
    """Return a picture in red, green and blue ready to be painted; ``wide`` and ``high`` as they are in its file."""
    wide, high = wide or shown.width, high or shown.height
    if max(shown.size) > LONGEST_SIDE:
        shown = shown.resize(_within(*shown.size, LONGEST_SIDE), Image.Resampling.BOX, reducing_gap=2.0)
    levels = [shown]
    while max(levels[-1].size) > 600:
        levels.append(levels[-1].reduce(2))
    return PicturePage(wide, high, tuple(Dots(*level.size, level.tobytes()) for level in levels))


def as_pdf(content: bytes, media: Media, *, quality: int = 75) -> bytes:
    """Return a picture as a PDF with a page for each of its pages, to be printed or kept. Raises ``BadValue``.

    ``quality`` is that of JPEG, for pictures in grey and colour.
    """
    into = BytesIO()
    with opened(content, media) as picture:
        for number in range(pages_of(picture, media)):
            turn_to(picture, number)
            sheet = ImageOps.exif_transpose(picture)
            sheet = sheet if sheet.mode in ("1", "L") else as_rgb(sheet)
            # Black and white is packed without loss, and then no quality may be named.
            how = {} if sheet.mode == "1" else {"quality": quality}
            sheet.save(into, "PDF", append=number > 0, resolution=_dots_per_inch(picture, sheet), **how)
    return into.getvalue()


def _dots_per_inch(picture: Image.Image, sheet: Image.Image) -> float:
    """Return how fine a picture is; one that does not say, or nonsense, fills a page of eight inches."""
    told = float(picture.info.get("dpi", (0, 0))[0])
    return told if 50 <= told <= 2400 else max(sheet.width / 8, sheet.height / 10.5)


@contextmanager
def opened(content: bytes, media: Media) -> Iterator[Image.Image]:
    """Open a picture, and say of one that cannot be read what to do."""
    try:
        with Image.open(BytesIO(content), formats=_FORMATS[media]) as picture:
            yield picture
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadValue(_("This picture is too large. Scan it at 200 or 300 dots per inch.")) from None
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        KeyError,
        TypeError,
        IndexError,
        OverflowError,
        Warning,
    ) as trouble:
        # What a damaged file makes a decoder raise is not for us to foresee; all of it means the same.
        raise BadValue(_("This picture is damaged or cut off. Scan or save it again.")) from trouble


def pages_of(picture: Image.Image, media: Media) -> int:
    """Return how many pages an open picture has. Raises ``BadValue`` for far too many."""
    # Other kinds count the frames of an animation, or the depth map of a photo.
    pages = int(getattr(picture, "n_frames", 1)) if media is Media.TIFF else 1
    if pages > MOST_PAGES:
        raise BadValue(_("This picture has more than {count} pages. Scan it in parts.").format(count=MOST_PAGES))
    return pages


def turn_to(picture: Image.Image, number: int) -> None:
    """Go to a page (from 0) of an open picture; inside ``opened``, which tells of one that is too large."""
    if number:
        picture.seek(number)
    if picture.width * picture.height > MOST_PIXELS:
        raise Image.DecompressionBombError


def _within(wide: int, high: int, longest: int) -> tuple[int, int]:
    scale = min(1.0, longest / max(wide, high))
    return max(1, round(wide * scale)), max(1, round(high * scale))


def as_rgb(picture: Image.Image) -> Image.Image:
    """Return the picture in plain colours; what is transparent lies on white, as on paper."""
    if picture.mode.startswith("I"):
        # Sixteen bits a dot: the upper eight are what a screen shows.
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        paper = Image.new("RGB", seen.size, "white")
        paper.paste(seen, mask=seen)
        return paper
    return picture.convert("RGB")
