"""Forms by which an operator adds and changes users."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.pages import FormPage, RecordPage
from huizhi.governance.services.hand_overs import work_of
from huizhi.kernel.models import Region, User
from huizhi.kernel.roles import Right, Role
from huizhi.kernel.users import UserDetails, add_user, change_user

OFFICE_ROLES = (
    Role.PROGRAMME_OFFICE,
    Role.DEPARTMENT,
    Role.COUNTY,
    Role.AUDITOR,
    Role.OPERATOR,
)


class UserForm(forms.Form):
    """Who the user is and, for a county office, of which county."""

    name = forms.CharField(label=_("Full name"), max_length=150)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    county = forms.ModelChoiceField(
        Region.objects.filter(in_use=True, parent__isnull=False),
        label=_("County"),
        required=False,
        help_text=_("For a county office: it sees the records of this county only."),
    )
    is_active = forms.BooleanField(label=_("May sign in"), required=False, initial=True)
    password = forms.CharField(
        label=_("New password"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. Leave it empty to keep the present one."),
    )

    def details(self, kept: User | None = None) -> UserDetails:
        """Return what the form says; what it does not show stays as it is."""
        data = self.cleaned_data
        return UserDetails(
            name=data["name"],
            role=Role(data["role"]),
            county=data["county"],
            organisation_id=kept.organisation_id if kept else None,
            person_id=kept.person_id if kept else None,
            is_active=data["is_active"],
        )


class ChangeUserForm(UserForm):
    """What a user stands for; who is shut out while work is theirs asks for a second look."""

    leave_work = forms.BooleanField(
        label=_("Shut the user out although work is still theirs"), required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.work = work_of(user) if user.is_active else None
        if not self.work:
            del self.fields["leave_work"]

    def clean(self) -> dict[str, Any]:
        """Warn of open tasks and seats, unless the warning was seen."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.work and not data.get("is_active") and not data.get("leave_work"):
            text = gettext(
                "{tasks} open tasks and {seats} seats are still this user's. Ask the programme "
                "office to hand them over first; to shut the user out all the same, tick the box."
            )
            counts = {"tasks": len(self.work.tasks), "seats": len(self.work.seats)}
            self.add_error("leave_work", text.format(**counts))
        return data


class NewUserForm(UserForm):
    """A user of the office to add, with a password. Others come in with whom they stand for."""

    username = forms.SlugField(label=_("Name to sign in with"), max_length=150)
    role = forms.ChoiceField(label=_("Role"), choices=[(r.value, r.label) for r in OFFICE_ROLES])
    field_order = ("username", "name", "role", "county", "is_active", "password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].required = True
        self.fields["password"].help_text = gettext("At least 12 characters.")


class AddUser(FormPage):
    """Adds a user."""

    right = Right.USERS_MANAGE
    page_title = _("Add a user")
    header_icon = "user"
    form_class = NewUserForm

    def trail(self) -> list[dict[str, Any]]:
        """Return the way back to the list."""
        return [{"url": reverse("user:index"), "label": _("Users")}]

    def save(self, form: NewUserForm) -> User:
        """Add the user."""
        return add_user(
            actor=self.user,
            username=form.cleaned_data["username"],
            details=form.details(),
            password=form.cleaned_data["password"],
        )

    def success_message(self, made: User) -> str:
        """Say who was added."""
        return gettext("{name} may sign in now.").format(name=made)

    def success_address(self, made: User) -> str:
        """Go back to the list."""
        return reverse("user:index")


class ChangeUser(FormPage, RecordPage):
    """Changes a user."""

    right = Right.USERS_MANAGE
    header_icon = "user"
    form_class = ChangeUserForm
    template_name = "backoffice/form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form whose work may be left behind."""
        return {**super().get_form_kwargs(), "user": self.record}

    def rows(self) -> QuerySet[User]:
        """Return every user."""
        return User.objects.select_related("county")

    def trail(self) -> list[dict[str, Any]]:
        """Return the way back to the list."""
        return [{"url": reverse("user:index"), "label": _("Users")}]

    def get_initial(self) -> dict[str, Any]:
        """Show the user as they are."""
        return {
            "name": self.record.first_name,
            "role": self.record.role,
            "county": self.record.county,
            "is_active": self.record.is_active,
        }

    def save(self, form: UserForm) -> User:
        """Change the user."""
        return change_user(
            actor=self.user,
            user=self.record,
            details=form.details(self.record),
            password=form.cleaned_data["password"] or None,
        )

    def success_message(self, made: User) -> str:
        """Say who was changed."""
        return gettext("{name} was changed.").format(name=made)

    def success_address(self, made: User) -> str:
        """Go back to the list."""
        return reverse("user:index")
