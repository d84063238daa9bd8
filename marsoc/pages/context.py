"""What the shell around every page needs to know."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from cohort.permissions import CohortPermission
from sharing.permissions import SharingPermission
from sharing.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the shell."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Shell:
    """Header, navigation, marking and footer.

    ``person`` is None when nobody is signed in, ``search_url`` is empty for who may not search.
    """

    person: str | None
    acting_as: str
    can_switch: bool
    navigation: list[Link]
    footer: list[Link]
    home_url: str
    switch_url: str
    search_url: str
    sign_out_url: str
    marking: str
    synthetic: bool


def shell(request: HttpRequest) -> dict[str, Any]:
    """Add the shell to every template."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "shell": Shell(
            person=user.full_name if user is not None and signed_in else None,
            acting_as=str(viewer.membership) if viewer else "",
            can_switch=viewer is not None,
            navigation=_navigation(request, viewer) if viewer else [],
            footer=_footer(viewer),
            home_url=reverse("home"),
            switch_url=reverse("membership_switch"),
            search_url=reverse("search") if viewer and viewer.may(CohortPermission.VIEW) else "",
            sign_out_url=reverse("account_logout"),
            marking=settings.MARKING,
            synthetic=settings.SYNTHETIC_DATA,
        )
    }


_SECTIONS = (
    ("Home", "home", None),
    ("Individuals", "individual_list", CohortPermission.VIEW),
    ("Priorities", "priority_list", CohortPermission.ASSESS),
    ("Panels", "panel_list", CohortPermission.DECIDE),
    ("Shared by name", "share_list", CohortPermission.VIEW),
    ("Requests", "access_request_list", CohortPermission.VIEW),
    ("What we contributed", "contribution_list", CohortPermission.CONTRIBUTE),
    ("Nominations", "nomination_list", CohortPermission.VIEW),
    ("Transfers", "transfer_list", CohortPermission.TRANSFER),
    ("Corrections", "correction_list", CohortPermission.ACKNOWLEDGE),
    ("Imports", "import_list", CohortPermission.IMPORT),
    ("Possible duplicates", "possible_match_list", CohortPermission.CHANGE),
    ("Keeping of records", "retention_list", CohortPermission.SEE_RETENTION),
    ("Method", "framework_list", None),
    ("Calibration", "calibration", CohortPermission.CALIBRATE),
    ("Agreements", "agreement_list", SharingPermission.VIEW_AGREEMENTS),
    ("People", "membership_list", SharingPermission.MANAGE_MEMBERSHIPS),
    ("Audit", "audit_search", SharingPermission.READ_AUDIT),
    ("Unusual access", "unusual_access", SharingPermission.REVIEW_ACCESS),
    ("Who sees what", "access_find", CohortPermission.EXPLAIN),
    ("Subject access", "subject_access_list", CohortPermission.SUBJECT_ACCESS),
    ("Items to decide", "subject_access_items", CohortPermission.DECIDE_ITEMS),
)


def _navigation(request: HttpRequest, viewer: Viewer) -> list[Link]:
    sections = [
        (text, reverse(name)) for text, name, permission in _SECTIONS if not permission or viewer.may(permission)
    ]
    home = reverse("home")
    leading = [
        href for _, href in sections if (request.path == href if href == home else request.path.startswith(href))
    ]
    current = max(leading, key=len, default="")  # the nearest, where one section lies below another
    return [Link(text, href, href == current) for text, href in sections]


def _footer(viewer: Viewer | None) -> list[Link]:
    may = viewer is not None and viewer.may(CohortPermission.EMERGENCY)
    return [
        *([Link("Emergency access", reverse("emergency_take"))] if may else []),
        Link("What may be entered", reverse("about_marking")),
        Link("Accessibility statement", reverse("about_accessibility")),
        Link("Cookies", reverse("about_cookies")),
        Link("Privacy", reverse("about_privacy")),
        *([Link("Checkpoint of the audit trail", reverse("checkpoint"))] if viewer else []),
    ]
