"""The policy table, ``policy.csv``: who is answered what on each route, one line per route.

Each line names the methods a route answers to (any other is 405 to those it opens for), for whom it opens, from whom it
is hidden (404), and what opening it leaves in the audit trail. Whoever is named in neither column and acts in a
membership is refused (403, recorded as DENIED); everybody else is led to sign in, or to the page without a membership.

A caller is ``roles:relations``, such as ``staff:own|named``: ``roles`` is a key of ``ROLES``, relations are those of
``relations.py`` to the record that the address leads to, and no relation means every one. A word with ``@`` is a key of
``SHORTHANDS``.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from sharing.enums import RoleCode

TABLE = Path(__file__).with_name("policy.csv")
ROLES = {
    "manager": {RoleCode.HUB_MANAGER},
    "staff": {RoleCode.HUB_MANAGER, RoleCode.HUB_OFFICER, RoleCode.HUB_RESEARCHER},
    "lead": {RoleCode.CENTRAL_ADMIN},
    "analyst": {RoleCode.CENTRAL_ANALYST},
    "central": {RoleCode.CENTRAL_ADMIN, RoleCode.CENTRAL_ANALYST},
    "partner": {RoleCode.HMPPS_ROCO, RoleCode.PROB_LEAD, RoleCode.AGENCY_CONTRIB, RoleCode.AGENCY_SPOC},
    "roco": {RoleCode.HMPPS_ROCO},
    "probation": {RoleCode.PROB_LEAD},
    "contributor": {RoleCode.AGENCY_CONTRIB},
    "spoc": {RoleCode.AGENCY_SPOC},
    "panel": {RoleCode.PANEL_MEMBER},
    "auditor": {RoleCode.AUDITOR},
    "ig": {RoleCode.DPO_IG},
    "finance": {RoleCode.FINANCE},
    "board": {RoleCode.BOARD},
    "members": set(RoleCode),
    "nobody": set(),
}
SHORTHANDS = {
    "sees": "staff:own|named central:all partner:identity|full|share",
    "sees-custody": "staff:own|named central:all partner:full",
    "changes": "staff:own|named lead:all",
    "blind": "staff:other|barred|restricted central:restricted partner:none|restricted",
    "others": "staff central partner panel auditor finance board",
    "blind-staff": "staff:other|barred|restricted lead:restricted",
}


@dataclass(frozen=True, slots=True)
class Line:
    """What the table says of a route."""

    methods: frozenset[str]
    opens: str
    hidden: str
    operation: str
    subjects: tuple[str, ...]

    def opens_for(self, role: RoleCode | None, relation: str) -> bool:
        """Say whether the route opens; without a role only for everybody, or for people who are signed in."""
        if role is None:
            return self.opens == "everybody" or (self.opens == "people" and relation == "signed in")
        return self.opens in ("everybody", "people") or _names(self.opens, role, relation)

    def hidden_from(self, role: RoleCode | None, relation: str) -> bool:
        """Say whether the route answers as if the record were not there."""
        return role is not None and _names(self.hidden, role, relation)


def _names(words: str, role: RoleCode, relation: str) -> bool:
    for word in words.split():
        if word.startswith("@"):
            if _names(SHORTHANDS[word[1:]], role, relation):
                return True
            continue
        roles, _, relations = word.partition(":")
        if role in ROLES[roles] and (not relations or relation in relations.split("|")):
            return True
    return False


def read_table() -> dict[str, Line]:
    """Return the lines by route."""
    with TABLE.open(newline="") as file:
        return {row["route"]: _line(row) for row in csv.DictReader(file)}


def _line(row: dict[str, str]) -> Line:
    operation, *subjects = row["trail"].split() or [""]
    return Line(
        methods=frozenset(row["methods"].split()),
        opens=row["opens for"],
        hidden=row["hidden from"],
        operation=operation,
        subjects=tuple(subjects),
    )
