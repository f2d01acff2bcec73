from clinicdesk.printing.page import build, content_width
from clinicdesk.printing.signature_lines import SignatureLine, signature_lines
from clinicdesk.printing.strokes import Ink
from tests.printing.sheets import imprint, letterhead, picture_count, texts

INK = Ink.of([[[0.1, 0.2, 0, 0.5], [0.9, 0.8, 40, 0.5]]], 2.0)


def printed(*lines):
    return build([signature_lines(lines, content_width("Letter"))], letterhead(paper_size="Letter"), imprint())


def test_a_signature_says_who_signed_as_what_and_when():
    pdf = printed(
        SignatureLine("Patient", "Zoë Ångström", "23-Nov-2026 14:02", INK),
        SignatureLine("Clinician", "Łukasz Müller", "23-Nov-2026 14:04", remark="Signed on paper, scan to follow"),
        SignatureLine("Witness"),
    )
    for expected in (
        "Patient",
        "Zoë Ångström",
        "23-Nov-2026 14:02",
        "Clinician",
        "Łukasz Müller",
        "Signed on paper, scan to follow",
        "Witness",
        "Date and time",
    ):
        assert expected in texts(pdf)[0]
    assert picture_count(pdf) == 0


def test_a_long_name_is_wrapped_and_kept_whole():
    name = "Wolfeschlegelsteinhausenbergerdorff " * 8
    assert name.replace(" ", "") in texts(printed(SignatureLine("Patient", name.strip())))[0].replace(" ", "")


def test_labels_are_in_the_language_of_the_paper():
    lines = [SignatureLine("Madre", more=(("Con qué derecho sobre el paciente", ""), ("Relación", "madre")))]
    text = texts(build([signature_lines(lines, 400, ("Nombre", "Fecha y hora"))], letterhead(), imprint()))[0]
    for expected in ("Nombre", "Fecha y hora", "Con qué derecho sobre el paciente", "Relación madre"):
        assert expected in text
    assert "Name" not in text
