"""Invented people, the same ones for the same seed."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from faker import Faker

from cohort.identifiers import check_letter
from sharing.enums import Phase

# Names that forms and columns made for "John Smith" stumble over.
AWKWARD_NAMES = (
    ("Nwachukwu-Featherstonehaugh", "Chukwuemeka Oluwaseun Bartholomew"),
    ("O'Shaughnessy-Cholmondeley", "Aoife Máire"),
    ("Żółkiewski", "Łukasz"),
    ("van den Berghe", "Jürgen"),
    ("Nguyễn", "Thị Hồng Nhung"),
    ("Şahinoğlu", "Çağlar"),
    ("Ap Rhys-Llewelyn", "Gruffydd"),
    ("D'Aubigné de la Rochefoucauld", "Zoë"),
    ("Ó Dubhghaill", "Seán"),
    ("Sørensen", "Bjørn-Åge"),
    ("X", "Na"),
)
STREET_NAMES = ("Ace", "Biscuit", "Tank", "Specs", "The Tailor", "Doc", "Chalky", "Little J", "Mouse", "Tex", "Big Les")
PRISONS = (
    "HMP Birmingham", "HMP Full Sutton", "HMP Manchester", "HMP Belmarsh", "HMP Lindholme", "HMP Featherstone",
    "HMP Oakwood", "HMP Durham", "HMP Leeds", "HMP Pentonville", "HMP Berwyn", "HMP Swaleside", "HMP Long Lartin",
    "HMP/YOI Parc", "HMP Whitemoor", "HMP Hewell", "HMP Bristol", "HMP Frankland",
)  # fmt: skip
THREATS = (
    "Drug supply", "Firearms", "Money laundering", "Modern slavery", "Organised immigration crime", "Fraud",
    "Cyber crime", "Serious violence", "Organised acquisitive crime", "Prison enabled - drones",
)  # fmt: skip
LEADS = ("ROCU", "NCA", "Police", "HMRC", "HMPPS", "Immigration Enforcement", "National Crime Agency")
PHASES = (
    (Phase.CUS, 46),
    (Phase.REL, 20),
    (Phase.REM, 14),
    (Phase.PRE, 10),
    (Phase.POST, 5),
    (Phase.FUG, 3),
    (Phase.ABRD, 2),
)
PLACED = frozenset({Phase.CUS, Phase.REM})
# From the days that hub lists are full of: somebody is always about to be released.
DAYS_TO_RELEASE = (9, 24, 45, 80, 130, 200, 320, 500, 800, 1300, 2400, 4000)

_faker = Faker("en_GB")


@dataclass(frozen=True, slots=True)
class Person:
    """Everything a hub's sheet may say about one person."""

    surname: str
    forenames: str
    aliases: tuple[str, ...]
    born_on: date
    pnc: str
    cro: str
    prison_number: str
    crn: str
    group: str
    threats: tuple[str, ...]
    phase: Phase
    prison: str
    release_on: date | None
    sentence_ends_on: date | None
    lead: str
    officer: str
    score: int
    updated_on: date


def person(seed: str, today: date) -> Person:
    """Return the person that a seed stands for.

    Args:
        seed: any text.
        today: the day around which releases and reviews are placed.
    """
    chance = Random(seed)
    _faker.seed_instance(chance.getrandbits(32))
    surname, forenames = _name(chance)
    (phase,) = chance.choices([each for each, _ in PHASES], [weight for _, weight in PHASES])
    release_on, sentence_ends_on = _sentence(chance, phase, today)
    born_on = today - timedelta(days=chance.randint(19 * 365, 68 * 365))
    return Person(
        surname=surname,
        forenames=forenames,
        aliases=tuple(chance.sample(STREET_NAMES, chance.choice((0, 0, 0, 1, 1, 2)))),
        born_on=born_on,
        pnc=_pnc(chance, since=max(1992, born_on.year + 13)),
        cro=_cro(chance) if chance.random() < 0.5 else "",
        prison_number=_prison_number(chance) if phase != Phase.PRE else "",
        crn=f"{chance.choice('ABCDEFGX')}{chance.randint(100_000, 999_999)}" if chance.random() < 0.6 else "",
        group=f"OCG {chance.randint(101, 189)}" if chance.random() < 0.7 else "",
        threats=tuple(chance.sample(THREATS, chance.choice((1, 1, 1, 2)))),
        phase=phase,
        prison=chance.choice(PRISONS) if phase in PLACED else "",
        release_on=release_on,
        sentence_ends_on=sentence_ends_on,
        lead=chance.choice(LEADS),
        officer=f"DC {_faker.last_name()}",
        score=min(100, max(3, round(chance.gauss(58, 19)))),
        updated_on=today - timedelta(days=chance.randint(1, 400)),
    )


def _name(chance: Random) -> tuple[str, str]:
    if chance.random() < 0.04:
        return chance.choice(AWKWARD_NAMES)
    woman = chance.random() < 0.12
    first = _faker.first_name_female if woman else _faker.first_name_male
    surname = f"{_faker.last_name()}-{_faker.last_name()}" if chance.random() < 0.05 else _faker.last_name()
    return surname, " ".join(first() for _ in range(chance.choice((1, 1, 2))))


def _sentence(chance: Random, phase: Phase, today: date) -> tuple[date | None, date | None]:
    """Return the release and the end of the sentence, as far as the phase has them."""
    after = timedelta(days=chance.randint(300, 2000))
    match phase:
        case Phase.CUS | Phase.FUG:
            release = today + timedelta(days=chance.choice(DAYS_TO_RELEASE) + chance.randint(-6, 6))
            return release, release + after
        case Phase.REL:
            release = today - timedelta(days=chance.randint(5, 280))
            return release, release + after
        case Phase.POST:
            ended = today - timedelta(days=chance.randint(30, 700))
            return ended - after, ended
        case _:
            return None, None


def _pnc(chance: Random, since: int) -> str:
    year, serial = chance.randint(since, 2025), chance.randint(10_000, 999_999)
    return f"{year}/{serial:07d}{check_letter(year, serial, 7)}"


def _cro(chance: Random) -> str:
    year, serial = chance.randint(0, 25), chance.randint(1_000, 499_999)
    return f"{serial}/{year:02d}{check_letter(year, serial, 6)}"


def _prison_number(chance: Random) -> str:
    letters = "ACEFGHJKLMNPQRTVWXYZ"
    return f"{chance.choice('AAAAFG')}{chance.randint(1000, 9999)}{chance.choice(letters)}{chance.choice(letters)}"
