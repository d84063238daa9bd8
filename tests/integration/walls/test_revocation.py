"""Granted, opened, taken away, and then everything that was open is tried again: tabs, posts, filters, queued work."""

from typing import Any

import pytest
from django.conf import settings as site
from django.db.models import F
from django.db.models.functions import Greatest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from cohort import tasks
from cohort.actions import imports
from cohort.enums import ImportState
from cohort.models import ConflictMark, Individual, IndividualGrant, NamedShare
from marsoc.kit import clock
from marsoc.kit.acting import acting
from sharing.actions import agreements
from sharing.actions.people import end_membership
from sharing.enums import RoleCode
from sharing.models import Membership
from sharing.viewer import system_viewer, viewer_in
from tests import factories
from tests.contracts.world import signed_in, taken_back
from tests.factories import by_name
from tests.integration.cohort.importing import compared, person

TABS = ("individual_overview", "individual_identity", "individual_timeline")
NAME = "Openedbefore"


class Revocation(RuleBasedStateMachine):
    """A partner and an officer with everything open, while what lets them in and keeps them out comes and goes."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = taken_back()
        self.transaction.__enter__()
        self.agreement = factories.agreement("NCA")
        self.clause = factories.named_only("NCA")  # in force throughout; it gives what is shared by name
        self.individual = factories.individual(surname=NAME)
        self.partner = factories.membership(role=RoleCode.AGENCY_CONTRIB, agency="NCA", hub=None)
        self.officer = factories.membership(role=RoleCode.HUB_OFFICER, hub="WM")
        self.signatory = factories.signatory("NCA")
        self.owner = factories.signatory("HMPPS-CENTRAL")
        self.signed, self.suspended, self.shared, self.restricted = True, False, False, False
        self.barred = False
        self.ended: set[int] = set()
        self.share: Any = None
        self.batch = imports.confirm_import(
            by=viewer_in(self.officer), batch=compared(viewer_in(self.officer), person())
        )
        self.clients = {each.pk: _client(each) for each in (self.partner, self.officer)}
        self.filters = {pk: self._keep_a_filter(client) for pk, client in self.clients.items()}
        self.form = self._open_the_form()

    def teardown(self) -> None:
        """Do the queued work at the very end, for whoever may still have it done; take everything back."""
        try:
            tasks.apply_import(self.batch.pk)
            self.batch.refresh_from_db()
            ended = self.officer.pk in self.ended
            assert self.batch.state == (ImportState.REFUSED if ended else ImportState.DONE), self.batch.refusal
        finally:
            self.transaction.__exit__(None, None, None)

    @precondition(lambda self: not self.signed and not self.suspended)
    @rule()
    def sign(self) -> None:
        """The agency signs, and sees what the clause says."""
        agreements.sign_agreement(
            by=self.signatory, agreement=self.agreement, authority="Director", content_hash=self.agreement.content_hash
        )
        self.signed = True

    @precondition(lambda self: self.signed)
    @rule()
    def withdraw(self) -> None:
        """The agency withdraws."""
        agreements.withdraw_signature(by=self.signatory, agreement=self.agreement, reason="Over")
        self.signed = False

    @rule()
    def suspend_or_resume(self) -> None:
        """The owner suspends the agreement, or lets it go on."""
        act = agreements.resume_agreement if self.suspended else agreements.suspend_agreement
        act(by=self.owner, agreement=self.agreement, reason="A breach")
        self.suspended = not self.suspended

    @rule()
    def share_or_end(self) -> None:
        """The record is shared by name, or the share ends."""
        if self.shared:
            _end(self.share)
        else:
            self.share = by_name.share(self.individual, "NCA", self.clause)
        self.shared = not self.shared

    @rule()
    def restrict_or_not(self) -> None:
        """The record is restricted, or no longer."""
        self.restricted = not self.restricted
        _as_it_is(self.individual, restricted=self.restricted)

    @rule()
    def bar_or_let_in(self) -> None:
        """A conflict of interest is found for both, or is no more."""
        if self.barred:
            with by_name.as_owner():
                ConflictMark.unscoped.filter(ends_at=None).update(ends_at=Greatest(F("starts_at"), clock.now()))
        else:
            for membership in (self.partner, self.officer):
                by_name.conflict_mark(self.individual, membership.user, starts_at=clock.now())
        self.barred = not self.barred

    @precondition(lambda self: self.officer.pk not in self.ended)
    @rule()
    def dismiss_the_officer(self) -> None:
        """The officer's membership ends."""
        end_membership(by=system_viewer("tests"), membership=self.officer, reason="Left")
        self.ended.add(self.officer.pk)

    @invariant()
    def every_tab_shows_what_may_be_seen_now(self) -> None:
        """Old tabs, the list through an old filter, and the search."""
        for membership, sees in ((self.partner, self._partner_sees), (self.officer, self._officer_sees)):
            client = self.clients[membership.pk]
            for name in TABS:
                response = client.get(reverse(name, args=[self.individual.shown_reference]))
                assert (response.status_code == 200) == sees, f"{name} to {membership}"
                assert (NAME in response.content.decode()) == sees
                assert sees or response.status_code in (404, 302)
            for query in (f"filter={self.filters[membership.pk]}", "sort=name"):
                response = client.get(f"{reverse('individual_list')}?{query}")
                listed = self.individual.shown_reference in response.content.decode()  # the filter repeats the name
                assert listed == sees, f"{query} to {membership}"

    @invariant()
    def an_old_form_writes_only_for_whoever_may_still_write(self) -> None:
        """A form opened at the beginning is sent again, and again taken back if it was let through."""
        with taken_back():
            response = self.clients[self.officer.pk].post(self.form[0], self.form[1])
            _as_it_is(self.individual)
            written = self.individual.notes == "Sent late"
        self.individual.notes = ""
        assert written == self._officer_sees, response.status_code
        partner = self.clients[self.partner.pk].post(self.form[0], self.form[1])
        assert partner.status_code == 403

    @property
    def _partner_sees(self) -> bool:
        let_in = (self.signed and not self.suspended) or self.shared
        return let_in and not self.restricted and not self.barred

    @property
    def _officer_sees(self) -> bool:
        return not (self.restricted or self.barred or self.ended)

    def _keep_a_filter(self, client: Client) -> str:
        response = client.post(reverse("individual_list"), {"text": NAME})
        return response.headers["Location"].partition("filter=")[2].partition("&")[0]

    def _open_the_form(self) -> tuple[str, dict[str, Any]]:
        path = reverse("individual_edit", args=[self.individual.shown_reference, "notes"])
        assert self.clients[self.officer.pk].get(path).status_code == 200
        return path, {"version": self.individual.version, "notes": "Sent late", "reason": "Found", "step": "save"}


