"""Worlds that are played every time, one for each rule that chance seldom meets: drawn ones come on top."""

from collections.abc import Sequence
from typing import Any

from tests.integration.walls.playing import OWNER, PARTNERS, Act, AgreementScript, ClauseScript, Script

PLACES = [("WM", "CUS", False), ("EM", "CUS", False), ("WM", "PRE", False), ("WM", "CUS", True), ("EM", "REL", False)]
NCA_NATIONAL, OFFICER = 3, 0
"""Places in ``playing.PLACES`` of a contributor of the first partner and of a hub officer."""


def clause(
    recipients: Sequence[str] = PARTNERS, phases: Sequence[str] = ("CUS",), abilities: Sequence[str] = ("VIEW",)
) -> ClauseScript:
    """Return a clause over both hubs for the whole term."""
    return ClauseScript(
        list(recipients), ["WM", "EM"], list(phases), ["IDENTITY", "CUSTODY"], list(abilities), None, None
    )


def signed(*who: str, at: int = 0) -> list[Act]:
    """Return the signatures of some at an hour."""
    return [Act(at, "sign", agency, clause()) for agency in who]


def world(given: ClauseScript, acts: list[Act], **more: Any) -> Script:
    """Return a world with one agreement."""
    empty: dict[str, Any] = {"shares": [], "named": [], "conflicts": [], "emergencies": [], "asked": [100, 200]}
    return Script(
        places=PLACES,
        agreements=[AgreementScript(0, 20, [given], acts)],
        **{"contributors": [None] * len(PLACES), **empty, **more},
    )


EVERYBODY = signed(OWNER, *PARTNERS)
EXAMPLES = {
    "one recipient of two, one of whose members is held to a hub": world(clause(["NCA"]), EVERYBODY),
    "to contribute is not to see": world(clause(abilities=["CONTRIBUTE"]), EVERYBODY),
    "the owner has not signed": world(clause(), signed(*PARTNERS)),
    "a recipient has not signed": world(clause(), signed(OWNER, "HMRC")),
    "the owner has withdrawn": world(clause(), [*EVERYBODY, Act(30, "withdraw", OWNER, clause())]),
    "a recipient has withdrawn": world(clause(), [*EVERYBODY, Act(30, "withdraw", "NCA", clause())]),
    "a later version gives less": world(
        clause(), [*EVERYBODY, Act(10, "revise", OWNER, clause(phases=["PRE"])), *signed(OWNER, "NCA", at=20)]
    ),
    "ended before its time": world(clause(), [*EVERYBODY, Act(30, "terminate", OWNER, clause())]),
    "by name: another hub, and somebody restricted": world(
        clause(phases=["FUG"]),
        EVERYBODY,
        shares=[(1, "NCA", ["IDENTITY"], 10, 30, None), (3, "NCA", ["IDENTITY"], 10, 30, None)],
    ),
    "a conflict of interest comes before what one contributed, is named for, or took in an emergency": world(
        clause(),
        EVERYBODY,
        contributors=["NCA"] * len(PLACES),
        named=[(0, OFFICER, 0, None)],
        conflicts=[(0, OFFICER, 10, None), (0, NCA_NATIONAL, 10, None)],
        emergencies=[(0, NCA_NATIONAL, 0, 400)],
    ),
}
