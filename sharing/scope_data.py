"""Every scope there may be, made from the hubs whenever reference data is loaded."""

from sharing.cells import cell_of, scope_of
from sharing.enums import DataCategory, Phase
from sharing.models import Hub, Scope


def make_scopes() -> int:
    """Add the scopes that are missing; return how many those were."""
    present = set(Scope.objects.values_list("pk", flat=True))
    wanted = (
        Scope(pk=scope_of(cell_of(hub.number, phase), category), hub=hub, phase=phase, category=category)
        for hub in Hub.objects.all()
        for phase in Phase
        for category in DataCategory
    )
    return len(Scope.objects.bulk_create(scope for scope in wanted if scope.pk not in present))
