"""What a scanner or a phone makes of our papers: rendered, turned, coarse, skewed, specked, with a shadow."""

from collections.abc import Sequence
from io import BytesIO

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageFilter

WHITE = 255


def sheets(pdf: bytes, dots_per_inch: int = 200) -> list[Image.Image]:
    """Return each page of a PDF as a sheet in grey."""
    document = pdfium.PdfDocument(pdf)
    made = [page.render(scale=dots_per_inch / 72, grayscale=True).to_pil().convert("L").copy() for page in document]
    document.close()
    return made


def as_pdf(pages: Sequence[Image.Image], dots_per_inch: int = 200) -> bytes:
    """Return what a scanner makes of sheets: a PDF of pictures."""
    into = BytesIO()
    pages[0].save(into, "PDF", save_all=True, append_images=list(pages[1:]), resolution=dots_per_inch)
    return into.getvalue()


def as_file(page: Image.Image, kind: str = "JPEG", **how: object) -> bytes:
    """Return one sheet as the bytes of a picture."""
    into = BytesIO()
    page.save(into, kind, **how)
    return into.getvalue()


def blank(like: Image.Image) -> Image.Image:
    """Return the back of a sheet: not quite white, with the front shining through a little."""
    front = like.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return ImageChops.add(front.point(lambda dot: 236 + dot * 14 // WHITE), Image.new("L", like.size, 0))


def specked(page: Image.Image, strength: int = 60) -> Image.Image:
    """Return a sheet with the noise of an old scanner."""
    noise = Image.effect_noise(page.size, strength)
    return ImageChops.add(page.point(lambda dot: 30 + dot * 200 // WHITE), noise, scale=1.0, offset=-128)


def skewed(page: Image.Image, degrees: float) -> Image.Image:
    """Return a sheet that went in askew."""
    return page.rotate(degrees, expand=True, fillcolor=WHITE, resample=Image.Resampling.BICUBIC)


def photographed(page: Image.Image) -> Image.Image:
    """Return a sheet as a phone sees it on a desk: from aslant, a shadow across, a little out of focus, in colour."""
    wide, high = page.size
    desk = Image.new("L", (round(wide * 1.3), round(high * 1.3)), 90)
    desk.paste(page, (round(wide * 0.15), round(high * 0.15)))
    wide, high = desk.size
    corners = (0.04 * wide, 0.02 * high, 0.0, high, wide, 0.97 * high, 0.9 * wide, 0.05 * high)
    seen = desk.transform(desk.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC)
    shadow = Image.linear_gradient("L").resize(seen.size).point(lambda dot: 80 + dot * 150 // WHITE)
    edge = Image.new("L", seen.size, WHITE)
    edge.paste(150, (0, 0, seen.width // 2, seen.height))
    return (
        ImageChops.multiply(ImageChops.multiply(seen, shadow), edge)
        .filter(ImageFilter.GaussianBlur(1.2))
        .convert("RGB")
    )


def cat() -> Image.Image:
    """Return a picture of something else altogether."""
    fur = Image.effect_noise((1200, 900), 90)
    return Image.merge("RGB", (fur, Image.radial_gradient("L").resize(fur.size), Image.effect_noise(fur.size, 40)))
