"""Forms about notices."""

from django import forms


class DismissForm(forms.Form):
    """Which notice to put away; only a button sends it."""

    notice = forms.IntegerField(min_value=1)
