"""Accessible PDF files (PDF/UA-1) made by Typst: text goes in as data and never as markup."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import typst
from anyascii import anyascii

_DRAWN = (
    (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x377), (0x37A, 0x37F), (0x384, 0x38A), (0x38C, 0x38C), (0x38E, 0x3A1),
    (0x3A3, 0x4FF), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x2030, 0x2040), (0x20A0, 0x20C0), (0x2122, 0x2122),
)  # fmt: skip
"""What the fonts that Typst brings along draw: Latin, Greek and Cyrillic letters, their marks, punctuation, money."""


def pdf(template: Path, content: dict[str, Any]) -> bytes:
    """Return a PDF; the same template and content make the same file.

    Args:
        template: a Typst file that reads ``sys.inputs.content`` as JSON.
        content: what JSON can hold; every text in it is made drawable first.
    """
    made: bytes = typst.compile(
        template.read_bytes(), sys_inputs={"content": json.dumps(_drawable(content))}, pdf_standards=["ua-1"],
        ignore_system_fonts=True, format="pdf",
    )  # fmt: skip
    return made


def drawable(text: str) -> str:
    """Return text in characters that the fonts draw; any other stands in Latin letters, in square brackets.

    A character that has none, such as one that turns the direction of writing, stands by its number.

    >>> drawable("Łukasz 李 \\u202e")
    'Łukasz [Li] [U+202E]'

    Args:
        text: in any script and any normal form.
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    return "".join(each if _is_drawn(each) else _named(each) for each in composed)


def _is_drawn(character: str) -> bool:
    return character == "\n" or any(first <= ord(character) <= last for first, last in _DRAWN)


def _named(character: str) -> str:
    letters = anyascii(character).strip()
    return f"[{letters}]" if letters and letters.isprintable() else f"[U+{ord(character):04X}]"


def _drawable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _drawable(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_drawable(each) for each in value]
    return drawable(value) if isinstance(value, str) else value
