"""Fourteen agencies with agreements, made by the product's own actions: what the benchmarks of sharing read and change.

Four shapes of agreement let an agency see about 0.1, 5, 50 and 100 in a hundred of the individuals; every agency has
another agreement beside it that has ended and one that has not begun, which it takes time to leave out.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache, lru_cache

from cohort.actions.individuals import move_phase
from cohort.models import Individual
from marsoc.kit import clock
from sharing.actions import agreements as actions
from sharing.actions import drafts
from sharing.actions.people import add_user, start_membership
from sharing.enums import Ability, AgreementKind, DataCategory, Phase, RoleCode
from sharing.models import Agency, Agreement, Membership, Role
from sharing.seeing import seeing
from sharing.viewer import Viewer, system_viewer, viewer_in

OWNER = "HMPPS-CENTRAL"
AGENCIES = (
    "HMPPS-SOCU", "HMPPS-PS", "NCA", "HMRC", "HMPPS-PRI", "HMPPS-NSD", "MET-PIU", "HO-IE", "HO-BF", "CPS", "DWP", "LA",
    "GLAA", "TS",
)  # fmt: skip
ALL_PHASES = tuple(Phase)
HUBS = ("NE", "NW", "YH", "WM", "EM", "EA", "SE", "SW", "LD", "WA")
SHARES: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "0.1": (("NE",), (Phase.ABRD,)),
    "5": (HUBS, (Phase.POST,)),
    "50": (HUBS[:5], ALL_PHASES),
    "100": (HUBS, ALL_PHASES),
}
"""Hubs and phases of the clause that gives about so many in a hundred."""
LIST_CATEGORIES = (
    DataCategory.IDENTITY, DataCategory.CUSTODY, DataCategory.ASSESSMENT, DataCategory.INTELLIGENCE
)  # fmt: skip
"""What the columns of the list fall into."""


@lru_cache(maxsize=1)
def members() -> Mapping[str, Membership]:
    """Make every agreement once; return a member of the agency with each share, and one with none under ``none``."""
    _thin_out(*SHARES["0.1"], to=38)
    shapes = list(SHARES)
    for position, agency in enumerate(AGENCIES):
        hubs, phases = SHARES[shapes[position % len(shapes)]]
        signed(agency, hubs, phases)
        actions.terminate_agreement(by=_owner(), agreement=signed(agency, HUBS, ALL_PHASES), reason="Replaced")
        signed(agency, HUBS, ALL_PHASES, after=30)
    return {"none": member("INSS"), **{share: member(AGENCIES[place]) for place, share in enumerate(shapes)}}


def _thin_out(hubs: Sequence[str], phases: Sequence[str], to: int) -> None:
    """Move all but a few individuals of a small cell to another phase."""
    by = system_viewer("bench")
    with seeing(by):
        few = Individual.unscoped.filter(owning_hub__in=hubs, phase__in=phases).order_by("id")
        for each in few[to:]:
            move_phase(
                by=by, individual=each, version=each.version, phase=Phase.PRE, started_on=clock.today(),
                source="Bench", reason="Bench",
            )  # fmt: skip


def member(agency: str) -> Membership:
    """Return a new membership of somebody who sees what agreements share with an agency, in every hub."""
    return _member(RoleCode.AGENCY_CONTRIB, agency)


def signed(
    agency: str,
    hubs: Sequence[str],
    phases: Sequence[str],
    categories: Sequence[DataCategory] = LIST_CATEGORIES,
    after: int = 0,
) -> Agreement:
    """Return an agreement of one clause that both sides have signed, in force after some days."""
    agreement = opened(agency, hubs, phases, categories, after)
    sign(agreement, signatory(agency))
    return agreement


def opened(
    agency: str, hubs: Sequence[str], phases: Sequence[str], categories: Sequence[DataCategory], after: int = 0
) -> Agreement:
    """Return an agreement of one clause that its owner has signed."""
    by, starts = _drafter(), clock.today() + timedelta(days=after)
    agreement = drafts.draft_agreement(
        by=by, kind=AgreementKind.ISA, title="Bench", purpose="Bench", starts_on=starts,
        ends_on=starts + timedelta(days=365),
    )  # fmt: skip
    drafts.add_party(by=by, agreement=agreement, agency=Agency.objects.get(pk=agency))
    terms = {
        "purpose": "Bench", "recipients": [agency], "hubs": list(hubs), "phases": list(phases),
        "categories": list(categories), "abilities": [Ability.VIEW],
    }  # fmt: skip
    drafts.save_clause(by=by, agreement=agreement, number=None, terms=terms)
    agreement = drafts.open_for_signature(by=by, agreement=agreement)
    sign(agreement, _owner())
    return agreement


def sign(agreement: Agreement, by: Viewer) -> None:
    """Sign for an agency."""
    actions.sign_agreement(by=by, agreement=agreement, authority="Director", content_hash=agreement.content_hash)


@lru_cache(maxsize=1)
def _drafter() -> Viewer:
    return viewer_in(_member(RoleCode.DPO_IG, OWNER))


@lru_cache(maxsize=1)
def _owner() -> Viewer:
    return viewer_in(_member(RoleCode.CENTRAL_ADMIN, OWNER))


@cache
def signatory(agency: str) -> Viewer:
    """Return somebody with authority to sign for an agency."""
    return viewer_in(_member(RoleCode.AGENCY_SPOC, agency))


def _member(role: RoleCode, agency: str) -> Membership:
    by = system_viewer("bench")
    name = f"{role}-{agency}".lower()
    user = add_user(by=by, username=name, full_name=name, email=f"{name}@bench.test", password=None)
    return start_membership(
        by=by, user=user, agency=Agency.objects.get(pk=agency), hub=None, role=Role.objects.get(pk=role)
    )
