"""What the shell around every page needs to know."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from cohort.permissions import CohortPermission
from marsoc.pages.areas import Link, menu
from sharing.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Shell:
    """Header, navigation, marking and footer.

    ``person`` is None when nobody is signed in, ``search_url`` is empty for who may not search. ``navigation`` holds
    the areas, ``area`` the pages of the one that the viewer is in.
    """

    person: str | None
    acting_as: str
    can_switch: bool
    navigation: list[Link]
    area: list[Link]
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
    navigation, area = menu(viewer, request.path) if viewer else ([], [])
    return {
        "shell": Shell(
            person=user.full_name if user is not None and signed_in else None,
            acting_as=str(viewer.membership) if viewer else "",
            can_switch=viewer is not None,
            navigation=navigation,
            area=area,
            footer=_footer(viewer),
            home_url=reverse("home"),
            switch_url=reverse("membership_switch"),
            search_url=reverse("search") if viewer and viewer.may(CohortPermission.VIEW) else "",
            sign_out_url=reverse("account_logout"),
            marking=settings.MARKING,
            synthetic=settings.SYNTHETIC_DATA,
        )
    }


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
