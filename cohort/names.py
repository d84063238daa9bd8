"""Names in the form they are searched and compared in."""

import re

from anyascii import anyascii

_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


def name_key(*parts: str) -> str:
    """Return names folded for searching: lower case, without accents, hyphens or apostrophes.

    >>> name_key("Siân", "O'Haire-Łuk")
    'sian ohaire luk'
    """
    text = anyascii(" ".join(parts)).lower().replace("'", "")
    return _NOT_A_LETTER.sub(" ", text).strip()[:250]
