"""The register of agreements, and the pages of one agreement."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from marsoc.kit.pagination import page_number
from marsoc.kit.routes import requires
from sharing import authority
from sharing.access import check_simulating, get_agreement
from sharing.authority import passes
from sharing.enums import AgreementState
from sharing.models import Agency, Agreement
from sharing.permissions import SharingPermission
from sharing.presenters import agreement_acts, agreement_matrix
from sharing.presenters import agreements as presenter
from sharing.queries import people, register
from sharing.queries.agreement_history import acts_on
from sharing.queries.agreements import versions_visible_to
from sharing.queries.names import names
from sharing.viewer import Viewer, ViewerRequest

ACTS = (
    (authority.check_signing, "agreement_sign", "Read and sign", ""),
    (authority.check_resuming, "agreement_resume", "Resume", ""),
    (check_simulating, "agreement_changes", "See what would change", "govuk-button--secondary"),
    (authority.check_new_version, "agreement_new_version", "Make a new version", "govuk-button--secondary"),
    (authority.check_withdrawing, "agreement_withdraw", "Withdraw our signature", "govuk-button--secondary"),
    (authority.check_suspending, "agreement_suspend", "Suspend", "govuk-button--warning"),
    (authority.check_ending, "agreement_end", "End this version", "govuk-button--warning"),
)


@requires(SharingPermission.VIEW_AGREEMENTS)
def agreement_list(request: ViewerRequest) -> HttpResponse:
    """List the agreements that the viewer may read."""
    rows = register.registered(request.viewer)
    state, agency = request.GET.get("state", ""), request.GET.get("agency", "")
    parties = {code for row in rows for code in row.agencies}
    agencies = [(code, name) for code, name in names(Agency).items() if code in parties]
    state = state if state in AgreementState else ""
    agency = agency if agency in parties else ""
    page = register.register_page(rows, state=state, agency=agency, number=page_number(request.GET.get("page")))
    context = {
        "page": page,
        "rows": [presenter.listed(row) for row in page.rows],
        "states": [("", "Any state"), *AgreementState.choices],
        "agencies": [("", "Any agency"), *sorted(agencies, key=lambda each: each[1])],
        "state": state,
        "agency": agency,
        "may_draft": passes(authority.check_drafting, request.viewer),
    }
    return render(request, "sharing/agreement_list.html", context)


@requires(SharingPermission.VIEW_AGREEMENTS)
def agreement_detail(request: ViewerRequest, reference: str, version: int | None = None) -> HttpResponse:
    """Show a version of an agreement, the newest unless one is named."""
    agreement = get_agreement(request.viewer, reference, version)
    versions = versions_visible_to(request.viewer, reference)
    context = {
        **content(agreement),
        "title": str(agreement) if version else reference,
        "state": presenter.tag_of(agreement),
        "standing": presenter.standing(agreement, (each for each in versions if each.version > agreement.version)),
        "signed_by": presenter.signed_by(agreement),
        "versions": [(each, presenter.tag_of(each)) for each in versions],
        "happened": [agreement_acts.entry(act) for act in acts_on(agreement)],
        "offers": _offers(request.viewer, agreement),
        "may_change": passes(authority.check_changing, request.viewer, agreement),
    }
    return render(request, "sharing/agreement_detail.html", context)


def _offers(viewer: Viewer, agreement: Agreement) -> list[tuple[str, str, str]]:
    """Return what the viewer may do: the route, the words of the button and its looks."""
    return [(route, text, looks) for check, route, text, looks in ACTS if passes(check, viewer, agreement)]


def words() -> presenter.Words:
    """Return the names that the pages show for codes."""
    return presenter.Words(hubs={hub.code: hub.name for hub in people.hubs()}, agencies=names(Agency))


def content(agreement: Agreement) -> dict[str, Any]:
    """Return the context of all that is signed: terms, parties and clauses."""
    named = words()
    return {
        "agreement": agreement,
        "terms": presenter.terms(agreement),
        "parties": presenter.party_rows(agreement),
        "clauses": presenter.clause_cards(agreement, named),
        "matrix": agreement_matrix.matrix_of(agreement, named),
        "remarks": agreement_matrix.remarks_on(agreement, named),
    }
