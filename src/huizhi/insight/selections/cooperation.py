"""Selections of agreements, bases, projects with their money, visits and platforms.

The states are those that the records have now; the day leaves out what is dated after it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.insight.selections.months import is_month, within
from huizhi.insight.selections.selection import Definition, Selection, register
from huizhi.partners.models import (
    Agreement,
    Base,
    BaseKind,
    Funding,
    FundingSource,
    Project,
    Visit,
    VisitReport,
)
from huizhi.partners.states import (
    SIGNED_AGREEMENTS,
    SIGNED_BASES,
    AgreementState,
    BaseState,
    ProjectState,
    VisitState,
)

NO_KIND = "none"
OPEN_BASES = frozenset({BaseState.UNVEILED, BaseState.RUNNING})
BEFORE_SIGNATURE = frozenset({BaseState.IN_TALKS, BaseState.INTENTION, BaseState.PREPARING})
STAGES = {
    "talks": gettext_lazy("In talks or further"),
    "intention": gettext_lazy("Intention or further"),
    "signed": gettext_lazy("Signed"),
    "running": gettext_lazy("Being carried out"),
    "results": gettext_lazy("With results"),
}
_REACHED: dict[str, frozenset[Any]] = {
    "talks": frozenset(AgreementState) - {AgreementState.ENDED},
    "intention": SIGNED_AGREEMENTS | {AgreementState.INTENTION},
    "signed": SIGNED_AGREEMENTS,
    "running": frozenset({AgreementState.RUNNING}),
    "results": SIGNED_AGREEMENTS,
}


def dated_by(on: dt.date, *columns: str) -> Q:
    """Return the condition that the first known of some dates does not lie after a day."""
    condition, unknown = Q(), Q()
    for column in columns:
        known = unknown & Q(**{f"{column}__lte": on})
        condition = condition | known if condition else known
        unknown &= Q(**{column: None})
    return condition | unknown


def with_results() -> Q:
    """Return the condition that an agreement has an open base or a completed project."""
    return _led_to(Base, state__in=OPEN_BASES) | _led_to(Project, state=ProjectState.COMPLETED)


def led_to_nothing() -> Q:
    """Return the condition that a signed agreement has neither a base nor a project."""
    return Q(state__in=SIGNED_AGREEMENTS) & ~_led_to(Base) & ~_led_to(Project)


def _led_to(model: type[Base | Project], **limits: Any) -> Q:
    """Return the condition that some of these came of an agreement.

    The agreements are found once, and not looked for row by row.
    """
    return Q(pk__in=model.objects.filter(agreement__isnull=False, **limits).values("agreement"))


def agreements_on(day: dt.date) -> Q:
    """Return the condition that an agreement is not dated after a day."""
    return dated_by(day, "signed_on")


def bases_on(day: dt.date) -> Q:
    """Return the condition that a base is not dated after a day."""
    return dated_by(day, "signed_on", "unveiled_on")


def projects_on(day: dt.date, prefix: str = "") -> Q:
    """Return the condition that a project is not dated after a day."""
    return dated_by(day, f"{prefix}starts_on")


def visits_on(day: dt.date) -> Q:
    """Return the condition that a visit is not dated after a day, nor cancelled."""
    return dated_by(day, "starts_on", "ends_on") & ~Q(state=VisitState.CANCELLED)


def _reached(chosen: Selection) -> Q:
    condition = agreements_on(chosen.on) & Q(state__in=_REACHED[chosen.value])
    return condition & with_results() if chosen.value == "results" else condition


def _kind_and_state(chosen: Selection) -> Q:
    kind, _point, state = chosen.value.partition(".")
    condition = bases_on(chosen.on) & Q(kind=None if kind == NO_KIND else kind)
    return condition & (Q(state=state) if state else ~Q(state=BaseState.ENDED))


def _is_kind(value: str) -> bool:
    kind, _point, state = value.partition(".")
    known = kind == NO_KIND or BaseKind.objects.filter(pk=kind).exists()
    return known and state in {"", *BaseState.values}


def no_kind_words() -> str:
    """Return what stands for bases whose kind is not known."""
    return _("Kind not known")


def kind_words(value: str) -> str:
    """Return a kind of base in words, and its state where one is given."""
    kind, _point, state = value.partition(".")
    name = no_kind_words() if kind == NO_KIND else str(BaseKind.objects.get(pk=kind))
    return f"{name} · {BaseState(state).label}" if state else name


def _says(text: str | Promise) -> Callable[[Selection], str]:
    return lambda chosen: str(text).format(value=chosen.value)


def _projects_with(column: str, chosen: Selection) -> Q:
    condition = projects_on(chosen.on) & Q(**{f"{column}__gt": 0}) & ~Q(state=ProjectState.ENDED)
    return condition & Q(state=chosen.value) if chosen.value else condition


def _projects_words(text: str, chosen: Selection) -> str:
    return f"{text} · {ProjectState(chosen.value).label}" if chosen.value else text


def _fundings(chosen: Selection) -> Q:
    return projects_on(chosen.on, "project__") & ~Q(project__state=ProjectState.ENDED)


register(
    (
        Definition(
            "agreement.reached",
            Agreement,
            _reached,
            lambda chosen: str(STAGES[chosen.value]),
            check=STAGES.__contains__,
        ),
        Definition(
            "agreement.standing",
            Agreement,
            lambda chosen: agreements_on(chosen.on) & ~Q(state=AgreementState.ENDED),
            _says(gettext_lazy("Not ended")),
        ),
        Definition(
            "agreement.signed-in",
            Agreement,
            lambda chosen: Q(**within("signed_on", chosen.value, chosen.on)),
            _says(gettext_lazy("Signed in {value}")),
            check=is_month,
        ),
        Definition(
            "agreement.expiring",
            Agreement,
            lambda chosen: Q(
                state__in=SIGNED_AGREEMENTS,
                ends_on__gte=chosen.on,
                ends_on__lte=chosen.on + dt.timedelta(days=int(chosen.value)),
                renewed_by=None,
            ),
            _says(gettext_lazy("Ends within {value} days")),
            check=lambda value: value.isdigit() and len(value) <= 3,
        ),
        Definition(
            "agreement.expired",
            Agreement,
            lambda chosen: Q(state__in=SIGNED_AGREEMENTS, ends_on__lt=chosen.on, renewed_by=None),
            _says(gettext_lazy("Past its end and not closed")),
        ),
        Definition(
            "agreement.without-follow-up",
            Agreement,
            lambda chosen: agreements_on(chosen.on) & led_to_nothing(),
            _says(gettext_lazy("Signed, without a base or a project")),
        ),
        Definition(
            "agreement.undated",
            Agreement,
            lambda chosen: Q(state__in=SIGNED_AGREEMENTS, signed_on=None),
            _says(gettext_lazy("Signed on a day that nobody entered")),
        ),
        Definition(
            "base.standing",
            Base,
            lambda chosen: bases_on(chosen.on) & ~Q(state=BaseState.ENDED),
            _says(gettext_lazy("Not ended")),
        ),
        Definition(
            "base.kind",
            Base,
            _kind_and_state,
            lambda chosen: kind_words(chosen.value),
            check=_is_kind,
        ),
        Definition(
            "base.open",
            Base,
            lambda chosen: bases_on(chosen.on) & Q(state__in=OPEN_BASES),
            _says(gettext_lazy("Unveiled or running")),
        ),
        Definition(
            "base.signed-in",
            Base,
            lambda chosen: Q(**within("signed_on", chosen.value, chosen.on)),
            _says(gettext_lazy("Signed in {value}")),
            check=is_month,
        ),
        Definition(
            "base.unveiled-in",
            Base,
            lambda chosen: Q(**within("unveiled_on", chosen.value, chosen.on)),
            _says(gettext_lazy("Unveiled in {value}")),
            check=is_month,
        ),
        Definition(
            "base.before-signature",
            Base,
            lambda chosen: Q(state__in=BEFORE_SIGNATURE),
            _says(gettext_lazy("Not signed yet")),
        ),
        Definition(
            "base.not-unveiled",
            Base,
            lambda chosen: bases_on(chosen.on) & Q(state=BaseState.SIGNED),
            _says(gettext_lazy("Signed and not unveiled")),
        ),
        Definition(
            "base.without-kind",
            Base,
            lambda chosen: bases_on(chosen.on) & Q(kind=None) & ~Q(state=BaseState.ENDED),
            _says(gettext_lazy("Kind not known")),
        ),
        Definition(
            "base.intern-places",
            Base,
            lambda chosen: (
                bases_on(chosen.on)
                & Q(state__in=SIGNED_BASES)
                & (Q(intern_capacity__gt=0) | Q(interns_this_year__gt=0))
            ),
            _says(gettext_lazy("Signed bases with places for interns")),
            total="intern_capacity",
        ),
        Definition(
            "base.interns",
            Base,
            lambda chosen: bases_on(chosen.on) & Q(state__in=SIGNED_BASES, interns_this_year__gt=0),
            _says(gettext_lazy("Bases that took interns this year")),
            total="interns_this_year",
        ),
        Definition(
            "project.standing",
            Project,
            lambda chosen: projects_on(chosen.on) & ~Q(state=ProjectState.ENDED),
            _says(gettext_lazy("Not ended early")),
        ),
        Definition(
            "project.state",
            Project,
            lambda chosen: projects_on(chosen.on) & Q(state=chosen.value),
            lambda chosen: str(ProjectState(chosen.value).label),
            check=lambda value: value in ProjectState.values,
        ),
        Definition(
            "project.people",
            Project,
            lambda chosen: _projects_with("people", chosen),
            lambda chosen: _projects_words(_("Projects with a head-count"), chosen),
            total="people",
            bound="people_bound",
            check=lambda value: value in {"", ProjectState.COMPLETED},
        ),
        Definition(
            "project.floor-area",
            Project,
            lambda chosen: _projects_with("floor_area", chosen),
            lambda chosen: _projects_words(_("Projects with a floor area"), chosen),
            total="floor_area",
            bound="floor_area_bound",
            check=lambda value: value in {"", ProjectState.COMPLETED},
        ),
        Definition(
            "project.without-money",
            Project,
            lambda chosen: (
                projects_on(chosen.on) & Q(state=ProjectState.UNDER_WAY, fundings__isnull=True)
            ),
            _says(gettext_lazy("Under way, money not entered")),
        ),
        Definition(
            "project.started-in",
            Project,
            lambda chosen: Q(**within("starts_on", chosen.value, chosen.on)),
            _says(gettext_lazy("Started in {value}")),
            check=is_month,
        ),
        Definition(
            "project.late",
            Project,
            lambda chosen: Q(
                state__in=[ProjectState.PLANNED, ProjectState.UNDER_WAY], ends_on__lt=chosen.on
            ),
            _says(gettext_lazy("Past its end and not completed")),
        ),
        Definition(
            "funding.standing",
            Funding,
            _fundings,
            _says(gettext_lazy("Money of projects that did not end early")),
            total="amount",
            county=("project__county",),
        ),
        Definition(
            "funding.source",
            Funding,
            lambda chosen: _fundings(chosen) & Q(source=chosen.value),
            lambda chosen: str(FundingSource(chosen.value).label),
            total="amount",
            county=("project__county",),
            check=lambda value: value in FundingSource.values,
        ),
        Definition(
            "funding.begun",
            Funding,
            lambda chosen: (
                _fundings(chosen)
                & Q(project__state__in=[ProjectState.UNDER_WAY, ProjectState.COMPLETED])
            ),
            _says(gettext_lazy("Money of projects under way or completed")),
            total="amount",
            county=("project__county",),
        ),
        Definition(
            "visit.known",
            Visit,
            lambda chosen: visits_on(chosen.on),
            _says(gettext_lazy("Not cancelled")),
            total="people",
            bound="people_bound",
        ),
        Definition(
            "visit.in",
            Visit,
            lambda chosen: Q(**within("starts_on", chosen.value, chosen.on)) & visits_on(chosen.on),
            _says(gettext_lazy("Begun in {value}")),
            check=is_month,
        ),
        Definition(
            "visit.people-in",
            Visit,
            lambda chosen: Q(**within("starts_on", chosen.value, chosen.on)) & visits_on(chosen.on),
            _says(gettext_lazy("Begun in {value}")),
            total="people",
            bound="people_bound",
            check=is_month,
        ),
        Definition(
            "visitreport.delivered-in",
            VisitReport,
            lambda chosen: Q(**within("delivered_on", chosen.value, chosen.on)),
            _says(gettext_lazy("Delivered in {value}")),
            county=("visit__county",),
            check=is_month,
        ),
        Definition(
            "visit.incomplete",
            Visit,
            lambda chosen: visits_on(chosen.on) & (Q(people=None) | Q(starts_on=None)),
            _says(gettext_lazy("Day or head-count not entered")),
        ),
    )
)
