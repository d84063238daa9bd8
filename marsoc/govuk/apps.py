"""GOV.UK and MoJ components for Django."""

from django.apps import AppConfig


class GovukConfig(AppConfig):
    """Form renderer and template environment."""

    name = "marsoc.govuk"
