"""What a partner reads a record for: asked once for each record and session, unless it is the agency's own task.

The law does not ask for it (docs/audit.md): this is policy.
"""

from django.db.models import Q

from cohort.enums import RequestState
from cohort.models import AccessRequest, Individual
from sharing.enums import AccessRule, DataCategory
from sharing.errors import AskFirst
from sharing.viewer import Viewer


def purpose_of(viewer: Viewer, individual: Individual) -> str:
    """Return what a partner needs a record for, nothing for whoever is not asked.

    Args:
        viewer: who reads.
        individual: whose record, which the viewer has been given.

    Raises:
        AskFirst: the viewer has not said so in this session.
    """
    if not is_asked(viewer):
        return ""
    purpose = (viewer.purposes or {}).get(individual.pk) or _of_own_task(viewer, individual)
    if not purpose:
        raise AskFirst("individual_purpose", individual.shown_reference)
    return purpose


def is_asked(viewer: Viewer) -> bool:
    """Say whether a viewer is one of those who are asked: partners in a session."""
    return bool(viewer.contributor) and viewer.purposes is not None


def _of_own_task(viewer: Viewer, individual: Individual) -> str:
    """Return the purpose of the agency's own request about an individual, open or granted by a share in force."""
    by_name = viewer.sight.by_name.get(DataCategory.IDENTITY, {})
    shares = [
        int(basis.removeprefix(f"{AccessRule.SHARE}:"))
        for basis, named in by_name.items()
        if basis.startswith(f"{AccessRule.SHARE}:") and individual.pk in named
    ]
    own = AccessRequest.unscoped.visible_to(viewer).filter(
        Q(state__in=[RequestState.OPEN, RequestState.ASKED]) | Q(state=RequestState.GRANTED, share__in=shares),
        individual=individual.pk,
        agency=viewer.contributor,
    )
    return str(own.values_list("purpose", flat=True).first() or "")
