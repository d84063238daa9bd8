"""Which pages lie in the areas of the menu, and where in it somebody is."""

from dataclasses import dataclass

from django.urls import reverse

from cohort.permissions import CohortPermission
from sharing.permissions import SharingPermission
from sharing.viewer import Viewer

# Its name in the menu, its route, and the permission that opens it.
Page = tuple[str, str, CohortPermission | SharingPermission | None]


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the shell."""

    text: str
    href: str
    current: bool = False


AREAS: tuple[tuple[str, tuple[Page, ...]], ...] = (
    ("Home", (("Home", "home", None),)),
    (
        "The list",
        (
            ("Individuals", "individual_list", CohortPermission.VIEW),
            ("Priorities", "priority_list", CohortPermission.ASSESS),
            ("Groups", "crime_group_list", CohortPermission.VIEW),
            ("Held apart", "held_apart_list", CohortPermission.CHANGE),
            ("Nominations", "nomination_list", CohortPermission.VIEW),
            ("Possible duplicates", "possible_match_list", CohortPermission.CHANGE),
            ("Imports", "import_list", CohortPermission.IMPORT),
        ),
    ),
    (
        "Decisions",
        (
            ("Panels", "panel_list", CohortPermission.DECIDE),
            ("Transfers", "transfer_list", CohortPermission.TRANSFER),
            ("Keeping of records", "retention_list", CohortPermission.SEE_RETENTION),
        ),
    ),
    (
        "Method",
        (
            ("Method", "framework_list", None),
            ("Calibration", "calibration", CohortPermission.CALIBRATE),
        ),
    ),
    (
        "Sharing",
        (
            ("Agreements", "agreement_list", SharingPermission.VIEW_AGREEMENTS),
            ("Shared by name", "share_list", CohortPermission.VIEW),
            ("Requests", "access_request_list", CohortPermission.VIEW),
            ("What we contributed", "contribution_list", CohortPermission.CONTRIBUTE),
            ("Corrections", "correction_list", CohortPermission.ACKNOWLEDGE),
        ),
    ),
    (
        "Oversight",
        (
            ("People", "membership_list", SharingPermission.MANAGE_MEMBERSHIPS),
            ("Audit", "audit_search", SharingPermission.READ_AUDIT),
            ("Unusual access", "unusual_access", SharingPermission.REVIEW_ACCESS),
            ("Who sees what", "access_find", CohortPermission.EXPLAIN),
        ),
    ),
    (
        "Rights",
        (
            ("Subject access", "subject_access_list", CohortPermission.SUBJECT_ACCESS),
            ("Items to decide", "subject_access_items", CohortPermission.DECIDE_ITEMS),
        ),
    ),
)


def menu(viewer: Viewer, path: str) -> tuple[list[Link], list[Link]]:
    """Return the areas that a viewer may enter, and the pages of the one they are in.

    An area leads to the first of its pages that opens for the viewer. One with a single page bears the page's name
    and lists none.

    Args:
        viewer: who looks.
        path: of the page they are on.
    """
    areas, pages = [], []
    open_to = [(name, [Link(text, reverse(route)) for text, route, may in of if not may or viewer.may(may)])
               for name, of in AREAS]  # fmt: skip
    here = _nearest(path, [link.href for _, links in open_to for link in links])
    for name, links in open_to:
        if not links:
            continue
        inside = any(link.href == here for link in links)
        areas.append(Link(name if len(links) > 1 else links[0].text, links[0].href, inside))
        if inside and len(links) > 1:
            pages = [Link(link.text, link.href, link.href == here) for link in links]
    return areas, pages


def _nearest(path: str, addresses: list[str]) -> str:
    """Return the longest address that a path lies below; only home itself lies in home."""
    home = reverse("home")
    leading = [each for each in addresses if (path == each if each == home else path.startswith(each))]
    return max(leading, key=len, default="")
