"""One West Midlands list full of unmistakable words, and everybody who may or may not read them.

A route with a new URL argument needs a row here: add it to ``World.objects`` at the end of ``populate_own_hub``.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

from cohort.actions import assessments, frameworks, import_comparison, imports
from cohort.combining import values_of
from cohort.enums import (
    EmergencyReason,
    IdentifierKind,
    ImportState,
    ListAct,
    ListStatus,
    Moment,
    Nature,
    PanelManner,
    ProposalState,
)
from cohort.models import (
    AccessRequest,
    ConflictMark,
    Correction,
    CorrectionNotice,
    EmergencyAccess,
    ImportBatch,
    ImportRow,
    Individual,
    Merge,
    NamedPerson,
    Panel,
    PanelAttendance,
    PanelDecision,
    PossibleMatch,
    SheetReference,
    Transfer,
)
from cohort.permissions import CohortPermission
from cohort.views.access_requests import OF_ASKER, OF_OWNER
from cohort.views.frameworks import ACTS as FRAMEWORK_ACTS
from cohort.views.frameworks import NEW, PARTS
from cohort.views.individual_custody import ACTS as CUSTODY_ACTS
from cohort.views.individual_edit import SECTIONS
from cohort.views.individual_facts import KINDS
from cohort.views.individual_received import FORMS
from cohort.views.retention import ACTS as RETENTION_ACTS
from cohort.views.subject_access import ACTS as SUBJECT_ACTS
from cohort.views.subject_access_answer import FILES
from marsoc.kit import clock
from marsoc.kit.acting import acting
from sharing.actions.writing import writing
from sharing.enums import AccessReason, RoleCode
from sharing.middleware import MEMBERSHIP, SEEN_AT
from sharing.models import Agreement, AuditEvent, Clause, Hub, Membership
from sharing.permissions import CENTRAL_TEAM, HUB_STAFF, SharingPermission
from sharing.sign_in import SIGNED_IN_AT
from sharing.viewer import Viewer, viewer_in
from sharing.views.agreement_drafts import SECTIONS as TERMS
from tests import factories
from tests.factories import custody, method, networks, panels, subject_access

OWN, OTHER = "WM", "EM"
RECIPIENT = "CPS"  # with which the West Midlands hub shares by name; nobody who calls acts for it
# Where each role is held; the roles of neither hub staff nor the central team get a hub where that is usual,
# because a hub alone must not open anything.
AGENCIES = {
    RoleCode.CENTRAL_ADMIN: ("HMPPS-CENTRAL", None),
    RoleCode.HMPPS_ROCO: ("MOJ", OWN),
    RoleCode.PROB_LEAD: ("MOJ", OWN),
    RoleCode.AGENCY_CONTRIB: ("NCA", None),
    RoleCode.AGENCY_SPOC: ("HMRC", None),
    RoleCode.PANEL_MEMBER: ("POL", OWN),
    RoleCode.AUDITOR: ("HMICFRS", None),
    RoleCode.DPO_IG: ("HMPPS-CENTRAL", None),
    RoleCode.FINANCE: ("HO", None),
    RoleCode.BOARD: ("HO", None),
}
SURNAME, PNC, ALIAS = "Zquandle", "2001/4711390Q", "Zqalias"
WORKBOOK = f"""Ref,Surname,Forenames,PNC,Alias,Notes,Hub
ZQREF1,{SURNAME},Zqforename,{PNC},{ALIAS},Zqsheetnotes,West Midlands
ZQREF2,Zqsheetname,Zqsheetforename,,,Zqsheetnotes,West Midlands
"""
# What only those may read who may see individuals of the West Midlands hub.
ABOUT_INDIVIDUALS = (
    "zquandle", "zqtwin", "zqforename", "4711390", "zqalias", "zqnotes", "zqplace", "zqgroup", "zqofficer", "zqsource",
    "zqref1", "zqworkbook", "zqsheetname", "zqsheetforename", "zqsheetnotes", "zqreason", "zqpurpose", "zqwords",
    "zqnamed", "zqmarked", "zqassessed", "zqplan", "zqcrew", "zqapart",
)  # fmt: skip
# Of these, the people named for an individual or kept from it: oversight is told of them when it asks who sees it.
ABOUT_ACCESS = ("zqnamed", "zqmarked")
# Who asked for the own data; only information governance reads that.
APPLICANT = "zqapplicant"
# Arguments that lead nowhere.
NOWHERE = {"hub": "ZZ", "reference": "HK47-2MRX", "group": "HK47-2MRX", "pk": 987_654_321, "line": 987_654}
# What only those may read whom an agreement over the West Midlands hub concerns, and what only the central team and
# whoever watches over agreements may: a draft.
ABOUT_AGREEMENTS, ABOUT_DRAFTS = ("zqagreement",), ("zqdraft",)
OVERSIGHT = {RoleCode.AUDITOR, RoleCode.DPO_IG}
# What only those may read who manage the memberships of the West Midlands hub.
COLLEAGUE = "zqperson"
ABOUT_PEOPLE = (COLLEAGUE, "zqperson@example.test")


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who calls a route: nobody signed in, somebody without a membership, or a viewer.

    ``relation`` is how the caller stands to the record that addresses lead to (``policy.csv``), ``readable`` the words
    of it that somebody may read whose role does not cover it; ``closed`` has addresses lead to the restricted one.
    """

    name: str
    session: str | None = None
    viewer: Viewer | None = None
    relation: str = ""
    readable: frozenset[str] = frozenset()
    closed: bool = False

    @property
    def role(self) -> RoleCode | None:
        """The role acted in."""
        membership = self.viewer.membership if self.viewer else None
        return RoleCode(membership.role_id) if membership else None

    @property
    def reads_everything_here(self) -> bool:
        """Say whether every word of the West Midlands hub's unrestricted records may be read."""
        return self.reaches_own and self.viewer is not None and self.viewer.may(CohortPermission.VIEW)

    @property
    def reads_people(self) -> bool:
        """Say whether the memberships of the West Midlands hub may be read: to manage them, or to ask what they see."""
        if self.role in (RoleCode.DPO_IG, RoleCode.AUDITOR):
            return True
        return self.reaches_own and self.viewer is not None and self.viewer.may(SharingPermission.MANAGE_MEMBERSHIPS)

    @property
    def reads_elsewhere(self) -> bool:
        """Say whether the other hub's records may be read."""
        viewer = self.viewer
        covers = viewer is not None and (viewer.reach is None or OTHER in viewer.reach)
        return covers and viewer is not None and viewer.may(CohortPermission.VIEW)

    @property
    def reaches_own(self) -> bool:
        """Say whether the caller's role covers the records of the West Midlands hub."""
        return self.viewer is not None and (self.viewer.reach is None or OWN in self.viewer.reach)


