"""Routes of the home page, the pages about the service, and health."""

from django.urls import path

from marsoc.pages.views import about, health, home

urlpatterns = [
    path("", home.home, name="home"),
    path("about/marking/", about.marking, name="about_marking"),
    path("about/accessibility/", about.accessibility, name="about_accessibility"),
    path("about/cookies/", about.cookies, name="about_cookies"),
    path("about/privacy/", about.privacy, name="about_privacy"),
    path("health/liveness", health.liveness, name="liveness"),
    path("health/readiness", health.readiness, name="readiness"),
]
