"""The floor: who may know."""

from functools import partial

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Agencies, memberships, permissions and the audit trail."""

    name = "sharing"

    def ready(self) -> None:
        """Grant this app's permissions, listen for sign-ins, have scopes and policies made."""
        from marsoc.kit import database, reference_data  # noqa: PLC0415  models must be loaded first
        from sharing import permissions, row_security, scope_data, sight, sign_in  # noqa: PLC0415
        from sharing.actions.grants import settle_ended_agencies  # noqa: PLC0415
        from sharing.audit import database as trail  # noqa: PLC0415
        from sharing.viewer import system_viewer  # noqa: PLC0415

        permissions.grant(permissions.GRANTS)
        sign_in.listen()
        reference_data.derive(scope_data.make_scopes)
        reference_data.derive(partial(settle_ended_agencies, by=system_viewer("reference data")))
        database.install_also(row_security.install)
        database.install_also(sight.install)
        database.install_also(trail.install)
