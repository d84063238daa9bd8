"""The reference of an individual: says nothing about the person and survives being read out on the telephone.

Eight characters in two groups, such as ``HK47-2MRX``. The sixteen characters used sound different from each other in
English, so no B/D/P/T, M/N, F/S or 5/9; the last is a check character (ISO 7064 MOD 17,16, the hybrid system over
sixteen characters), which catches every single wrong character and every swap of neighbours but a rare few.
"""

import re
import secrets

from stdnum.iso7064 import mod_37_36

ALPHABET = "2346789HKLMRWXYZ"
LENGTH = 8
_WRITTEN = re.compile(r"[\s\-\u2013]+")


def new_reference() -> str:
    """Return a random reference; the database refuses the rare one that exists already."""
    body = "".join(ALPHABET[byte % len(ALPHABET)] for byte in secrets.token_bytes(LENGTH - 1))
    return body + str(mod_37_36.calc_check_digit(body, ALPHABET))


def parse_reference(text: str) -> str | None:
    """Return the reference as stored for one as typed or said, None if it is none.

    Args:
        text: in any case, with or without the hyphen.
    """
    compact = _WRITTEN.sub("", text).upper()
    if len(compact) != LENGTH or not set(compact) <= set(ALPHABET):
        return None
    return compact if mod_37_36.is_valid(compact, ALPHABET) else None


def shown_reference(reference: str) -> str:
    """Return a stored reference as people read it: two groups of four."""
    return f"{reference[:4]}-{reference[4:]}"