@dataclass
class World:
    """The rows of the West Midlands hub and those who call."""

    callers: dict[str, Caller] = field(default_factory=dict)
    individual: Individual = field(init=False)
    elsewhere: Individual = field(init=False)
    agreement: Agreement = field(init=False)
    by_name: Clause = field(init=False)
    closed: Individual = field(init=False)
    objects: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    everywhere: dict[str, Any] = field(default_factory=dict)
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    trail: list[AuditEvent] = field(default_factory=list)
    made: int = 0

    def settle(self) -> None:
        """Say that the world is made: what the trail holds from here on was left by a call."""
        self.made = AuditEvent.objects.latest("pk").pk

    def kwargs(self, route: str, names: tuple[str, ...], *, absent: bool = False) -> list[dict[str, Any]]:
        """Return URL arguments for a route, more than one set where the route serves several kinds of thing.

        Args:
            route: its name, whose first words tell what its arguments are of.
            names: of the arguments.
            absent: lead to nothing instead of to rows of the West Midlands hub.

        Raises:
            LookupError: nobody said what an argument stands for.
        """
        if not names:
            return [{}]
        nouns = sorted((noun for noun in self.objects if route.startswith(noun)), key=len, reverse=True)
        for noun in nouns:
            known = [{**self.everywhere, **given} for given in self.objects[noun]]
            if all(set(names) <= set(given) for given in known):
                return [{name: _value(given, name, absent) for name in names} for given in known]
        raise LookupError(
            f"Nobody knows what {', '.join(names)} of the route {route!r} stand for: add a row of the West Midlands hub"
            " to objects in tests/contracts/world.py, under the first words of the route's name."
        )

    def call(
        self, caller: Caller, method: str, path: str, data: Any = None, *, follow: bool = False
    ) -> HttpResponseBase:
        """Call a path as somebody, keep the audit events of the call, and take back whatever it wrote."""
        self.client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: caller.session} if caller.session else {})
        with taken_back():
            response: HttpResponseBase = (
                self.client.generic(method, path)
                if method not in ("GET", "POST")
                else (getattr(self.client, method.lower())(path, data or {}, follow=follow))
            )
            self.trail = list(AuditEvent.objects.filter(pk__gt=self.made))
            return response


