"""Every route of the service."""

from django.urls import include, path

urlpatterns = [
    path("", include("marsoc.pages.urls")),
    path("", include("sharing.urls")),
    path("", include("cohort.urls")),
]
