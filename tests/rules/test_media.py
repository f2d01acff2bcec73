"""What a file is, by its bytes."""

import pytest

from clinicdesk.rules.media import Media, ends_early, recognise, refusal


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (b"%PDF-1.7\n", Media.PDF),
        (b"\xef\xbb\xbf\n\n%PDF-1.4", Media.PDF),
        (b"\xff\xd8\xff\xe0", Media.JPEG),
        (b"\x89PNG\r\n\x1a\n", Media.PNG),
        (b"II*\x00", Media.TIFF),
        (b"MM\x00*", Media.TIFF),
        (b"GIF89a", None),
        (b"BM", None),
        (b"", None),
        (b" " * 1024 + b"%PDF-", None),
        (b"<html>", None),
        (b"MZ\x90", None),
    ],
)
def test_a_file_is_what_its_bytes_say(content: bytes, media: Media | None) -> None:
    assert recognise(content) is media


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x00\x00\x00\x18ftypheic", "HEIC"),
        (b"PK\x03\x04word", "office document"),
        (b"\xd0\xcf\x11\xe0", "office document"),
        (b"GIF89a", "neither a PDF nor a picture"),
    ],
)
def test_what_cannot_be_kept_is_told_with_the_next_step(content: bytes, words: str) -> None:
    assert words in refusal(content)


def test_an_end_that_is_missing_is_seen() -> None:
    assert not ends_early(b"%PDF-1.7 body %%EOF\r\n", Media.PDF)
    assert not ends_early(b"%PDF-1.7 body %%EOF\r\n" + bytes(9000), Media.PDF), "scanners fill up with zeros"
    assert ends_early(b"%PDF-1.7 %%EOF first version" + b"x" * 9000, Media.PDF)
    assert ends_early(b"\x89PNG\r\n\x1a\nIHDR", Media.PNG)
