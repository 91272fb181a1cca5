"""Pages about bodies and their seats."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.backoffice.governance.forms import BodyForm, SeatForm
from huizhi.backoffice.governance.record_pages import (
    AddPage,
    EditPage,
    GovernanceRecord,
    Kind,
    OneRecordForm,
    RecordAction,
)
from huizhi.governance import queries
from huizhi.governance.models import Body, Seat
from huizhi.governance.models.body import RANK_ORDER
from huizhi.governance.services import bodies
from huizhi.kernel.roles import Right


class BodyKind(Kind):
    """Bodies."""

    kind = "body"
    reader = queries.bodies_for
    header_icon = "group"


class BodyPage(BodyKind, GovernanceRecord):
    """A body: seats, meetings, plans."""

    template_name = "backoffice/governance/body.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add its seats by rank, and the meetings and plans that the user may see."""
        seats = self.record.seats.select_related("holder", "organisation")
        return super().get_context_data(
            seats=sorted(seats, key=lambda seat: (RANK_ORDER[seat.rank], seat.pk)),
            meetings=queries.meetings_for(self.user).filter(body=self.record),
            plans=queries.plans_for(self.user).filter(body=self.record),
            **kwargs,
        )


class AddBodyPage(BodyKind, AddPage):
    """Makes an organisation known as a body."""

    page_title = gettext_lazy("Add a body")
    form_class = BodyForm

    def save(self, form: BodyForm) -> Body:
        """Add it."""
        return bodies.add_body(actor=self.user, details=form.details())


class EditBodyPage(BodyKind, EditPage):
    """Changes a body; its organisation stays."""

    form_class = BodyForm

    def save(self, form: BodyForm) -> Body:
        """Change it."""
        return bodies.change_body(actor=self.user, body=self.record, details=form.details())


class AddSeatPage(BodyKind, OneRecordForm):
    """Adds a seat."""

    form_class = SeatForm

    def get_page_title(self) -> str:
        """Say what is added."""
        return _("{name}: add a seat").format(name=self.record)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who fills it in."""
        return {**super().get_form_kwargs(), "user": self.user}

    def save(self, form: SeatForm) -> Seat:
        """Add it."""
        return bodies.add_seat(actor=self.user, body=self.record, details=form.details())


class EditSeatPage(AddSeatPage):
    """Changes a seat, such as who holds it."""

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Keep the number of the seat."""
        super().setup(request, *args, **kwargs)
        self.seat_number = kwargs["seat"]

    def get_page_title(self) -> str:
        """Say what is changed."""
        return _("{name}: change a seat").format(name=self.record)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Start from what is there."""
        return {**super().get_form_kwargs(), "instance": self._seat()}

    def save(self, form: SeatForm) -> Seat:
        """Change it."""
        return bodies.change_seat(actor=self.user, seat=self._seat(), details=form.details())

    def _seat(self) -> Seat:
        return get_object_or_404(self.record.seats, pk=self.seat_number)


class RemoveSeat(BodyKind, RecordAction):
    """Takes a seat away."""

    right = Right.GOVERNANCE_EDIT

    def perform(self, **kwargs: Any) -> str:
        """Remove it."""
        rows = Seat.objects.filter(body__in=queries.bodies_for(self.user), body=kwargs["pk"])
        seat = get_object_or_404(rows, pk=kwargs["seat"])
        bodies.remove_seat(actor=self.user, seat=seat)
        return _("The seat “{post}” is taken away; the log keeps what it was.").format(
            post=seat.post
        )