def _value(given: dict[str, Any], name: str, absent: bool) -> Any:
    return NOWHERE[name] if absent and name in NOWHERE else given[name]


@contextmanager
def taken_back() -> Iterator[None]:
    """Run a block whose writes do not stay."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def everything_in(response: HttpResponseBase) -> str:
    """Return all that a response carries in lower case: headers, cookies, body, and the files inside a workbook."""
    # a test response is plain or streaming, and its type knows only the plain one
    body: bytes = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            body = b"\n".join(package.read(name) for name in package.namelist())
    cookies = "".join(f"set-cookie: {cookie.OutputString()}\n" for cookie in response.cookies.values())
    return f"{response.headers}\n{cookies}{body.decode(errors='replace')}".casefold()


_CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|set-cookie: (?:csrftoken|sessionid)=[^\n]*\n|content-length[^,}]*'
    r"|\d{1,2}:\d\d(?::\d\d)?(?:am|pm)?|filter=[\w-]+|\"oldest_unplaced\": \d+",
    re.IGNORECASE,
)


def without_the_changing(text: str) -> str:
    """Return a response without what differs between two identical calls: tokens, times of day, lengths."""
    return _CHANGING.sub("", text)


def populate_callers(world: World) -> None:
    """Add everybody who calls."""
    world.callers["logged out"] = Caller("logged out")
    ended = factories.membership(
        starts_at=clock.now() - timedelta(days=3), ends_at=clock.now() - timedelta(days=1), end_reason="Moved"
    )
    world.callers["no membership"] = Caller("no membership", signed_in(ended), relation="signed in")
    for role in RoleCode:
        agency, hub = AGENCIES.get(role, ("ROCU", OWN if role in HUB_STAFF else None))
        add_caller(world, str(role), factories.membership(role=role, agency=agency, hub=hub))
        if role in HUB_STAFF:
            add_caller(world, f"{role} at another hub", factories.membership(role=role, agency=agency, hub=OTHER))
    assert all(world.callers[str(role)].reaches_own for role in HUB_STAFF | CENTRAL_TEAM)


def add_caller(
    world: World, name: str, membership: Membership, relation: str = "", readable: frozenset[str] = frozenset()
) -> None:
    """Add somebody who acts in a membership; by default a relation is how far the role reaches."""
    viewer = viewer_in(membership)
    reached = {None: "all", frozenset({OWN}): "own", frozenset({OTHER}): "other"}.get(viewer.reach, "none")
    world.callers[name] = Caller(name, signed_in(membership), viewer, relation or reached, readable)


def signed_in(membership: Membership) -> str:
    """Open a session as signing in does, without the sign-in page and its signals."""
    session = SessionStore()
    session[SESSION_KEY] = str(membership.user_id)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = membership.user.get_session_auth_hash()
    session[MEMBERSHIP] = membership.pk
    session[SIGNED_IN_AT] = session[SEEN_AT] = clock.now().timestamp()
    session.save()
    return str(session.session_key)


def populate_other_hub(world: World) -> None:
    """Give the other hub a list of its own, so that its pages have something to show, and draft an agreement."""
    world.agreement = factories.agreement("NCA", hubs=[OTHER], opened=False)
    world.by_name = factories.named_only(RECIPIENT, hubs=[OWN, OTHER])
    _agree_on_a_method(world)
    world.elsewhere = person = factories.individual(surname="Zxelsewhere", owning_hub_id=OTHER)
    twin = factories.individual(surname="Zxelsewhere", owning_hub_id=OTHER)
    first, second = sorted((person, twin), key=lambda each: each.pk)
    with acting(job="tests"):
        PossibleMatch(first=first, second=second, score=80, reasons=["Same surname"]).save()


def populate_own_hub(world: World) -> None:
    """Fill the West Midlands list, an import and a pair with unmistakable words."""
    world.individual = individual = factories.individual(
        surname=SURNAME, forenames="Zqforename", notes="Zqnotes", place="Zqplace", crime_group="Zqgroup",
        officer="Zqofficer", name_source="Zqsource", date_of_birth=date(1971, 2, 3), owning_hub_id=OWN,
    )  # fmt: skip
    twin = factories.individual(surname="Zqtwin", forenames="Zqforename", owning_hub_id=OWN)
    alias = factories.alias(individual, ALIAS, source="Zqsource")
    identifier = factories.identifier(individual, IdentifierKind.PNC, PNC, source="Zqsource")
    key_date = factories.key_date(individual, "CRD", date(2031, 3, 1), source="Zqsource")
    with acting(job="tests"):
        match = PossibleMatch(first=individual, second=twin, score=90, reasons=["Zqreason"])
        match.save()
        # One of the two is of the other hub: nobody at a hub may see the pair.
        PossibleMatch(first=world.elsewhere, second=individual, score=95, reasons=["Zqreason"]).save()
        SheetReference(individual=individual, hub_id=OWN, ref="ZQREF1", said={}).save()
        taken = {"starts_at": clock.now() - timedelta(days=9), "reason": "Zqreason"}
        naming = NamedPerson(individual=individual, user=factories.user(full_name="Zqnamed"), **taken)
        naming.save()
        mark = ConflictMark(individual=individual, user=factories.user(full_name="Zqmarked"), **taken)
        mark.save()
        emergency = EmergencyAccess(
            individual=individual, hub_id=OWN, words="Zqwords", ends_at=clock.now() - timedelta(days=8),
            membership=factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency="NCA"),
            review_due=clock.now(), **{**taken, "reason": EmergencyReason.LIFE},
        )  # fmt: skip
        emergency.save()
    leaving = factories.list_exit(individual, words="Zqreason", evidence="Zqsource")
    transfer = _offered(individual)
    disposed = factories.certificate()
    nominating = factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency=RECIPIENT)
    nomination = factories.nomination(nominating, surname=SURNAME, grounds="Zqwords", evidence="Zqwords")
    batch = _import(world.callers[RoleCode.HUB_MANAGER].viewer)
    row = ImportRow.unscoped.filter(batch=batch).latest("line")
    share = factories.share(individual, RECIPIENT, clause=world.by_name, purpose="Zqpurpose")
    request = AccessRequest(
        individual=twin, agency_id=RECIPIENT, purpose=AccessReason.CASELOAD, words="Zqwords", asked_at=clock.now(),
        membership=factories.membership(role=RoleCode.AGENCY_CONTRIB, hub=None, agency=RECIPIENT),
    )  # fmt: skip
    factories.save(request)
    correction = Correction(
        individual=individual, field="surname", category="IDENTITY", written=1, since=clock.now(), nature=Nature.FACT,
        source="Zqsource", corrected_at=clock.now(),
    )  # fmt: skip
    factories.save(correction)
    notice = CorrectionNotice(
        individual=individual, correction=correction, agency_id=RECIPIENT, reference=individual.shown_reference,
        field="surname", category="IDENTITY", made_at=clock.now(),
    )  # fmt: skip
    factories.save(notice)
    handler = world.callers[RoleCode.DPO_IG].viewer
    assert handler
    asked = subject_access.verified(handler, applicant="Zqapplicant", particulars="Zqapplicant")
    answered = subject_access.approved(handler, applicant="Zqapplicant")
    item = subject_access.item_of(individual)
    with writing(handler, "Collected"):
        item.save()
    membership = factories.membership(
        person=factories.user(full_name="Zqperson", email="zqperson@example.test", username="zqperson"), hub=OWN
    )
    _assess(world)
    merge = _merged(individual)
    objective = factories.objective(individual, words="Zqplan", measure="Zqplan")
    factories.safeguards(individual, risks="Zqplan")
    held, tabled, decision = _panel(individual)
    facts = {"name": alias, "identifier": identifier, "key-date": key_date}
    world.everywhere = {"reference": individual.shown_reference, "instant": clock.now().isoformat()}
    world.objects = {
        "individual": [{}],
        "individual_edit": [{"section": section} for section in SECTIONS],
        "individual_key_date": [{"kind": key_date.kind_id}],
        "individual_custody_record": [{"act": act} for act in CUSTODY_ACTS],
        "individual_custody_remove": [{"kind": kind, "pk": pk} for kind, pk in custody.one_of_each(individual).items()],
        "individual_received_export": [{"form": form} for form in FORMS],
        "individual_field": [{"field": field} for field in ("surname", "alias")],
        "individual_fact": [{"kind": kind, "pk": facts[kind].pk} for kind in KINDS],
        "individual_named": [
            {"act": "restrict", "kind": "name", "pk": naming.pk},
            {"act": "conflict", "kind": "conflict", "pk": mark.pk},
        ],
        "individual_assessment": [{"code": "intent"}],
        "individual_objective": [{"pk": objective.pk}],
        "individual_plan_safeguards": [{"part": "after"}],
        **_network(individual, twin),
        "framework": [{"version": 2, "act": act} for act in FRAMEWORK_ACTS],
        "framework_edit": [{"version": 2, "section": section} for section in (*PARTS, NEW, "intent")],
        "emergency": [{"pk": emergency.pk}],
        "exit": [{"pk": leaving.pk}],
        "transfer": [{"pk": transfer.pk}],
        "certificate": [{"pk": disposed.pk}],
        "nomination": [{"pk": nomination.pk}],
        "individual_retention_decide": [{"act": act} for act in RETENTION_ACTS],
        "possible_match": [{"pk": match.pk}],
        "merge": [{"pk": merge.pk}],
        "import": [{"pk": batch.pk, "line": row.line}],
        "share": [{"pk": share.pk}],
        "correction": [{"pk": notice.pk}],
        "access_request": [{"pk": request.pk, "token": "no-token"}],
        "access_request_decide": [{"pk": request.pk, "act": act} for act in OF_OWNER],
        "access_request_respond": [{"pk": request.pk, "act": act} for act in OF_ASKER],
        "subject_access": [{"pk": asked.pk}],
        "subject_access_item": [{"pk": item.pk}],
        "subject_access_letter": [{"pk": answered.pk}],
        "subject_access_download": [{"pk": answered.pk, "kind": kind} for kind in FILES],
        "subject_access_act": [{"pk": asked.pk, "act": act} for act in SUBJECT_ACTS],
        "membership": [{"pk": membership.pk}],
        "list_terms": [{"hub": OWN}],
        "panel": [{"pk": held.pk, "reference": tabled.shown_reference}],
        "meeting": [{"pk": held.pk, "moment": Moment.OPENED}],
        "panel_take_back": [{"pk": held.pk, "attendance": _attends(held)}],
        "panel_decision": [{"pk": decision.pk}],
        "agreement_changes": [{"reference": world.agreement.reference, "version": world.agreement.version}],
        **_agreements(world),
        "account_reset_password_from_key": [{"uidb36": "1", "key": "set-password"}],
    }


def _offered(individual: Individual) -> Transfer:
    """Offer the individual to a hub of which nobody calls, as far as the pages of a transfer show it."""
    transfer = Transfer(
        individual=individual, reference=individual.shown_reference, from_hub_id=OWN, to_hub_id="NW", words="Zqwords",
        effective_on=clock.today() + timedelta(days=9), status_before=individual.status, offered_by=factories.user(),
        offered_at=clock.now(),
    )  # fmt: skip
    factories.save(transfer)
    return transfer


def _merged(individual: Individual) -> Merge:
    """Merge a record into the individual's, as far as its pages show it, by two people who do not call."""
    gone = factories.individual(surname="Zqtwin", forenames="Zqforename", owning_hub_id=OWN, left_on=clock.today())
    values = {"survivor": values_of(individual), "merged": values_of(gone)}
    merge = Merge(
        individual=individual, merged=gone, words="Zqwords", survivor_version=1, merged_version=1,
        proposed_by=factories.user(), proposed_at=clock.now(), decided_by=factories.user(), decided_at=clock.now(),
        state=ProposalState.APPROVED, before=values, after=values,
    )  # fmt: skip
    factories.save(merge)
    return merge


