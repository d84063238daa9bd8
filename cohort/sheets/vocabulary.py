"""The spellings by which hubs write what the reference tables hold by code."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from sharing.enums import Phase

Entry: TypeAlias = tuple[str, str, Sequence[str]]

HUB_FILLERS = frozenset(["hub", "region", "the", "rocu", "marsoc"])
ESTABLISHMENT_FILLERS = frozenset(["hmp", "hmpyoi", "hmyoi", "yoi", "hm", "prison", "the", "and"])
NO_FILLERS: frozenset[str] = frozenset()

_PHASE_WORDINGS: dict[Phase, tuple[str, ...]] = {
    Phase.PRE: (
        "not in custody", "on bail", "bail", "bailed", "police bail", "court bail", "under investigation",
        "community under investigation", "released under investigation", "rui", "charged", "pre custody", "community",
        "in the community", "awaiting trial on bail", "at liberty",
    ),
    Phase.REM: (
        "remand", "remanded", "remand in custody", "remanded in custody", "ric", "in custody remand",
        "remand prisoner", "unsentenced", "unconvicted", "convicted unsentenced", "awaiting trial in custody",
    ),
    Phase.CUS: (
        "serving", "custody", "in custody sentenced", "sentenced", "sentenced prisoner", "serving prisoner",
        "serving sentence", "in prison", "prison", "imprisoned", "recalled", "recalled to custody",
        "recall in custody", "in custody recall", "during custody", "lifer",
    ),
    Phase.REL: (
        "licence", "on licence", "released on licence", "community licence", "released licence", "license",
        "on license", "released", "under supervision", "supervision", "pss", "post sentence supervision", "on pss",
        "hdc", "on hdc", "on tag", "tagged", "after custody",
    ),
    Phase.POST: (
        "licence ended", "licence expired", "sentence expired", "sentence ended", "sentence complete",
        "no supervision", "not supervised", "post supervision", "time served",
    ),
    Phase.ABRD: (
        "abroad", "overseas", "deported", "removed", "extradited", "removed from uk", "left uk", "outside uk",
        "in custody abroad", "in custody overseas",
    ),
    Phase.FUG: (
        "ual", "unlawfully at large", "at large", "wanted on recall", "wanted", "recalled at large", "absconded",
        "absconder", "escaped", "fugitive", "missing", "failed to return",
    ),
}  # fmt: skip


@lru_cache(maxsize=8_192)
def spelling_key(written: str, fillers: frozenset[str] = NO_FILLERS) -> str:
    """Return what stays of a name when case, punctuation and words that say nothing are left out.

    Args:
        written: a name as somebody wrote it.
        fillers: words that say nothing here, such as "HMP" before a prison; kept when nothing else is there.
    """
    words = re.findall(r"[a-z0-9]+", written.casefold().replace("&", " and "))
    return "".join([word for word in words if word not in fillers] or words)


PHASES: Mapping[str, str] = {
    spelling_key(wording): phase.value
    for phase, wordings in _PHASE_WORDINGS.items()
    for wording in (phase.value, phase.label, *wordings)
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Codes by normalised spelling, for each reference table that a hub's list refers to."""

    hubs: Mapping[str, str]
    threats: Mapping[str, str]
    establishments: Mapping[str, str]
    agencies: Mapping[str, str]

    @classmethod
    def of(
        cls,
        *,
        hubs: Iterable[Entry],
        threats: Iterable[Entry],
        establishments: Iterable[Entry],
        agencies: Iterable[Entry],
    ) -> "Vocabulary":
        """Build a vocabulary from the reference tables.

        Each entry is a code, the official name and the other spellings. A spelling that two entries claim stands for
        neither, unless it is the code or the official name of one of them.
        """
        return cls(
            hubs=_by_spelling(hubs, HUB_FILLERS),
            threats=_by_spelling(threats, NO_FILLERS),
            establishments=_by_spelling(establishments, ESTABLISHMENT_FILLERS),
            agencies=_by_spelling(agencies, NO_FILLERS),
        )


def _by_spelling(entries: Iterable[Entry], fillers: frozenset[str]) -> dict[str, str]:
    official: dict[str, str] = {}
    claimed: dict[str, set[str]] = {}
    for code, name, also_known_as in entries:
        official[spelling_key(name, fillers)] = code
        official[spelling_key(code, fillers)] = code
        for spelling in also_known_as:
            claimed.setdefault(spelling_key(spelling, fillers), set()).add(code)
    return {key: codes.pop() for key, codes in claimed.items() if len(codes) == 1} | official
