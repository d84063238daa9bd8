"""How callers stand to the record that an address leads to, and the words of it that each may read.

Two individuals, one of them restricted, and two agencies with an agreement besides one with a share are in every cell.
"""

from datetime import date

from cohort.models import Individual
from sharing.enums import DataCategory, RoleCode
from sharing.viewer import viewer_in
from tests import factories
from tests.contracts.world import OWN, RECIPIENT, Caller, World, add_caller
from tests.factories import by_name, networks

# Words of the West Midlands record by the data category that lets them be read.
IDENTITY = frozenset({"zquandle", "zqforename", "4711390", "zqalias", "zqofficer", "zqsource", "zqref1"})
TWIN = frozenset({"zqtwin"})
CUSTODY = frozenset({"zqplace"})
REST = frozenset({"zqgroup", "zqnotes", "zqassessed", "zqplan"})
CLOSED = "zqclosed"  # of the restricted record, in every category

AGREED = {"identity": "DWP", "full": "HO-IE"}
READABLE = {
    "identity": IDENTITY | TWIN,
    "full": IDENTITY | TWIN | CUSTODY | REST | {"zqcrew"},
    "share": IDENTITY | {"zqpurpose", "zqwords"},
}
_FULL = [each for each in DataCategory if each not in {DataCategory.FINANCE, DataCategory.EQUALITY}]


def populate_agreements(world: World) -> None:
    """Make an agreement for each agency, with those who act for them and for the one that a share is with."""
    factories.agreement(AGREED["identity"], hubs=(OWN,))
    factories.agreement(AGREED["full"], hubs=(OWN,), categories=_FULL)
    for role, relation in (
        (RoleCode.HMPPS_ROCO, "identity"),
        (RoleCode.AGENCY_CONTRIB, "identity"),
        (RoleCode.PROB_LEAD, "full"),
        (RoleCode.AGENCY_SPOC, "full"),
    ):
        hub = OWN if role in (RoleCode.HMPPS_ROCO, RoleCode.PROB_LEAD) else None
        membership = factories.membership(role=role, agency=AGREED[relation], hub=hub)
        add_caller(world, f"{role} {relation}", membership, relation, READABLE[relation])
    membership = factories.membership(role=RoleCode.AGENCY_CONTRIB, agency=RECIPIENT, hub=None)
    add_caller(world, f"{RoleCode.AGENCY_CONTRIB} share", membership, "share", READABLE["share"])
    for role, relation in ((RoleCode.HUB_OFFICER, "barred"), (RoleCode.HUB_RESEARCHER, "named")):
        add_caller(world, f"{role} {relation}", factories.membership(role=role, agency="ROCU", hub=OWN), relation)


def populate_names(world: World) -> None:
    """Bar an officer from the record, and restrict another, for which a researcher is named."""
    barred, named = (
        world.callers[name].viewer for name in (f"{RoleCode.HUB_OFFICER} barred", f"{RoleCode.HUB_RESEARCHER} named")
    )
    assert barred
    assert barred.user
    assert named
    assert named.user
    by_name.conflict_mark(world.individual, barred.user)
    open_yet = factories.individual(surname="Zqclosed", forenames="Zqclosed", notes="Zqclosed", owning_hub_id=OWN)
    factories.key_date(open_yet, "CRD", date(2031, 3, 1), source="Zqclosed")
    closed: Individual = by_name.restrict(open_yet)
    by_name.named_person(closed, named.user)
    by_name.assessment(closed, named.user)
    assert named.membership
    networks.link(closed, factories.individual(owning_hub_id=OWN), by=viewer_in(named.membership))
    world.closed = closed


def to_the_closed_record(callers: list[Caller]) -> list[Caller]:
    """Return the same people on their way to the restricted record; only who is named for it has it opened."""
    return [
        Caller(caller.name, caller.session, caller.viewer, "named" if caller.relation == "named" else "restricted",
               caller.readable, closed=True)
        for caller in callers
        if caller.viewer
    ]  # fmt: skip