def _attends(held: Panel) -> int:
    """Return the number of somebody who takes part in a panel and is not in the chair."""
    found: PanelAttendance = PanelAttendance.unscoped.filter(panel=held, user=None).earliest("pk")
    return found.pk


def _panel(individual: Individual) -> tuple[Panel, Individual, PanelDecision]:
    """Open a panel that has somebody before it and a decision about the individual that waits, by who does not call."""
    chair = panels.chair(OWN)
    held = panels.panel(chair, hub=OWN)
    tabled = factories.individual(
        surname="Zqtwin", forenames="Zqforename", owning_hub_id=OWN, status=ListStatus.PANEL
    )  # fmt: skip
    decision = PanelDecision(
        individual=individual, panel=held, act=ListAct.ACCEPT, words="Zqwords", manner=PanelManner.CONSENSUS,
        agencies=["ROCU"], needs_second=True, proposed_by=chair.user, proposed_at=clock.now(),
    )  # fmt: skip
    factories.save(decision)
    return held, tabled, decision


def _network(individual: Individual, twin: Individual) -> dict[str, list[dict[str, Any]]]:
    """Have each belong to a group of the hub, link the two, and hold somebody apart for the individual."""
    group = networks.group(OWN, name="Zqcrew", other_names=["Zqcrew"])
    member = networks.member(group, twin)
    networks.member(networks.group(OWN, name="Zqcrew of the individual"), individual)
    link = networks.link(individual, twin)
    held = networks.held_apart(individual, name="Zqapart", relation="Zqapart", necessity="Zqapart")
    return {
        "individual_link": [{"pk": link.pk}],
        "held_apart": [{"pk": held.pk}],
        "crime_group": [{"group": group.shown_reference, "pk": member.pk}],
    }


