"""Routes of the list, of one individual and of imports."""

from django.urls import path

from cohort.views import (
    explanations,
    imports,
    individual,
    individual_edit,
    individual_facts,
    individual_list,
    possible_matches,
)

urlpatterns = [
    path("individuals/", individual_list.individual_list, name="individual_list"),
    path("individuals/print/", individual_list.individual_list_print, name="individual_list_print"),
    path("individuals/<str:reference>/", individual.overview, name="individual_overview"),
    path("individuals/<str:reference>/identity/", individual.identity, name="individual_identity"),
    path("individuals/<str:reference>/custody/", individual.custody, name="individual_custody"),
    path("individuals/<str:reference>/timeline/", individual.timeline_page, name="individual_timeline"),
    path("individuals/<str:reference>/why/", explanations.why, name="individual_why"),
    path("individuals/<str:reference>/who/", explanations.who, name="individual_who"),
    path("who-sees-what/", explanations.find, name="access_find"),
    path("people/<int:pk>/sees/", explanations.what, name="membership_sight"),
    path("individuals/<str:reference>/edit/<str:section>/", individual_edit.edit, name="individual_edit"),
    path("individuals/<str:reference>/add/<str:kind>/", individual_facts.add, name="individual_fact_add"),
    path(
        "individuals/<str:reference>/remove/<str:kind>/<int:pk>/",
        individual_facts.remove,
        name="individual_fact_remove",
    ),
    path("possible-duplicates/", possible_matches.possible_match_list, name="possible_match_list"),
    path("possible-duplicates/<int:pk>/", possible_matches.possible_match, name="possible_match"),
    path("imports/", imports.import_list, name="import_list"),
    path("imports/new/", imports.import_upload, name="import_upload"),
    path("imports/<int:pk>/", imports.import_detail, name="import_detail"),
    path("imports/<int:pk>/columns/", imports.import_columns, name="import_columns"),
    path("imports/<int:pk>/progress/", imports.import_progress, name="import_progress"),
    path("imports/<int:pk>/line/<int:line>/", imports.import_row, name="import_row"),
    path("imports/<int:pk>/confirm/", imports.import_confirm, name="import_confirm"),
    path("imports/<int:pk>/cancel/", imports.import_cancel, name="import_cancel"),
    path("imports/<int:pk>/corrections/", imports.import_corrections, name="import_corrections"),
]
