"""What people fill in: posts, proposals of posts, and problems with a page."""

from typing import Any

from django import forms
from django.utils.http import url_has_allowed_host_and_scheme

from headwater.web.design_system.forms import Form
from headwater.web.releases.forms import EmbargoForm
from headwater.web.releases.rules.policies import SHORTEST_REASON

BODY_HINT = (
    "Leave an empty line between paragraphs. Start a heading with ## and each item of a list "
    "with a dash."
)


class PostForm(Form):
    """The words of a post."""

    title = forms.CharField(label="Title", max_length=120, help_text="Say what happened.")
    summary = forms.CharField(
        label="Summary",
        max_length=300,
        help_text="One or two sentences for the list, the feed and search engines.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    body = forms.CharField(
        label="Text", max_length=20_000, help_text=BODY_HINT, widget=forms.Textarea({"rows": 16})
    )
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)


class ProposePostForm(EmbargoForm):
    """A proposal to publish a post."""

    correction = forms.CharField(
        label="What was wrong, and what changed",
        help_text="For the public, in plain words. It stands at the top of the old and the new.",
        min_length=SHORTEST_REASON,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reason = forms.CharField(
        label="Why should it be published now?",
        help_text=f"At least {SHORTEST_REASON} characters. It is kept in the record.",
        min_length=SHORTEST_REASON,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    field_order = ("correction", "reason", "embargo_on", "embargo_at")

    def __init__(self, *args: Any, is_correction: bool, **settings: Any) -> None:
        super().__init__(*args, **settings)
        if not is_correction:
            del self.fields["correction"]


class ProblemForm(Form):
    """What is wrong with a page. One box is a trap for machines: people never see it."""

    page = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)
    doing = forms.CharField(
        label="What were you doing?",
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Give no names and nothing private about anybody.",
    )
    wrong = forms.CharField(
        label="What went wrong?", max_length=1500, widget=forms.Textarea(attrs={"rows": 3})
    )
    reply_to = forms.EmailField(
        label="Your e-mail address",
        required=False,
        help_text="Only if you want an answer. It is used for nothing else.",
    )
    website = forms.CharField(required=False)

    def clean_page(self) -> str:
        """An address on this site, or nothing."""
        page = str(self.cleaned_data["page"])
        is_ours = page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
        return page if is_ours else ""

    @property
    def is_machine(self) -> bool:
        """Whether the box that people never see was filled in."""
        return bool(self.cleaned_data.get("website"))