def _agreements(world: World) -> dict[str, list[dict[str, Any]]]:
    """Agree on the West Midlands hub, with an agency that nobody here acts for: signed, not yet signed, and a draft.

    The central lead who signs is one who calls: everybody is offered the central team to name for a restricted record.
    """
    signed = factories.agreement("DVLA", title="Zqagreement", hubs=[OWN], unsigned=["HMPPS-CENTRAL"])
    factories.sign(signed, "HMPPS-CENTRAL", by=world.callers[RoleCode.CENTRAL_ADMIN].viewer)
    waiting = factories.agreement("DVLA", title="Zqagreement", hubs=[OWN], unsigned=["DVLA", "HMPPS-CENTRAL"])
    draft = factories.agreement("DVLA", title="Zqdraft", hubs=[OWN], opened=False)
    of_draft = {"reference": draft.reference, "agency": "DVLA", "number": 1}
    return {
        "agreement": [{"reference": each.reference, "version": 1} for each in (signed, waiting)],
        "agreement_draft": [of_draft],
        "agreement_draft_terms": [{**of_draft, "section": section} for section in TERMS],
    }


def _agree_on_a_method(world: World) -> None:
    """Publish a version of the method and draft another, by two of the central team who call."""
    lead, analyst = (world.callers[role].viewer for role in (RoleCode.CENTRAL_ADMIN, RoleCode.CENTRAL_ANALYST))
    method.framework(lead, analyst)
    assert lead
    frameworks.draft_framework(by=lead)


def _assess(world: World) -> None:
    """Assess the individual twice, and have the manager begin again."""
    for levels in ({"intent": 3, "reach": 2}, {"intent": 2, "reach": 2, "influence": 4}):
        made = method.first(world.individual, levels, reason="Zqassessed")
        method.second(made, levels, reason="Zqassessed")
    manager = world.callers[RoleCode.HUB_MANAGER].viewer
    assert manager
    method.answered(manager, assessments.open_assessment(by=manager, individual=world.individual), {"intent": 1})


def _import(by: Viewer | None) -> ImportBatch:
    assert by is not None
    batch = imports.receive_workbook(
        by=by, name="Zqworkbook.csv", content=WORKBOOK.encode(), hub=Hub.objects.get(pk=OWN)
    )
    with acting(job="tests"):
        batch.state = ImportState.COMPARING
        batch.save()
    return import_comparison.compare_import(by=by, batch=batch)
