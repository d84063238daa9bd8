"""Routes of signing in, of the membership acted in, and of managing memberships."""

from allauth.account import views as account
from django.urls import path, re_path

from marsoc.kit.routes import public, signed_in
from sharing.views import agreement_changes, memberships, notices

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
    path("notices/dismiss/", notices.notice_dismiss, name="notice_dismiss"),
    path("people/", memberships.membership_list, name="membership_list"),
    path("people/add/", memberships.membership_add, name="membership_add"),
    path("people/<int:pk>/end/", memberships.membership_end, name="membership_end"),
]
