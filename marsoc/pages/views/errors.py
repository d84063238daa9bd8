"""Errors that no view answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marsoc.kit.routes import public


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was too old or came from elsewhere."""
    return render(request, "csrf.html", status=403)
