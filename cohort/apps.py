"""Who is on the list."""

from django.apps import AppConfig


class CohortConfig(AppConfig):
    """Individuals, what is known of them, and imports."""

    name = "cohort"

    def ready(self) -> None:
        """Grant this app's permissions, have its triggers made, say who is named, give samples."""
        from cohort import database as own  # noqa: PLC0415  apps must be ready first
        from cohort import disposal, matching_triggers, method_triggers, search_words  # noqa: PLC0415
        from cohort.named_access import named_access  # noqa: PLC0415
        from cohort.permissions import GRANTS  # noqa: PLC0415
        from cohort.queries.samples import sample_in  # noqa: PLC0415
        from marsoc.kit import database, reference_data  # noqa: PLC0415
        from sharing import permissions, sight  # noqa: PLC0415
        from sharing.queries import simulation  # noqa: PLC0415

        permissions.grant(GRANTS)
        database.install_also(own.install)
        database.install_also(disposal.install)
        reference_data.derive(own.give_retention)
        database.install_also(method_triggers.install)
        database.install_also(matching_triggers.install)
        database.install_also(search_words.install)
        sight.give_named_access(named_access)
        simulation.give_samples(sample_in)
