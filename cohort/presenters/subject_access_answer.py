"""The answer to a person's request for the own data as its letter."""

from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from marsoc.govuk.jinja import long_date
from marsoc.kit.typeset import pdf

_TEMPLATE = Path(__file__).parents[1] / "documents" / "subject_access_answer.typ"
_GIVEN_AS = {"in full": "", "in part": "In part. Ground: {}", "withheld": "Withheld. Ground: {}"}


def letter(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer as its letter, on paper and on screen."""
    dated = date.fromisoformat(answer["dated"])
    return {
        "title": answer["title"],
        "marking": answer["marking"],
        "page": "Page",
        "made": {"year": dated.year, "month": dated.month, "day": dated.day},
        "facts": [
            ["To", answer["to"]],
            ["Our reference", answer["reference"]],
            ["Your request of", long_date(date.fromisoformat(answer["received"]))],
            ["Answered under", answer["law"]],
            ["Date", long_date(dated)],
        ],
        "paragraphs": answer["paragraphs"],
        "parts": [
            {"title": group, "items": [_item(each) for each in items]}
            for group, items in groupby(answer["items"], key=lambda each: each["group"])
        ],
        "rights": {"title": "What you can do", "paragraphs": answer["rights"]},
    }


def _item(item: dict[str, str]) -> dict[str, str]:
    given = _GIVEN_AS[item["given"]].format(item["ground"])
    source = f"Source: {item['source']}" if item["source"] else ""
    return {"label": item["label"], "text": item["text"], "source": given or source}


def letter_pdf(answer: dict[str, Any]) -> bytes:
    """Return the letter as an accessible PDF."""
    return pdf(_TEMPLATE, letter(answer))
