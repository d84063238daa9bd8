"""What surrounds every request: the life of the session, one transaction, the viewer, the rule of the route."""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from redis.exceptions import RedisError

from marsoc.kit import clock
from marsoc.kit.routes import Rule, rule_of
from sharing import audit, seeing
from sharing.enums import Operation
from sharing.errors import AskFirst, AuditUnavailable, BadRequest, Refused
from sharing.purposes import purposes_in
from sharing.queries import people as queries
from sharing.sign_in import SIGNED_IN_AT
from sharing.viewer import Viewer, viewer_in

GetResponse = Callable[[HttpRequest], HttpResponse]
SEEN_AT = "seen_at"
MEMBERSHIP = "membership"
_SEEN_STEP_SECONDS = 60  # a session row is written at most once a minute, not at every page
_log = logging.getLogger("marsoc")


class SessionLifeMiddleware:
    """Ends a session after half an hour without a request, and twelve hours after signing in."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End the session if its time is up, and forbid keeping what a signed-in person is shown."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        if request.user.is_authenticated and _expired(request):
            logout(request)
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.setdefault("Cache-Control", "no-store")
        return response


def _expired(request: HttpRequest) -> bool:
    now = clock.now().timestamp()
    seen = request.session.get(SEEN_AT, now)
    if now - seen > settings.SESSION_IDLE_SECONDS:
        return True
    if now - request.session.get(SIGNED_IN_AT, now) > settings.SESSION_COOKIE_AGE:
        return True
    if now - seen > _SEEN_STEP_SECONDS or SEEN_AT not in request.session:
        request.session[SEEN_AT] = now
    return False


class ViewerMiddleware:
    """Runs each view in one transaction, as a viewer, under the rule its route declares.

    A view without a rule is refused: the route was forgotten. Whatever a refusal recorded is kept; any other
    exception takes the whole transaction back.
    """

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Open the transaction, unless the path must answer without a database."""
        if request.path.startswith("/health/"):
            return self.get_response(request)
        with seeing.nobody(), transaction.atomic():
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Put the viewer on the request and hold the route to its rule."""
        rule = rule_of(view)
        if rule is None:
            raise ImproperlyConfigured(f"The view {view.__module__} declares no access rule.")
        if rule.public and not rule.membership and request.path.startswith("/health/"):
            return None
        viewer = _viewer(request)
        request.viewer = viewer  # type: ignore[attr-defined]  # ViewerRequest names it
        if viewer is not None:
            request.user.viewer = viewer  # type: ignore[union-attr]  # what Django asks of the user, the viewer answers
            seeing.enter(viewer)
        return _refusal(request, viewer, rule)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what the domain refuses; take the transaction back for anything unexpected."""
        match exception:
            case Http404() | PermissionDenied():
                return None
            case Refused():
                return _denied(request, str(exception))
            case BadRequest():
                transaction.set_rollback(True)
                return render(request, "400.html", {"reason": str(exception)}, status=400)
            case AskFirst():
                transaction.set_rollback(True)
                return redirect(f"{reverse(exception.route, args=[exception.argument])}?{_onward(request)}")
            case AuditUnavailable() | RedisError():
                return _unavailable(request, exception)
        transaction.set_rollback(True)
        return None


def _onward(request: HttpRequest) -> str:
    """Return the query that leads on from another page to the one that was asked for."""
    return urlencode({"next": request.get_full_path() if request.method == "GET" else request.path})


def _viewer(request: HttpRequest) -> Viewer | None:
    if not request.user.is_authenticated:
        return None
    membership = queries.membership_in_force(request.user, request.session.get(MEMBERSHIP))
    if membership is None:
        return None
    return replace(viewer_in(membership), purposes=purposes_in(request.session, membership.pk))


def _refusal(request: HttpRequest, viewer: Viewer | None, rule: Rule) -> HttpResponse | None:
    if not rule.membership:
        return None
    if viewer is None:
        return redirect("no_membership")
    if rule.permission and not viewer.may(rule.permission):
        return _denied(request, "Your role does not include this page.")
    return None


def _denied(request: HttpRequest, reason: str) -> HttpResponse:
    match = request.resolver_match
    route = (match.view_name if match else "")[:60]
    try:
        audit.record(getattr(request, "viewer", None), Operation.DENIED, kind="route", ref=route)
    except AuditUnavailable as error:
        return _unavailable(request, error)
    return render(request, "403.html", {"reason": reason}, status=403)


def _unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
    _log.error("A part the answer depends on does not work.", exc_info=error)
    transaction.set_rollback(True)
    return render(request, "503.html", status=503)
