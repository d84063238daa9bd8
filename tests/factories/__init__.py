"""Rows for tests, each different from the last; every number and name is invented."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from cohort.enums import IdentifierKind, ListStatus, SubjectCategory
from cohort.models import Alias, Identifier, Individual, KeyDate, PhasePeriod
from cohort.names import name_key
from marsoc.kit import clock
from marsoc.kit.acting import acting
from sharing.enums import Phase, RoleCode
from sharing.models import Membership, User

_number = count(1)


def user(**given: Any) -> User:
    """Return a new person with a login."""
    number = next(_number)
    values = {"username": f"person{number}", "full_name": f"Person {number}", "email": f"person{number}@example.test"}
    with acting(job="tests"):
        made = User(**{**values, **given})
        made.set_password("correct horse battery staple")
        made.save()
    return made


def membership(
    *,
    role: RoleCode = RoleCode.HUB_OFFICER,
    hub: str | None = "WM",
    agency: str = "ROCU",
    person: User | None = None,
    **given: Any,
) -> Membership:
    """Return a membership in force since yesterday, of a new person unless one is given."""
    values = {"starts_at": clock.now() - timedelta(days=1), **given}
    with acting(job="tests"):
        made = Membership(user=person or user(), role_id=role, hub_id=hub, agency_id=agency, **values)
        made.save()
    return Membership.objects.select_related("user", "agency", "hub", "role").get(pk=made.pk)


def individual(**given: Any) -> Individual:
    """Return a new individual on the West Midlands list unless told otherwise."""
    number = next(_number)
    values: dict[str, Any] = {
        "surname": f"Invented{number}",
        "forenames": "Alex",
        "name_source": "Hub sheet",
        "category": SubjectCategory.SUSPECT,
        "status": ListStatus.NOMINATED,
        "owning_hub_id": "WM",
        "phase": Phase.CUS,
        **given,
    }
    values.setdefault("name_key", name_key(values["forenames"], values["surname"]))
    with acting(job="tests"):
        made = Individual(**values)
        made.save()
        PhasePeriod(individual=made, phase=made.phase, started_on=date(2026, 1, 5), source="Hub sheet").save()
    return made


def alias(of: Individual, name: str, **given: Any) -> Alias:
    """Return a new alias of an individual."""
    with acting(job="tests"):
        made = Alias(individual=of, name=name, name_key=name_key(name), **{"source": "Hub sheet", **given})
        made.save()
    return made


def identifier(of: Individual, kind: IdentifierKind, value: str, **given: Any) -> Identifier:
    """Return a new identifier of an individual."""
    with acting(job="tests"):
        made = Identifier(individual=of, kind=kind, value=value, **{"as_given": value, "source": "Hub sheet", **given})
        made.save()
    return made


def key_date(of: Individual, kind: str, on: date, **given: Any) -> KeyDate:
    """Return a new key date of an individual."""
    values = {"source": "HMPPS", "as_at": date(2026, 11, 1), **given}
    with acting(job="tests"):
        made = KeyDate(individual=of, kind_id=kind, date=on, **values)
        made.save()
    return made
