"""Files as they come from scanners, phones, insurers and people who mean harm, made when a test asks for them."""

import zlib
from io import BytesIO

from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas


def pdf(*pages: str) -> bytes:
    """Return a PDF with these texts, a page each."""
    into = BytesIO()
    canvas = Canvas(into, pagesize=(612, 792))
    for page in pages or ("Potassium 4.1 mmol/l",):
        for number, line in enumerate(page.splitlines()):
            canvas.drawString(72, 720 - 16 * number, line)
        canvas.showPage()
    canvas.save()
    return into.getvalue()


def locked_pdf(user_password: str, algorithm: str = "RC4-128") -> bytes:
    """Return a PDF with a password; an empty one only forbids printing and copying."""
    writer = PdfWriter(PdfReader(BytesIO(pdf("Sodium 140"))))
    writer.encrypt(user_password, owner_password="owner", algorithm=algorithm)
    into = BytesIO()
    writer.write(into)
    return into.getvalue()


def pdf_with_script(name: bytes = b"/JavaScript") -> bytes:
    """Return a PDF that would run a script when it is opened; its ``name`` may be written to hide it."""
    return raw_pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S" + name + b"/JS(app.alert\\(1\\))>>>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>",
        }
    )


def raw_pdf(objects: dict[int, bytes]) -> bytes:
    """Return a PDF of hand-written objects; number 1 is its root."""
    into = BytesIO()
    into.write(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = into.tell()
        into.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    table, size = into.tell(), max(objects) + 1
    into.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        into.write(b"%010d 00000 n \n" % places.get(number, 0))
    into.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, table))
    return into.getvalue()


def stream(body: bytes, more: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"<< /Length %d %s>>\nstream\n" % (len(body), more) + body + b"\nendstream"


def readable_pdf(words: str) -> bytes:
    """Return a PDF in which these words stand as they are, not packed."""
    return raw_pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
            b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
            4: stream(b"BT /F1 12 Tf 72 700 Td (Found " + words.encode("ascii") + b" in the blood.) Tj ET"),
        }
    )


_ONE_PAGE = {
    1: b"<</Type/Catalog/Pages 2 0 R>>",
    2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</X 10 0 R>>>>>>",
}


def pdf_without_end() -> bytes:
    """Return a PDF whose page draws ten forms, each of which draws ten, thirty times over."""
    objects = dict(_ONE_PAGE) | {4: stream(b"/X Do")}
    for number in range(10, 40):
        more = b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</X %d 0 R>>>>" % (number + 1)
        objects[number] = stream(b"/X Do " * 10, more)
    objects[40] = stream(b"BT ET", b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]")
    return raw_pdf(objects)


def pdf_bomb() -> bytes:
    """Return a small PDF whose page unpacks to 400 MB."""
    packed = zlib.compress(bytes(400_000_000), 9)
    return raw_pdf(dict(_ONE_PAGE) | {4: stream(packed, b"/Filter/FlateDecode")})


def endless_page_tree() -> bytes:
    """Return a PDF whose thirty levels of pages each name the next one twice: a thousand million pages."""
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    for number in range(2, 32):
        objects[number] = b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count 2>>" % (number + 1, number + 1)
    objects[32] = b"<</Type/Page/MediaBox[0 0 600 800]>>"
    return raw_pdf(objects)


def picture(kind: str = "PNG", size: tuple[int, int] = (600, 800), mode: str = "RGB", **options: object) -> bytes:
    """Return a picture with a mark in its upper left corner, so that one can tell how it is turned."""
    made = Image.new("RGB", size, "white")
    ImageDraw.Draw(made).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="black")
    into = BytesIO()
    if mode == "I;16":
        made = made.convert("I").point(lambda value: value * 257)
    made.convert(mode).save(into, kind, **options)
    return into.getvalue()


def tiff(pages: int, size: tuple[int, int] = (400, 500), compression: str = "group4") -> bytes:
    """Return a TIFF of several pages, as office scanners make them; page n has n bars."""
    made = []
    for number in range(pages):
        sheet = Image.new("1", size, 1)
        for bar in range(number + 1):
            ImageDraw.Draw(sheet).rectangle((20, 20 + bar * 30, size[0] - 20, 35 + bar * 30), fill=0)
        made.append(sheet)
    into = BytesIO()
    made[0].save(into, "TIFF", save_all=True, append_images=made[1:], compression=compression, dpi=(200, 200))
    return into.getvalue()


def picture_bomb() -> bytes:
    """Return a PNG of 400 million dots in half a megabyte."""
    into = BytesIO()
    Image.new("1", (20_000, 20_000)).save(into, "PNG")
    return into.getvalue()
