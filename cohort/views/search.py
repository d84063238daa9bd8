"""The search of the page head."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cohort.forms.search import SearchForm
from cohort.permissions import CohortPermission
from cohort.presenters.networks import group_row
from cohort.presenters.search import found_row
from cohort.queries.existence import told_by_search
from cohort.queries.networks import groups_named
from cohort.queries.search import note_search, search
from cohort.views.existence import interests
from marsoc.kit.kept import keep, kept
from marsoc.kit.routes import requires
from sharing.models import Hub
from sharing.queries.names import names
from sharing.viewer import ViewerRequest

_KEPT = "searches"


@requires(CohortPermission.VIEW)
def find(request: ViewerRequest) -> HttpResponse:
    """Show whom a search finds; what was typed stays on the server, so that no name enters an address."""
    if request.method == "POST":
        form = SearchForm(request.POST)
        if not form.is_valid():
            return render(request, "cohort/search.html", {"form": form})
        token = keep(request.session, _KEPT, {"text": form.cleaned_data["text"]})
        return redirect(f"{reverse('search')}?for={token}")
    wanted = kept(request.session, _KEPT, request.GET.get("for", ""))
    if wanted is None:
        return render(request, "cohort/search.html", {"form": SearchForm()})
    return _results(request, wanted["text"])


def _results(request: ViewerRequest, text: str) -> HttpResponse:
    hits, more = search(request.viewer, text)
    note_search(request.viewer, text, hits)
    hubs = names(Hub)
    context = {
        "form": SearchForm(initial={"text": text}),
        "text": text,
        "rows": [found_row(hit, hubs) for hit in hits],
        "more": more,
        "groups": [group_row(group, members) for group, members in groups_named(request.viewer, text)],
        "interests": interests(request, told_by_search(request.viewer, text)),
        "by_agreement": bool(request.viewer.contributor),
    }
    return render(request, "cohort/search.html", context)