def _client(membership: Membership) -> Client:
    client = Client()
    client.cookies[site.SESSION_COOKIE_NAME] = signed_in(membership)
    return client


def _end(share: NamedShare) -> None:
    with by_name.as_owner():
        IndividualGrant.unscoped.filter(share=share).update(ends_at=Greatest(F("starts_at"), clock.now()))


def _as_it_is(individual: Individual, **changed: Any) -> None:
    """Change a record, and read it again, whoever may see it."""
    with by_name.as_owner():
        if changed:
            Individual.unscoped.filter(pk=individual.pk).update(**changed)
        individual.refresh_from_db()


ACTS = ("withdraw", "suspend_or_resume", "share_or_end", "restrict_or_not", "bar_or_let_in", "dismiss_the_officer")


@pytest.mark.django_db
@pytest.mark.parametrize("act", ACTS)
def test_one_act_changes_what_was_open(act: str) -> None:
    """With everything open, one act: the next request of each tab, form, filter and task feels it."""
    world = Revocation()
    try:
        for happens in (lambda: None, getattr(world, act)):
            happens()
            world.every_tab_shows_what_may_be_seen_now()
            world.an_old_form_writes_only_for_whoever_may_still_write()
    finally:
        world.teardown()


@pytest.mark.django_db
def test_what_was_open_is_closed_with_what_opened_it() -> None:
    """Whatever comes and goes, in any order, the next request of an old tab, form, filter or task feels it."""
    run_state_machine_as_test(
        Revocation,
        settings=settings(
            max_examples=3, stateful_step_count=8, phases=[Phase.generate], deadline=None, database=None,
            derandomize=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )  # fmt: skip


def test_a_stale_form_is_shown_the_conflict_and_writes_nothing(sign_in: Any) -> None:
    """Somebody who may still write, but read an older version, is asked again."""
    individual = factories.individual()
    client = sign_in(RoleCode.HUB_OFFICER, "WM")
    path = reverse("individual_edit", args=[individual.shown_reference, "notes"])
    version = individual.version
    with acting(job="tests"):
        individual.notes, individual.version = "Changed meanwhile", individual.version + 1
        individual.save()

    response = client.post(path, {"version": version, "notes": "Sent late", "reason": "Found", "step": "save"})

    individual.refresh_from_db()
    assert (response.status_code, individual.notes) == (409, "Changed meanwhile")
