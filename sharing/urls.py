"""Routes of signing in, of the membership acted in, of managing memberships, and of agreements."""

from allauth.account import views as account
from django.urls import include, path, re_path

from marsoc.kit.routes import public, signed_in
from sharing.views import (
    agreement_acts,
    agreement_changes,
    agreement_drafts,
    agreements,
    audit,
    checkpoints,
    memberships,
    notices,
)

_DRAFT = [
    path("", agreement_drafts.agreement_draft, name="agreement_draft"),
    path("terms/<str:section>/", agreement_drafts.agreement_draft_terms, name="agreement_draft_terms"),
    path("parties/", agreement_drafts.agreement_draft_parties, name="agreement_draft_parties"),
    path("parties/add/", agreement_drafts.agreement_draft_party_add, name="agreement_draft_party_add"),
    path("parties/<str:agency>/", agreement_drafts.agreement_draft_party, name="agreement_draft_party"),
    path(
        "parties/<str:agency>/remove/", agreement_drafts.agreement_draft_party_remove,
        name="agreement_draft_party_remove",
    ),
    path("clauses/add/", agreement_drafts.agreement_draft_clause, name="agreement_draft_clause_add"),
    path("clauses/<int:number>/", agreement_drafts.agreement_draft_clause, name="agreement_draft_clause"),
    path(
        "clauses/<int:number>/remove/", agreement_drafts.agreement_draft_clause_remove,
        name="agreement_draft_clause_remove",
    ),
    path("check/", agreement_drafts.agreement_draft_check, name="agreement_draft_check"),
    path("discard/", agreement_drafts.agreement_draft_discard, name="agreement_draft_discard"),
]  # fmt: skip
_VERSION = [
    path("", agreements.agreement_detail, name="agreement_version"),
    path("new-version/", agreement_drafts.agreement_new_version, name="agreement_new_version"),
    path("sign/", agreement_acts.agreement_sign, name="agreement_sign"),
    *(
        path(f"{act}/", agreement_acts.agreement_act, {"act": act}, name=f"agreement_{act}")
        for act in agreement_acts.ACTS
    ),
]

urlpatterns = [
    path("sign-in/", public(account.LoginView.as_view()), name="account_login"),
    path("sign-out/", public(account.LogoutView.as_view()), name="account_logout"),
    path("sign-up/", public(account.SignupView.as_view()), name="account_signup"),
    path("locked/", public(account.AccountInactiveView.as_view()), name="account_inactive"),
    path("password/", signed_in(account.PasswordChangeView.as_view()), name="account_change_password"),
    path("password/forgotten/", public(account.PasswordResetView.as_view()), name="account_reset_password"),
    path(
        "password/forgotten/sent/", public(account.PasswordResetDoneView.as_view()), name="account_reset_password_done"
    ),
    re_path(  # both the key and the words that stand for it hold hyphens, so the id must not
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[0-9A-Za-z-]+)/$",
        public(account.PasswordResetFromKeyView.as_view()),
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/done/",
        public(account.PasswordResetFromKeyDoneView.as_view()),
        name="account_reset_password_from_key_done",
    ),
    path("acting-as/", memberships.switch, name="membership_switch"),
    path("acting-as/none/", memberships.none_in_force, name="no_membership"),
    path(
        "agreements/<str:reference>/versions/<int:version>/what-would-change/",
        agreement_changes.agreement_changes,
        name="agreement_changes",
    ),
    path("checkpoint/", checkpoints.checkpoint, name="checkpoint"),
    path("checkpoint/download/", checkpoints.checkpoint_download, name="checkpoint_download"),
    path("audit/", audit.audit_search, name="audit_search"),
    path("audit/review/", audit.audit_review, name="audit_review"),
    path("notices/dismiss/", notices.notice_dismiss, name="notice_dismiss"),
    path("people/", memberships.membership_list, name="membership_list"),
    path("people/add/", memberships.membership_add, name="membership_add"),
    path("people/<int:pk>/end/", memberships.membership_end, name="membership_end"),
    path("agreements/", agreements.agreement_list, name="agreement_list"),
    path("agreements/start/", agreement_drafts.agreement_start, name="agreement_start"),
    path("agreements/<str:reference>/", agreements.agreement_detail, name="agreement_detail"),
    path("agreements/<str:reference>/draft/", include(_DRAFT)),
    path("agreements/<str:reference>/<int:version>/", include(_VERSION)),
]
