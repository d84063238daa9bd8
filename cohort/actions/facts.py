"""Writes to the facts of which an individual has several: further names and identifiers.

Hub staff write to their own records; an agency adds where a clause says so, and takes back what it added.
"""

from cohort.access import Fact, get_fact, must_be_own
from cohort.actions.corrections import correct
from cohort.actions.individuals import contributing, save_next_version
from cohort.enums import IdentifierKind, NameKind
from cohort.identifiers import InvalidIdentifier, normalise
from cohort.models import Alias, Identifier, Individual
from cohort.names import name_key
from cohort.queries.corrections import Inaccuracy, replaced_fact
from sharing.errors import BadRequest
from sharing.viewer import Viewer


def add_alias(
    *, by: Viewer, individual: Individual, version: int, kind: NameKind, name: str, source: str, reason: str
) -> Alias:
    """Add a further name.

    Args:
        by: who adds it.
        individual: whose name.
        version: of the record that the person saw.
        kind: how the name came to be known.
        name: as it is written.
        source: where it was read.
        reason: why it is added.

    Raises:
        BadRequest: the record has this name already.
        EditConflict: somebody else changed the record since.
        Refused: neither the viewer's role nor a clause lets the viewer add here.
    """
    key = name_key(name)
    with contributing(by, individual, Alias.data_category, version, reason) as locked:
        known = Alias.unscoped.visible_to(by).filter(individual=locked, name_key=key)
        if key == locked.name_key or known.exists():
            raise BadRequest("The record has this name already")
        alias = Alias(
            individual=locked, kind=kind, name=name, name_key=key, source=source,
            contributed_by_id=by.contributor or None,
        )  # fmt: skip
        alias.save(force_insert=True)
        save_next_version(by, locked, ["aliases"])
    return alias


def remove_alias(
    *,
    by: Viewer,
    individual: Individual,
    version: int,
    alias: Alias,
    reason: str,
    inaccuracy: Inaccuracy | None = None,
) -> None:
    """Remove a further name; the history keeps it.

    Raises:
        EditConflict: somebody else changed the record since.
        Http404: the name has been removed meanwhile.
        Refused: neither the viewer's role nor a clause lets the viewer add here, or somebody else added it.
    """
    with contributing(by, individual, Alias.data_category, version, reason) as locked:
        take_out(by, locked, Alias, alias.pk)
        save_next_version(by, locked, ["aliases"])
        correct(by=by, individual=locked, inaccuracy=inaccuracy, replaced=replaced_fact(alias, alias.pk))


def add_identifier(
    *, by: Viewer, individual: Individual, version: int, kind: IdentifierKind, given: str, source: str, reason: str
) -> Identifier:
    """Add a number by which an agency knows the individual.

    Args:
        by: who adds it.
        individual: whose number.
        version: of the record that the person saw.
        kind: which register it comes from.
        given: as the person wrote it; it is kept so, beside its canonical spelling.
        source: where it was read.
        reason: why it is added.

    Raises:
        BadRequest: it is no such number, or the record has it already.
        EditConflict: somebody else changed the record since.
        Refused: neither the viewer's role nor a clause lets the viewer add here.
    """
    try:
        value = normalise(kind, given)
    except InvalidIdentifier as error:
        raise BadRequest(str(error)) from error
    with contributing(by, individual, Identifier.data_category, version, reason) as locked:
        if Identifier.unscoped.visible_to(by).filter(individual=locked, kind=kind, value=value).exists():
            raise BadRequest(f"The record has the {kind.label} {value} already")
        identifier = Identifier(
            individual=locked, kind=kind, value=value, as_given=given, source=source,
            contributed_by_id=by.contributor or None,
        )  # fmt: skip
        identifier.save(force_insert=True)
        save_next_version(by, locked, ["identifiers"])
    return identifier


def remove_identifier(
    *,
    by: Viewer,
    individual: Individual,
    version: int,
    identifier: Identifier,
    reason: str,
    inaccuracy: Inaccuracy | None = None,
) -> None:
    """Remove a number that is not the individual's; the history keeps it.

    Raises:
        EditConflict: somebody else changed the record since.
        Http404: the number has been removed meanwhile.
        Refused: neither the viewer's role nor a clause lets the viewer add here, or somebody else added it.
    """
    with contributing(by, individual, Identifier.data_category, version, reason) as locked:
        take_out(by, locked, Identifier, identifier.pk)
        save_next_version(by, locked, ["identifiers"])
        correct(by=by, individual=locked, inaccuracy=inaccuracy, replaced=replaced_fact(identifier, identifier.pk))


def take_out(by: Viewer, individual: Individual, kind: type[Fact], pk: int) -> None:
    """Take a fact out of a locked record.

    Raises:
        Http404: it has been removed meanwhile.
        Refused: the viewer sees by agreement, and somebody else added it.
    """
    fact = get_fact(by, individual, kind, pk)
    must_be_own(by, fact)
    fact.delete()
