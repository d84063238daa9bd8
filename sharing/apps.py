"""The floor: who may know."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Agencies, memberships, permissions and the audit trail."""

    name = "sharing"

    def ready(self) -> None:
        """Grant this app's permissions and listen for sign-ins."""
        from sharing import permissions, sign_in  # noqa: PLC0415  models must be loaded first

        permissions.grant(permissions.GRANTS)
        sign_in.listen()
