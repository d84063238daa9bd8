"""Signing in, and Django's question whether somebody may do something, answered by the viewer alone."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from sharing.viewer import Viewer


class ViewerBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth carries no types
    """Knows people by user name or address; gives what the viewer acting on this request holds, and nothing else.

    Neither Django's user and group permissions nor guardian's shortcuts are asked: those know no dates.
    """

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Say whether the viewer that the middleware bound to a user holds a permission."""
        viewer = _viewer_of(user_obj)
        return viewer is not None and viewer.holds(perm, obj)

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return what that viewer's role carries; what holds of one thing is asked permission by permission."""
        viewer = _viewer_of(user_obj)
        return set(viewer.permissions) if viewer is not None and obj is None else set()

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return nothing: Django's own tables give nobody anything."""
        return set()

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return nothing, as above."""
        return set()


def _viewer_of(user: Any) -> Viewer | None:
    viewer: Viewer | None = getattr(user, "viewer", None)
    return viewer if viewer is not None and viewer.user == user else None
