"""Acting as the people of the demonstration."""

from sharing.enums import RoleCode
from sharing.models import Membership
from sharing.viewer import Viewer, viewer_in


def acting(role: RoleCode, hub: str | None = None) -> Viewer:
    """Return the first who holds a role at a hub, or nationally.

    Args:
        role: of the membership.
        hub: its code, None for none.
    """
    return viewer_in(Membership.objects.named().filter(role=role, hub=hub).earliest("pk"))
