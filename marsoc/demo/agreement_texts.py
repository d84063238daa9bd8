"""A dozen invented agreements in every state; the statutes are real, everybody and everything else is not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from marsoc.demo.workbooks import HUBS
from sharing.enums import Ability, AgreementKind, DataCategory, Existence, Phase

EVERYWHERE = tuple(HUBS)
INSIDE = (Phase.REM, Phase.CUS)
OUTSIDE = (Phase.REL, Phase.POST)
SEE = (Ability.VIEW,)
SEE_AND_ADD = (Ability.VIEW, Ability.CONTRIBUTE)
WHO = (DataCategory.IDENTITY,)
WHO_AND_WHERE = (DataCategory.IDENTITY, DataCategory.CUSTODY)


class Fate(Enum):
    """What became of an agreement after everybody who was to sign it had signed."""

    STANDS = auto()
    LEFT_A_DRAFT = auto()
    SUSPENDED = auto()
    ENDED = auto()
    RENEWED = auto()


@dataclass(frozen=True, slots=True)
class Wording:
    """A clause: to whom, about whom, what, for what and how it is to be handled."""

    recipients: Sequence[str]
    purpose: str
    hubs: Sequence[str] = EVERYWHERE
    phases: Sequence[Phase] = tuple(Phase)
    categories: Sequence[DataCategory] = WHO
    abilities: Sequence[Ability] = SEE
    existence: Existence = Existence.NOTHING
    handling: str = "Keep on systems accredited for OFFICIAL-SENSITIVE. Do not pass on without asking the hub."


@dataclass(frozen=True, slots=True)
class Arrangement:
    """An agreement; days are counted from today, ``signed`` before and ``ends`` after it."""

    title: str
    kind: AgreementKind
    purpose: str
    lawful_basis: str
    clauses: Sequence[Wording]
    signed: int = 200
    ends: int = 165
    review: int | None = 120
    unsigned: Sequence[str] = field(default_factory=tuple)
    fate: Fate = Fate.STANDS
    why: str = ""

    @property
    def receiving(self) -> list[str]:
        """Codes of the agencies that receive something."""
        return sorted({code for clause in self.clauses for code in clause.recipients})


ARRANGEMENTS = (
    Arrangement(
        "Managing serious organised crime offenders in custody", AgreementKind.ISA,
        "To plan for the individuals on the list while they are on remand or in prison, and for their release.",
        "Offender Management Act 2007, section 14",
        [Wording(["HMPPS-SOCU"], "Managing the risk that somebody directs crime from custody.",
                 phases=(*INSIDE, Phase.REL), categories=WHO_AND_WHERE)],
    ),
    Arrangement(
        "Release and supervision on licence", AgreementKind.MOU,
        "To supervise individuals on licence and to hold them to its conditions.",
        "Offender Management Act 2007, section 14",
        [Wording(["HMPPS-PS"], "Preparing for release, supervising and recalling.",
                 hubs=("WM", "EM", "NW", "YH"), phases=(Phase.CUS, *OUTSIDE),
                 categories=(*WHO_AND_WHERE, DataCategory.PLAN, DataCategory.DISRUPTION, DataCategory.FINANCE)),
         Wording(["HMPPS-PS"], "Asking about somebody on remand before bail is decided.", hubs=("WM",),
                 phases=(Phase.REM,), abilities=(Ability.AGREE,), existence=Existence.POINTER)],
    ),
    Arrangement(
        "National prioritisation of serious organised crime", AgreementKind.ISA,
        "To set regional lists against national priorities, and to keep operations apart.",
        "Crime and Courts Act 2013, section 7",
        [Wording(["NCA"], "Comparing regional lists with national priorities.", categories=WHO,
                 existence=Existence.POINTER),
         Wording(["NCA"], "Adding names, numbers and dates that the agency knows.", hubs=("WM", "NW", "LD"),
                 categories=WHO_AND_WHERE, abilities=SEE_AND_ADD)],
    ),
    Arrangement(
        "Tax and excise fraud by listed individuals", AgreementKind.ISA,
        "To find out whether individuals on the list owe tax or trade in goods on which no duty was paid.",
        "Crime and Courts Act 2013, section 7; what HMRC gives back, Commissioners for Revenue and Customs Act 2005, "
        "section 18",
        [Wording(["HMRC"], "Matching identities with the records of taxpayers and traders.",
                 phases=(Phase.PRE, *OUTSIDE))],
        ends=80,
    ),
    Arrangement(
        "Firearms supply in the West Midlands", AgreementKind.ISA,
        "To trace the supply of firearms through individuals on the West Midlands list.",
        "Crime and Courts Act 2013, section 7",
        [Wording(["NCA"], "Tracing who supplies whom.", hubs=("WM",), categories=WHO_AND_WHERE)],
        signed=300, review=-12,
    ),
    Arrangement(
        "Foreign national offenders liable to removal", AgreementKind.ISA,
        "To decide on removal in time for the end of custody.",
        "Immigration and Asylum Act 1999, sections 20 and 21",
        [Wording(["HO-IE"], "Deciding on removal before release.", phases=(Phase.CUS, Phase.ABRD),
                 categories=WHO_AND_WHERE)],
        signed=358, ends=7, review=None,
    ),
    Arrangement(
        "Benefit fraud in organised crime groups", AgreementKind.MOU,
        "To detect claims made in the names of individuals on the list or of people they control.",
        "Digital Economy Act 2017, section 56",
        [Wording(["DWP"], "Checking claims.", phases=(Phase.PRE, *OUTSIDE))],
        fate=Fate.SUSPENDED, why="Records were found on a shared drive. Suspended until the department has reported.",
    ),
    Arrangement(
        "Housing individuals after release", AgreementKind.MOU,
        "To find housing that keeps individuals away from those they were convicted with.",
        "Crime and Disorder Act 1998, section 115",
        [Wording(["LA"], "Placing people who are released.", phases=(Phase.REL,), categories=WHO_AND_WHERE)],
        fate=Fate.ENDED, why="The pilot is over; placements are agreed case by case.",
    ),
    Arrangement(
        "Movements through ports", AgreementKind.ISA,
        "To know when somebody who is barred from travelling tries to.",
        "Immigration and Asylum Act 1999, section 20",
        [Wording(["HO-BF"], "Stopping people who may not travel.", phases=(Phase.REL, Phase.FUG))],
        signed=10, ends=355, unsigned=("HO-BF",),
    ),
    Arrangement(
        "Labour exploitation in food processing", AgreementKind.ISA,
        "To find out whether listed individuals supply or control workers.",
        "",
        [Wording(["GLAA"], "Checking licence holders against the list.", hubs=("EA", "EM"))],
        signed=4, ends=361, review=None, fate=Fate.LEFT_A_DRAFT,
    ),
    Arrangement(
        "Neighbourhood policing of released individuals", AgreementKind.MOU,
        "To let neighbourhood teams know who has come back to their area.",
        "Crime and Disorder Act 1998, section 115",
        [Wording(["POL"], "Telling neighbourhood teams.", hubs=("WM", "LD"), phases=(Phase.REL,))],
        signed=400, ends=-30, review=None,
    ),
    Arrangement(
        "Critical public protection cases", AgreementKind.MOU,
        "To manage together the individuals whose release could do the gravest harm.",
        "Offender Management Act 2007, section 14; Crime and Disorder Act 1998, section 115",
        [Wording(["HMPPS-NSD", "HMPPS-PRI"], "Planning releases that could do the gravest harm.",
                 phases=(Phase.CUS, Phase.REL), categories=WHO_AND_WHERE)],
        unsigned=("HMPPS-PRI",), fate=Fate.RENEWED,
    ),
)  # fmt: skip
