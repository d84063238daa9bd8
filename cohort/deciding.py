"""What a panel may decide about somebody, and what makes a decision hold; each rule is one sentence to whoever decides.

A decision settles all that there is to decide about a person and nothing else: whether the person comes onto the list,
and whose scoring stands where two assessors were too far apart.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from cohort.enums import ListAct, ListStatus, Place, SubjectCategory
from cohort.models import (
    Assessment,
    Band,
    Individual,
    Panel,
    PanelAttendance,
    PanelDecision,
    PanelQuorum,
    RejectionReason,
    Standing,
)
from cohort.moves import FIT
from sharing.errors import BadRequest

DECISIONS = (ListAct.ACCEPT, ListAct.DEFER, ListAct.REJECT)
"""What happens to somebody who is before the panel."""
_NO_RESULT = (
    "There is no result by the method since this person was nominated, and nobody is accepted without one. Assess the"
    " person first, under Assessment on the record."
)
_NO_SECOND = (
    "The second assessor of this person has not submitted yet, and nobody is accepted on one assessor alone. Somebody"
    " else than the first assessor scores, under Assessment on the record."
)


@dataclass(frozen=True, slots=True)
class Votes:
    """How many were in favour, against, and neither."""

    in_favour: int
    against: int
    abstained: int

    @property
    def total(self) -> int:
        """How many there were."""
        return self.in_favour + self.against + self.abstained


@dataclass(frozen=True, slots=True)
class Said:
    """What a panel decided about somebody: by consensus without ``votes``.

    ``act`` is what happens to somebody before the panel, ``settled`` whose scoring stands where two were too far apart,
    ``band`` one that is set in place of the score's.
    """

    words: str
    act: ListAct | None = None
    rejection: RejectionReason | None = None
    settled: Place | None = None
    band: Band | None = None
    band_reason: str = ""
    votes: Votes | None = None
    dissent: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """Somebody on the agenda: before the panel, or because two assessors were too far apart in ``disputed``.

    ``waits`` is a decision that needs somebody else's approval.
    """

    individual: Individual
    disputed: Assessment | None
    standing: Standing | None
    waits: PanelDecision | None

    @property
    def before_panel(self) -> bool:
        """Whether the panel decides if the person comes onto the list."""
        return self.individual.status == ListStatus.PANEL

    @property
    def result(self) -> Assessment | None:
        """The assessment that the panel decides on: the disputed one, else the one whose result counts."""
        return self.disputed or (self.standing.assessment if self.standing else None)


def must_be_open(panel: Panel, case: Case) -> None:
    """Hold a decision to the agenda.

    Raises:
        BadRequest: the person is not on it, or a decision waits already.
    """
    if case.individual.owning_hub_id != panel.hub_id:
        raise BadRequest("This record belongs to another hub. That hub's panel decides.")
    if case.waits:
        raise BadRequest("A decision about this person waits for approval. Approve or refuse that one first.")
    if not (case.before_panel or case.disputed):
        raise BadRequest("This person is no longer on the agenda. Nothing was decided: open the panel again.")


def must_answer(case: Case, said: Said) -> None:
    """Hold a decision to what there is to decide, all of it and nothing else.

    Raises:
        BadRequest: something is missing, or is not for this panel to decide.
    """
    if case.before_panel and said.act not in DECISIONS:
        raise BadRequest("Say whether the person is accepted, deferred or rejected.")
    if not case.before_panel and said.act:
        raise BadRequest("This person is not before the panel. Only whose scoring stands, and the band, are decided.")
    if (said.act == ListAct.REJECT) != bool(said.rejection):
        raise BadRequest("A rejection has a reason from the list, and nothing else has.")
    if bool(case.disputed) != bool(said.settled):
        raise BadRequest("Say whose scoring stands, just where two assessors were too far apart.")
    _must_set_a_band(case, said)
    if said.act == ListAct.ACCEPT:
        must_be_fit_for_the_list(case.individual)


def _must_set_a_band(case: Case, said: Said) -> None:
    if said.band is None:
        return
    if case.result is None:
        raise BadRequest("There is no result whose band could be set otherwise. Assess the person first.")
    if said.band.framework_id != case.result.framework_id:
        raise BadRequest("This band belongs to another version of the method than the result. Choose one of its own.")
    if not said.band_reason.strip():
        raise BadRequest("Say why the band is set otherwise than the score says.")


def must_set_another_band(said: Said, given: int | None) -> None:
    """Hold a band that the panel sets to being another than the one that counts without it.

    Args:
        said: what the panel decided.
        given: the id of the band that the score gives, None where the case is not scorable.

    Raises:
        BadRequest: it is the same.
    """
    if said.band and said.band.pk == given:
        raise BadRequest("This is the band that the score gives. Leave the band as the score gives it.")


def must_have_a_result(case: Case, said: Said, rounds: Sequence[Assessment], given: int | None) -> None:
    """Hold an acceptance to a result by the method, of everybody who has to score.

    Args:
        case: somebody on the agenda.
        said: what the panel decided.
        rounds: the assessments since the last nomination.
        given: see ``must_set_another_band``.

    Raises:
        BadRequest: there is no such result; the sentence says what is missing, and where to do it.
    """
    if said.act != ListAct.ACCEPT:
        return
    if case.result not in rounds:
        waiting = any(each.first_submitted_at and not each.revealed_at for each in rounds)
        raise BadRequest(_NO_SECOND if waiting else _NO_RESULT)
    if given is None and said.band is None:
        raise BadRequest(
            "Too much is unknown about this person for a score, and nobody is accepted without a band. Assess the"
            " person again, or set a band with a reason."
        )


def must_be_fit_for_the_list(individual: Individual) -> None:
    """Keep victims, witnesses and associates off the list.

    Raises:
        BadRequest: the person is one.
    """
    if SubjectCategory(individual.category) not in FIT:
        raise BadRequest(
            "Somebody who is a victim, a witness or only an associate is not accepted onto the list. If the category is"
            " wrong, correct it first."
        )


def must_have_a_quorum(
    quorum: PanelQuorum, present: Collection[PanelAttendance], names: Mapping[str, str]
) -> list[str]:
    """Return the codes of the agencies that take part.

    Args:
        quorum: of the panel.
        present: who takes part for the person.
        names: of agencies, by code.

    Raises:
        BadRequest: there are too few, or one that must be there is not.
    """
    agencies = {each.agency_id for each in present}
    missing = [names[code] for code in quorum.required_agencies if code not in agencies]
    if missing:
        raise BadRequest(
            f"There is no quorum for this person: nobody takes part for {' or '.join(missing)}. Nothing was decided."
        )
    if len(agencies) < quorum.least_agencies:
        raise BadRequest(
            f"There is no quorum for this person: it takes people of {quorum.least_agencies} agencies, and"
            f" {len(agencies)} take part. Nothing was decided."
        )
    return sorted(agencies)


def must_carry(votes: Votes | None, present: int) -> None:
    """Hold a vote to a majority of those in favour over those against; without votes it was by consensus.

    Raises:
        BadRequest: the votes are not those of who takes part, or do not carry it.
    """
    if votes is None:
        return
    if votes.total != present:
        raise BadRequest(
            f"The votes add up to {votes.total}, and {present} people take part. Count everybody once, also who"
            " abstained."
        )
    if votes.in_favour <= votes.against:
        raise BadRequest("The vote did not carry this. Nothing was decided: the person stays on the agenda.")


def must_still_apply(decision: PanelDecision, case: Case) -> None:
    """Hold an approval to what the panel decided about.

    Raises:
        BadRequest: the person stands elsewhere by now.
    """
    about = case.result.pk if case.result else None
    if bool(decision.act) != case.before_panel or decision.assessment_id != about:
        raise BadRequest(
            "The person stands elsewhere by now than when the panel decided. Say that you do not approve; the panel"
            " decides again."
        )
    if decision.act == ListAct.ACCEPT:
        must_be_fit_for_the_list(case.individual)
