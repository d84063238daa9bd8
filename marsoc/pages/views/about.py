"""Pages about the service, open to everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marsoc.kit.routes import public


@public
def marking(request: HttpRequest) -> HttpResponse:
    """Say what may be entered and what the marking means."""
    return render(request, "pages/about_marking.html")


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement."""
    return render(request, "pages/about_accessibility.html")


@public
def cookies(request: HttpRequest) -> HttpResponse:
    """Say which cookies are set."""
    return render(request, "pages/about_cookies.html")


@public
def privacy(request: HttpRequest) -> HttpResponse:
    """Say whose data is held and why, and how to ask about it."""
    return render(request, "pages/about_privacy.html")
