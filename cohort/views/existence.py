"""What somebody who may not see a record is told of it, in a search and behind a link."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from cohort.presenters.shares import InterestRow, interest_rows
from cohort.queries.existence import Told, told_by_link
from cohort.queries.merging import survivor_seen
from marsoc.kit.kept import keep, kept
from sharing.viewer import ViewerRequest

_SHELF, _MOST = "interests", 50


def interests(request: ViewerRequest, told: Sequence[Told]) -> list[tuple[InterestRow, str]]:
    """Return interests as pages show them, each with a token by which access may be asked for.

    The token says nothing: what it stands for stays on the server, with the membership that was told.
    """
    if not told:
        return []
    assert request.viewer.membership is not None  # whoever may ask acts in one
    membership = request.viewer.membership.pk
    tokens = [
        keep(request.session, _SHELF, {"membership": membership, "individual": each.interest.individual}, most=_MOST)
        for each in told
    ]
    return list(zip(interest_rows(told), tokens, strict=True))


def individual_behind(request: ViewerRequest, token: str) -> int:
    """Return the id of the individual that a token stands for.

    Raises:
        Http404: it stands for none, or another membership was told of it.
    """
    told = kept(request.session, _SHELF, token)
    if told is None or request.viewer.membership is None or told["membership"] != request.viewer.membership.pk:
        raise Http404
    return int(told["individual"])


def or_interest(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Have a page of a record lead those who may not see it to the record it was merged into, if they see that.

    Else they are told that another agency holds an interest, if they may know.
    """

    @wraps(view)
    def shown(request: ViewerRequest, reference: str, **more: Any) -> HttpResponse:
        try:
            return view(request, reference, **more)
        except Http404:
            if survivor := survivor_seen(request.viewer, reference):
                return redirect("individual_overview", survivor)
            told = told_by_link(request.viewer, reference)
            if told is None:
                raise
        return render(request, "cohort/interest.html", {"interests": interests(request, [told])})

    return shown
