"""The floor: who may know."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Agencies, memberships, permissions and the audit trail."""

    name = "sharing"

    def ready(self) -> None:
        """Grant this app's permissions, listen for sign-ins, have scopes and policies made."""
        from marsoc.kit import database, reference_data  # noqa: PLC0415  models must be loaded first
        from sharing import permissions, row_security, scope_data, sign_in  # noqa: PLC0415

        permissions.grant(permissions.GRANTS)
        sign_in.listen()
        reference_data.derive(scope_data.make_scopes)
        database.install_also(row_security.install)
