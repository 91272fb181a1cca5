"""The board of lights with its limits beside it, its export, and the form of the limits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook

from huizhi.backoffice.chart_files import XLSX
from huizhi.backoffice.governance.badges import light_badge
from huizhi.backoffice.governance.forms import LimitsForm
from huizhi.backoffice.governance.places import list_step
from huizhi.backoffice.pages import FormPage, OfficePage, RightRequired
from huizhi.governance.lights import ALARMS, Colour, Light, light_counts, lights_for
from huizhi.governance.lights.board import light_of, lit
from huizhi.governance.lights.limits import RuleInForce, rules_in_force
from huizhi.governance.lights.rules import RULES
from huizhi.governance.models import LightRule
from huizhi.governance.services.light_rules import set_limits
from huizhi.kernel import audit, clock
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right
from huizhi.rules.fact_tables.characters import harmless

SHOWN_OF_EACH = 20
PER_PAGE = 50


@dataclass(frozen=True)
class Chosen:
    """Which lights are asked for: of which day, of one rule or all, of one colour or the alarms."""

    on: dt.date
    kind: str
    colour: str

    @property
    def colours(self) -> tuple[Colour, ...]:
        """The colours to show."""
        return (Colour(self.colour),) if self.colour else ALARMS

    @property
    def kinds(self) -> tuple[str, ...] | None:
        """The rules to show, None for all."""
        return (self.kind,) if self.kind else None


def chosen_by(request: HttpRequest) -> Chosen:
    """Return what the address asks for; what makes no sense falls back to today and everything."""
    given = request.GET
    try:
        on = dt.date.fromisoformat(given.get("on", ""))
    except ValueError:
        on = clock.today()
    kind, colour = given.get("kind", ""), given.get("colour", "")
    return Chosen(on, kind if kind in RULES else "", colour if colour in Colour.values else "")


class LightBoard(OfficePage):
    """All lights of the user's scope on a day, with what each rule says."""

    right = Right.GOVERNANCE_VIEW
    template_name = "backoffice/governance/lights.html"
    page_title = gettext_lazy("Warning lights")
    header_icon = "crosshairs"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the counts by rule and colour, then the lights."""
        chosen = chosen_by(self.request)
        counts = light_counts(self.user, chosen.on)
        page = None
        if chosen.kind:
            rule = rules_in_force()[chosen.kind]
            rows = lit(rule, self.user, chosen.on, chosen.colours)
            page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
            lights = [light_of(rule, row, chosen.on) for row in page]
        else:
            lights = lights_for(self.user, chosen.on, colours=chosen.colours, at_most=SHOWN_OF_EACH)
        return super().get_context_data(
            chosen=chosen,
            counts=counts,
            sums={c.value: sum(getattr(n, c.value) for n in counts) for c in Colour},
            colours=[(c.value, light_badge(c.value)) for c in Colour],
            lights=[(light, light_badge(light.colour), _address(light)) for light in lights],
            page=page,
            shown_of_each=SHOWN_OF_EACH,
            may_edit=has_right(self.user, Right.GOVERNANCE_EDIT),
            query=self.request.GET.urlencode(),
            **kwargs,
        )


def _address(light: Light) -> str:
    return reverse(f"{light.record_kind}:record", args=[light.record_id])


class ExportLights(RightRequired):
    """The lights as an Excel sheet: everything that is chosen, on the log."""

    right = Right.GOVERNANCE_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        """Write the sheet."""
        chosen = chosen_by(request)
        lights = lights_for(self.user, chosen.on, kinds=chosen.kinds, colours=chosen.colours)
        book = Workbook(write_only=True)
        sheet = book.create_sheet(_("Warning lights"))
        headings = (_("Light"), _("Rule"), _("Record"), _("County"), _("Figure"), _("Limits"))
        sheet.append([str(heading) for heading in headings])
        for light in lights:
            row = (
                light.colour.label,
                RULES[light.kind].name,
                light.name,
                light.county,
                light.figure,
                light.rule_words,
            )
            sheet.append([harmless(str(value)) for value in row])
        with transaction.atomic():
            audit.append(
                actor=self.user,
                action="office.export",
                subject_kind="light_list",
                subject_id=self.user.pk,
                detail={"rows": len(lights), "on": chosen.on.isoformat()},
            )
        response = HttpResponse(content_type=XLSX)
        name = f"lights-{chosen.on.isoformat()}.xlsx"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        book.save(response)
        return response


class LimitsPage(FormPage):
    """Sets the limits of one kind of light."""

    right = Right.GOVERNANCE_EDIT
    template_name = "backoffice/governance/limits.html"
    form_class = LimitsForm
    header_icon = "crosshairs"

    @property
    def rule(self) -> RuleInForce:
        """The rule that the address names."""
        found = rules_in_force().get(self.kwargs["kind"])
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        """Say what is set."""
        return _("{name}: limits").format(name=self.rule.rule.name)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the board."""
        return [list_step("light")]

    def get_initial(self) -> dict[str, Any]:
        """Start from the limits in force."""
        limits = self.rule.limits
        return {"yellow": limits.yellow, "red": limits.red}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rule as it stands."""
        return super().get_context_data(rule=self.rule, **kwargs)

    def save(self, form: LimitsForm) -> LightRule:
        """Set them."""
        return set_limits(actor=self.user, kind=self.kwargs["kind"], limits=form.limits())

    def success_message(self, made: LightRule) -> str:
        """Say what holds now."""
        return _("From now on: {rule}.").format(rule=self.rule.words)

    def success_address(self, made: LightRule) -> str:
        """Go back to the board."""
        return reverse("light:index")
