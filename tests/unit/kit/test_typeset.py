"""Any text comes out of a PDF as text, and none can break it."""

import io
import re
import unicodedata
from typing import Literal

import pypdf
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from cohort.presenters.subject_access_answer import letter_pdf
from marsoc.kit.typeset import drawable

PLACES = 6  # of ``answer`` in which a text stands


def answer(text: str) -> dict[str, object]:
    """Return an answer that says one text wherever one can stand."""
    item = {"group": "Crime", "label": text, "given": "in part", "text": text, "source": text, "ground": text}
    return {
        "title": "Answer", "marking": "OFFICIAL-SENSITIVE", "reference": "SAR-1", "to": text, "law": "the law",
        "received": "2026-11-25", "dated": "2026-12-25", "paragraphs": [text], "items": [item], "rights": [text],
    }  # fmt: skip


def words_of(pdf: bytes) -> str:
    """Return the text of a PDF in compatible forms without white space: fonts join letters, lines break anywhere."""
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize(
    "text",
    [
        '#set page(fill: red)', '#read("/etc/passwd")', "*bold* _slant_ $x^2$ <label> @ref", "= Heading\n- item",
        "// comment /* and */ another", '"quoted" \\ `raw`', "https://example.test", "[block] {code} #{1 + 1}",
        "<script>alert(1)</script>",
    ],
)  # fmt: skip
def test_markup_and_scripts_come_out_as_they_were_typed(text: str) -> None:
    assert words_of(letter_pdf(answer(text))).count(re.sub(r"\s+", "", text)) == PLACES


@pytest.mark.parametrize("text", ["Łukasz Żółw", "Siân Ŵynfórd", "Владимир", "Ελένη", "Nguyễn Thị"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_in_latin_greek_and_cyrillic_letters_are_drawn_in_either_normal_form(
    text: str, form: Literal["NFC", "NFD"]
) -> None:
    drawn = words_of(letter_pdf(answer(unicodedata.normalize(form, text))))

    assert re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)) in drawn


@pytest.mark.parametrize(
    ("text", "drawn"),
    [("李", "[Li]"), ("\u202e", "[U+202E]"), ("\x00", "[U+0000]"), ("\x1b", "[U+001B]"), ("a\tb", "a b")],
)
def test_what_the_fonts_lack_stands_in_latin_letters_or_by_its_number(text: str, drawn: str) -> None:
    assert drawable(text) == drawn


def test_the_file_says_that_it_is_accessible() -> None:
    """PDF/UA-1, in its own metadata, with its title and language."""
    pdf = letter_pdf(answer("Text"))
    catalogue = pypdf.PdfReader(io.BytesIO(pdf)).root_object

    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert str(catalogue["/Lang"]) == "en-GB"
    assert str(catalogue["/MarkInfo"]) == "{'/Marked': True, '/Suspects': False}"


@settings(max_examples=25, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@example("\u0301")
@example("\u200d\ufeff\U0010ffff")
@example("\n\n")
@example("")
@given(st.text(max_size=80))
def test_no_text_breaks_the_file_and_every_drawn_letter_is_in_it(text: str) -> None:
    drawn = words_of(letter_pdf(answer(text)))
    for word in re.findall(r"[A-Za-z0-9]+", unicodedata.normalize("NFC", text)):
        assert word in drawn
