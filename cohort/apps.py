"""Who is on the list."""

from django.apps import AppConfig


class CohortConfig(AppConfig):
    """Individuals, what is known of them, and imports."""

    name = "cohort"

    def ready(self) -> None:
        """Grant this app's permissions."""
        from cohort.permissions import GRANTS  # noqa: PLC0415  apps must be ready first
        from sharing import permissions  # noqa: PLC0415

        permissions.grant(GRANTS)
