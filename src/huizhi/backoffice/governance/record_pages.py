"""What the pages about one kind of record of the governance share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from huizhi.backoffice.governance.places import list_step, record_step
from huizhi.backoffice.governance.steps import steps_of
from huizhi.backoffice.pages import Action, FormPage, RecordPage
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right


class Kind:
    """A kind of record: a subclass gives its name in addresses and what reads it."""

    kind: ClassVar[str]
    reader: ClassVar[Callable[[User], QuerySet[Any]]]


class GovernanceRecord(Kind, RecordPage):
    """A page about one record, with its history and whether the user may edit it."""

    right = Right.GOVERNANCE_VIEW

    def rows(self) -> QuerySet[Any]:
        """Return the records this user may see."""
        return type(self).reader(self.user)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [list_step(self.kind)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the history and the right."""
        kwargs.setdefault("may_edit", has_right(self.user, Right.GOVERNANCE_EDIT))
        return super().get_context_data(steps=steps_of(self.kind, self.number), **kwargs)


class _Saving(FormPage):
    """A form whose record's page comes after it."""

    right = Right.GOVERNANCE_EDIT
    kind: ClassVar[str]
    template_name = "backoffice/form.html"

    def success_message(self, made: Any) -> str:
        """Say what was saved."""
        return _("“{name}” is saved.").format(name=made)

    def success_address(self, made: Any) -> str:
        """Go to the record."""
        return reverse(f"{self.kind}:record", args=[made.pk])


class AddPage(Kind, _Saving):
    """Adds a record of a kind."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who fills it in."""
        return {**super().get_form_kwargs(), "user": self.user}

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [list_step(self.kind)]


class OneRecordForm(Kind, _Saving, RecordPage):
    """A form about one record."""

    template_name = "backoffice/form.html"

    def rows(self) -> QuerySet[Any]:
        """Return the records this user may see."""
        return type(self).reader(self.user)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list and the record."""
        return [list_step(self.kind), record_step(self.kind, self.number, self.record)]

    def success_address(self, made: Any) -> str:
        """Go back to the record."""
        return reverse(f"{self.kind}:record", args=[self.number])


class EditPage(OneRecordForm):
    """Changes what is entered about a record."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who fills it in, and what is there."""
        return {**super().get_form_kwargs(), "user": self.user, "instance": self.record}


class RecordAction(Kind, Action):
    """A button about one record; afterwards its page shows again."""

    def address(self, **kwargs: Any) -> str:
        """Go back to the record."""
        return reverse(f"{self.kind}:record", args=[kwargs["pk"]])

    def record(self, number: int) -> Any:
        """Return the record, if the user may see it."""
        return get_object_or_404(type(self).reader(self.user), pk=number)
