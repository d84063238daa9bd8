"""The register: the agreements that somebody may read, and where each stands."""

from dataclasses import dataclass
from itertools import groupby

from marsoc.kit import clock
from marsoc.kit.pagination import Page, page_of
from sharing.access import agreements_visible_to, with_content
from sharing.enums import AgreementState
from sharing.models import Agreement
from sharing.standing import in_force, is_superseded, state_of
from sharing.viewer import Viewer

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Registered:
    """An agreement by its newest version, and the earlier version under which something is still shared, if any."""

    newest: Agreement
    state: AgreementState
    earlier: Agreement | None

    @property
    def agencies(self) -> set[str]:
        """The codes of the parties of both."""
        both = [self.newest, *([self.earlier] if self.earlier else [])]
        return {party.agency_id for version in both for party in version.parties.all()}


def registered(viewer: Viewer) -> list[Registered]:
    """Return every agreement that a viewer may read, by reference.

    There are hundreds at most, and where one stands is worked out from its signatures, so all of them are read.
    """
    versions = with_content(agreements_visible_to(viewer)).order_by("reference", "-version")
    return [_registered(list(group)) for _, group in groupby(versions, key=lambda each: each.reference)]


def _registered(versions: list[Agreement]) -> Registered:
    newest = versions[0]
    earlier = (version for place, version in enumerate(versions) if place and shares_still(version, versions[:place]))
    return Registered(newest, state_of(newest, clock.now()), next(earlier, None))


def shares_still(version: Agreement, later: list[Agreement]) -> bool:
    """Say whether an agency still receives something under a version that has later ones.

    Args:
        version: with parties and signatures loaded.
        later: the later versions, likewise.
    """
    now = clock.now()
    return any(
        in_force(version, party, now) and not is_superseded(later, party.agency, now) for party in version.parties.all()
    )


def register_page(rows: list[Registered], *, state: str, agency: str, number: int) -> Page[Registered]:
    """Return one page of the register.

    Args:
        rows: those the viewer may read.
        state: a code of ``AgreementState`` to keep, empty for any.
        agency: the code of a party to keep, empty for any.
        number: the page, from 1; one past the end gives the last.
    """
    kept = [row for row in rows if state in ("", row.state) and (not agency or agency in row.agencies)]
    return page_of(kept, number, PAGE_SIZE)
