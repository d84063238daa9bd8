"""What is collected in answer to a person's request for the own data, and its owners' decisions item by item."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cohort.access import get_subject_access, get_subject_access_item
from cohort.actions import subject_access_items as actions
from cohort.forms.subject_access_items import ItemForm
from cohort.models import SubjectAccessRequest
from cohort.permissions import CohortPermission
from cohort.presenters import subject_access as presenter
from cohort.presenters import subject_access_items as items_presenter
from cohort.queries import subject_access as requests
from cohort.queries import subject_access_items as queries
from marsoc.kit import clock
from marsoc.kit.pagination import Page, page_number
from marsoc.kit.routes import any_member, requires
from sharing.errors import BadRequest
from sharing.viewer import Viewer, ViewerRequest


def collect(by: Viewer, request: SubjectAccessRequest) -> SubjectAccessRequest:
    """Collect what is held about an applicant, as it stands now."""
    found = queries.extracts(by, request)
    items = [item for extract in found for item in items_presenter.collected(extract, clock.today())]
    return actions.keep_items(by=by, request=request, items=items)


@any_member
def subject_access_collected(request: ViewerRequest, pk: int) -> HttpResponse:
    """Show information governance what was collected for a request, and what was decided."""
    shown = get_subject_access(request.viewer, pk)
    requests.note_reading(request.viewer, shown, page="items")
    items = queries.items_of(request.viewer, shown)
    deciders = queries.who_decides(items)
    context = {
        "row": presenter.request_row(shown, clock.today()),
        "rows": [items_presenter.owned_row(each, deciders) for each in items],
        "own": {each.pk for each in items if not each.settled and not deciders[queries.owner_of(each)]},
    }
    return render(request, "cohort/subject_access_collected.html", context)


@requires(CohortPermission.DECIDE_ITEMS)
def subject_access_items(request: ViewerRequest) -> HttpResponse:
    """List the items that an owner decides about."""
    page = queries.items_page(request.viewer, page_number(request.GET.get("page")))
    known = queries.references(request.viewer, {each.individual_id for each in page.rows})
    rows = [items_presenter.item_row(each, known) for each in page.rows]
    context = {"page": Page(rows, page.number, page.size, page.total)}
    return render(request, "cohort/subject_access_items.html", context)


@any_member
def subject_access_item(request: ViewerRequest, pk: int) -> HttpResponse:
    """Decide what of one item is given to the person it is about."""
    item = get_subject_access_item(request.viewer, pk)
    form = ItemForm(request.POST or None, item=item, exemptions=queries.exemptions(item.regime))
    back = "subject_access_collected" if request.viewer.governs else "subject_access_items"
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide_item(by=request.viewer, item=item, **form.decided())
        except BadRequest as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The decision has been saved.")
            return redirect(back, item.request_id) if request.viewer.governs else redirect(back)
    queries.note_item_reading(request.viewer, item)
    context = {
        "form": form,
        "facts": items_presenter.facts(item),
        "settled": item.settled,
        "request_pk": item.request_id if request.viewer.governs else None,
    }
    return render(request, "cohort/subject_access_item.html", context)
