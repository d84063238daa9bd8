"""What agencies add to records: only where a clause says so, taken back only by them, seen by them whatever ends."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cohort.actions import facts as actions
from cohort.actions.individuals import change_individual
from cohort.actions.key_dates import record_key_date
from cohort.enums import IdentifierKind, NameKind
from cohort.models import Alias, ConflictMark, Identifier, Individual, KeyDate, KeyDateKind
from cohort.queries.contributions import read_contributions
from marsoc.kit import clock
from sharing.actions.agreements import suspend_agreement
from sharing.enums import Ability, DataCategory, Phase, RoleCode
from sharing.errors import Refused
from sharing.models import Agreement, AuditEvent, Membership
from sharing.seeing import seeing
from sharing.viewer import Viewer, viewer_in
from tests import factories

pytestmark = pytest.mark.django_db
BOTH = (DataCategory.IDENTITY, DataCategory.CUSTODY)
ADDING = (Ability.VIEW, Ability.CONTRIBUTE)
ALIAS = {"name": "Zq Newname", "kind": NameKind.ALIAS, "source": "Zq source", "reason": "Zq reason", "version": 0}


@pytest.fixture
def partner() -> Membership:
    """Somebody who acts for the National Crime Agency."""
    return factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="NCA")


@pytest.fixture
def adding() -> Agreement:
    """The National Crime Agency may add to identity and custody of those in custody in the West Midlands."""
    return factories.agreement("NCA", phases=[Phase.CUS], categories=BOTH, abilities=ADDING)


def _add_alias(membership: Membership, individual: Individual, name: str = "Zq Newname") -> Alias:
    return actions.add_alias(
        by=viewer_in(membership), individual=individual, version=0, kind=NameKind.ALIAS, name=name, source="NCA record",
        reason="Known to us",
    )  # fmt: skip


def _add_date(membership: Membership, individual: Individual, on: date = date(2031, 5, 1)) -> KeyDate:
    return record_key_date(
        by=viewer_in(membership), individual=individual, version=0, kind=KeyDateKind.objects.get(pk="CRD"), on=on,
        as_at=clock.today(), source="NCA record", reason="Known to us",
    )  # fmt: skip


def _body(client: Client, route: str, *args: Any) -> str:
    return str(client.get(reverse(route, args=args)).content, "utf-8")


def test_an_agency_adds_where_a_clause_lets_it_and_the_hub_is_told_who(
    partner: Membership, adding: Agreement, sign_in: Callable[..., Client]
) -> None:
    individual = factories.individual()
    client, reference = sign_in(partner), individual.shown_reference

    form = _body(client, "individual_fact_add", reference, "name")
    assert 'name="version" value="0"' in form  # it rises with changes that the agency may not know of
    sent = client.post(reverse("individual_fact_add", args=[reference, "name"]), ALIAS)
    actions.add_identifier(
        by=viewer_in(partner), individual=individual, version=0, kind=IdentifierKind.PNC, given="02/73319Z",
        source="NCA record", reason="Known to us",
    )  # fmt: skip
    _add_date(partner, individual)

    assert sent.headers["Location"] == reverse("individual_identity", args=[reference])
    for kind in (Alias, Identifier, KeyDate):
        assert list(kind.unscoped.values_list("contributed_by", flat=True)) == ["NCA"]
    individual.refresh_from_db()
    assert (individual.version, individual.release_on) == (4, date(2031, 5, 1))
    event = AuditEvent.objects.filter(operation="ALTER").earliest("id")
    assert (event.agency, event.subject_ref, event.details["fields"]) == ("NCA", reference, ["aliases"])
    hub = sign_in()
    for page in ("individual_identity", "individual_custody"):
        assert "Added by National Crime Agency" in _body(hub, page, reference)
        assert "Added by your agency" in _body(client, page, reference)


@pytest.mark.parametrize(
    ("abilities", "categories", "phase"),
    [
        ((Ability.VIEW,), BOTH, Phase.CUS),
        (ADDING, (DataCategory.IDENTITY,), Phase.CUS),
        (ADDING, BOTH, Phase.REL),
    ],
)
def test_nothing_is_added_elsewhere(
    partner: Membership, sign_in: Callable[..., Client], abilities: Any, categories: Any, phase: Phase
) -> None:
    """Not where the clause only lets see, not in another category, not in another phase; and no link says so."""
    factories.agreement("NCA", phases=[Phase.CUS], categories=BOTH)
    factories.agreement("NCA", phases=[phase], categories=categories, abilities=abilities)
    individual = factories.individual()
    client, reference = sign_in(partner), individual.shown_reference

    with pytest.raises(Refused):
        _add_date(partner, individual)
    address = reverse("individual_fact_add", args=[reference, "key-date"])
    assert client.get(address).status_code == client.post(address, {}).status_code == 403
    assert address not in _body(client, "individual_custody", reference)
    assert not KeyDate.unscoped.exists()


def test_an_agency_that_does_not_see_a_category_adds_nothing_to_it(partner: Membership) -> None:
    """Being told that a date is known already would tell it what is hidden."""
    factories.agreement("NCA", categories=(DataCategory.IDENTITY,))
    factories.agreement("NCA", categories=(DataCategory.CUSTODY,), abilities=(Ability.CONTRIBUTE,))
    with pytest.raises(Refused):
        _add_date(partner, factories.individual())


def test_an_agency_takes_back_only_what_it_added(
    partner: Membership, adding: Agreement, sign_in: Callable[..., Client]
) -> None:
    individual = factories.individual()
    theirs, own = factories.alias(individual, "Hub Name"), _add_alias(partner, individual)
    factories.agreement("HMRC", categories=BOTH, abilities=ADDING)
    other = factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="HMRC")
    client, reference = sign_in(partner), individual.shown_reference

    page = _body(client, "individual_identity", reference)
    links = [reverse("individual_fact_remove", args=[reference, "name", each.pk]) for each in (theirs, own)]
    assert [link in page for link in links] == [False, True]
    assert [client.get(link).status_code for link in links] == [403, 200]
    for membership, alias in ((partner, theirs), (other, own)):
        with pytest.raises(Refused):
            actions.remove_alias(
                by=viewer_in(membership), individual=individual, version=0, alias=alias, reason="Not so"
            )  # fmt: skip
    assert "Added by" not in _body(sign_in(other), "individual_identity", reference)

    assert client.post(links[1], {"reason": "Not so", "version": 0}).status_code == 302
    assert list(Alias.unscoped.values_list("name", flat=True)) == ["Hub Name"]


def test_a_date_that_others_recorded_is_not_replaced_and_the_hub_replaces_any(
    partner: Membership, adding: Agreement, viewer: Callable[..., Viewer]
) -> None:
    individual = factories.individual()
    known = factories.key_date(individual, "CRD", date(2030, 1, 1))
    _add_date(partner, individual)
    assert set(KeyDate.unscoped.values_list("date", "aside")) == {(known.date, False), (date(2031, 5, 1), True)}

    second = factories.individual()
    _add_date(partner, second)
    _add_date(partner, second, date(2031, 6, 1))  # its own it may
    second.refresh_from_db()
    record_key_date(
        by=viewer(), individual=second, version=second.version, kind=KeyDateKind.objects.get(pk="CRD"),
        on=date(2031, 7, 1), as_at=clock.today(), source="HMPPS", reason="Corrected",
    )  # fmt: skip
    assert KeyDate.unscoped.get(individual=second).contributed_by is None


def test_a_hidden_change_of_the_record_does_not_stand_in_an_agency_s_way(
    partner: Membership, adding: Agreement, viewer: Callable[..., Viewer]
) -> None:
    individual = factories.individual()
    change_individual(by=viewer(), individual=individual, version=1, changes={"notes": "Zq"}, reason="Review")
    assert _add_alias(partner, individual).contributed_by_id == "NCA"


def test_an_agency_sees_what_it_added_when_everything_else_has_ended(
    partner: Membership, adding: Agreement, sign_in: Callable[..., Client]
) -> None:
    individual = factories.individual(surname="Zqhidden")
    _add_alias(partner, individual)
    factories.alias(individual, "Hub Name")
    suspend_agreement(by=factories.signatory("NCA"), agreement=adding, reason="Pause")
    client, reference = sign_in(partner), individual.shown_reference

    page = _body(client, "contribution_list")
    assert "Zq Newname" in page
    assert reference in page
    assert reverse("individual_overview", args=[reference]) not in page
    assert "zqhidden" not in page.casefold()
    assert "Hub Name" not in page
    assert client.get(reverse("individual_overview", args=[reference])).status_code == 404
    event = AuditEvent.objects.filter(subject_kind="contributions").latest("id")
    received = [{"of": [reference], "categories": [], "under": ["CONTRIBUTED"]}]
    assert (event.operation, event.details) == ("CONSULT", {"shown": [reference], "total": 1, "received": received})


def test_another_agency_sees_none_of_it_and_a_conflict_of_interest_hides_it(
    partner: Membership, adding: Agreement
) -> None:
    individual = factories.individual()
    _add_alias(partner, individual)
    other = factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="HMRC")
    assert _listed(other) == []
    assert _listed(partner) == [individual.shown_reference]
    factories.save(
        ConflictMark(individual=individual, user=partner.user, reason="Kin", starts_at=clock.now() - timedelta(days=1))
    )
    assert _listed(partner) == []


def _listed(membership: Membership) -> list[str]:
    viewer = viewer_in(membership)
    with seeing(viewer):
        return [row.reference for row in read_contributions(viewer, 1).rows]


def test_the_number_of_statements_does_not_grow_with_the_rows(
    partner: Membership, adding: Agreement, sign_in: Callable[..., Client]
) -> None:
    client, counts = sign_in(partner), []
    client.get(reverse("contribution_list"))  # the session is written once
    for names in (["One"], ["Two", "Three"]):
        for name in names:
            _add_alias(partner, factories.individual(), name)
        with CaptureQueriesContext(connection) as statements:
            client.get(reverse("contribution_list"))
        counts.append(len(statements))
    assert counts[0] == counts[1]
