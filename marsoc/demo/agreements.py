"""The agreements of the demonstration, drafted, signed, suspended and ended by those who would."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from django.db import transaction

from marsoc.demo.agreement_texts import ARRANGEMENTS, Arrangement, Fate, Wording
from marsoc.kit import clock
from sharing.actions import agreements, drafts
from sharing.actions.people import add_user, start_membership
from sharing.enums import DataCategory, RoleCode
from sharing.models import Agency, Agreement, Membership, Role, User
from sharing.viewer import Viewer, viewer_in

OWNER = "HMPPS-CENTRAL"
SIGNATORIES = {
    "HMPPS-SOCU": "Lorna Petrie", "HMPPS-PS": "Imran Chaudhry", "HMPPS-NSD": "Beatrix Holm", "NCA": "Gareth Mostyn",
    "HO-IE": "Funmi Adeleke", "DWP": "Alison Tring", "LA": "Derek Fallow", "POL": "Marta Kowalczyk",
}  # fmt: skip
"""Who signs for an agency besides those who hold a login of the demonstration; nobody signs in as one of them."""
OFFICE = "Senior responsible owner for information sharing"


def prepare_agreements(by: Viewer) -> int:
    """Make the agreements that are still missing and return how many there are in all.

    Each is made whole or not at all, so that a start that was cut short is taken up.

    Args:
        by: the demonstration's own viewer.
    """
    made = set(Agreement.objects.values_list("title", flat=True))
    for arrangement in ARRANGEMENTS:
        if arrangement.title not in made:
            with transaction.atomic():
                _make(by, arrangement)
    return len(ARRANGEMENTS)


def _make(by: Viewer, arrangement: Arrangement) -> None:
    today = clock.today()
    with days_ago(arrangement.signed):
        agreement = drafts.draft_agreement(
            by=_acting(by, OWNER, RoleCode.DPO_IG), kind=arrangement.kind, title=arrangement.title,
            purpose=arrangement.purpose, lawful_basis=arrangement.lawful_basis, starts_on=clock.today(),
            ends_on=today + timedelta(days=arrangement.ends),
            review_on=None if arrangement.review is None else today + timedelta(days=arrangement.review),
            dpia_reference=f"DPIA-{clock.today():%Y}-{len(arrangement.title):03}",
            retention="Destroy what was received within 12 months of the end of this agreement.",
            onward_sharing="Only with the written consent of the owning hub.",
        )  # fmt: skip
        _write(by, agreement, arrangement)
        if arrangement.fate is not Fate.LEFT_A_DRAFT:
            signing = [code for code in arrangement.receiving if code not in arrangement.unsigned]
            _open_and_sign(by, agreement, [OWNER, *signing])
    with days_ago(2):
        _decide(by, agreement, arrangement)


def _write(by: Viewer, agreement: Agreement, arrangement: Arrangement) -> None:
    drafter = _acting(by, OWNER, RoleCode.DPO_IG)
    for code in arrangement.receiving:
        agency = Agency.objects.get(pk=code)
        drafts.add_party(
            by=drafter, agreement=agreement, agency=agency, contact_name=f"Information sharing desk, {agency.name}",
            contact_email=f"sharing.{code.lower()}@example.test",
        )  # fmt: skip
    for wording in arrangement.clauses:
        drafts.save_clause(by=drafter, agreement=agreement, number=None, terms=_terms(wording))


def _terms(wording: Wording) -> dict[str, object]:
    return {
        "purpose": wording.purpose, "recipients": list(wording.recipients), "hubs": list(wording.hubs),
        "phases": list(wording.phases), "categories": list(wording.categories), "abilities": list(wording.abilities),
        "existence": wording.existence, "handling": wording.handling,
    }  # fmt: skip


def _open_and_sign(by: Viewer, agreement: Agreement, parties: Iterable[str]) -> None:
    opened = drafts.open_for_signature(by=_acting(by, OWNER, RoleCode.DPO_IG), agreement=agreement)
    for code in parties:
        agreements.sign_agreement(
            by=_signatory(by, code), agreement=opened, authority=OFFICE, content_hash=opened.content_hash
        )


def _decide(by: Viewer, agreement: Agreement, arrangement: Arrangement) -> None:
    owner = _signatory(by, OWNER)
    match arrangement.fate:
        case Fate.SUSPENDED:
            agreements.suspend_agreement(by=owner, agreement=agreement, reason=arrangement.why)
        case Fate.ENDED:
            agreements.terminate_agreement(by=owner, agreement=agreement, reason=arrangement.why)
        case Fate.RENEWED:
            _renew(by, agreement, arrangement)


def _renew(by: Viewer, agreement: Agreement, arrangement: Arrangement) -> None:
    """Begin a version that gives more, which only the owner has signed yet."""
    drafter = _acting(by, OWNER, RoleCode.DPO_IG)
    version = drafts.draft_new_version(by=drafter, agreement=agreement)
    wider = [*arrangement.clauses[0].categories, DataCategory.ASSESSMENT]
    drafts.save_clause(by=drafter, agreement=version, number=1, terms={"categories": wider})
    _open_and_sign(by, version, [OWNER])


def _signatory(by: Viewer, agency: str) -> Viewer:
    return _acting(by, agency, RoleCode.CENTRAL_ADMIN if agency == OWNER else RoleCode.AGENCY_SPOC)


def _acting(by: Viewer, agency: str, role: RoleCode) -> Viewer:
    """Return who acts for an agency in a role; a signatory without a login is made when first needed."""
    held = Membership.objects.named().filter(agency=agency, role=role).first()
    return viewer_in(held or _admit(by, agency, role))


def _admit(by: Viewer, agency: str, role: RoleCode) -> Membership:
    name = SIGNATORIES[agency]
    username = f"signs.{agency.lower()}"
    user = User.objects.filter(username=username).first() or add_user(
        by=by, username=username, full_name=name, email=f"{username}@example.test", password=None
    )
    return start_membership(
        by=by, user=user, agency=Agency.objects.get(pk=agency), hub=None, role=Role.objects.get(pk=role)
    )


@contextmanager
def days_ago(days: int) -> Iterator[None]:
    """Have the clock say that it is some days ago; the audit trail goes by the database's own."""
    then = clock.now() - timedelta(days=days)
    with patch.object(clock, "now", lambda: then):
        yield
