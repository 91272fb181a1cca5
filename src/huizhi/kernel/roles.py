"""Who may do what: roles, rights, and the one table that joins them."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The people of the programme. Each user has one role."""

    PROGRAMME_OFFICE = "programme_office", _("Programme office")
    DEPARTMENT = "department", _("Reviewing department")
    COUNTY = "county", _("County office")
    EMPLOYER = "employer", _("Employer")
    UNIVERSITY = "university", _("University")
    TALENT = "talent", _("Talent")
    AUDITOR = "auditor", _("Auditor")
    OPERATOR = "operator", _("Operator")


class Right(StrEnum):
    """What a view or a service may ask for. `subject.action`, in the order of the rooms."""

    OFFICE_ENTER = "office.enter"
    AUDIT_VIEW = "audit.view"
    JOBS_VIEW = "jobs.view"
    USERS_MANAGE = "users.manage"
    ORGANISATIONS_VIEW = "organisations.view"
    ORGANISATIONS_EDIT = "organisations.edit"
    PEOPLE_VIEW = "people.view"
    PEOPLE_EDIT = "people.edit"
    PEOPLE_IMPORT = "people.import"
    PEOPLE_REVEAL_ID = "people.reveal_id"
    PARTNERS_VIEW = "partners.view"
    PARTNERS_EDIT = "partners.edit"
    PARTNERS_KINDS = "partners.kinds"
    GOVERNANCE_VIEW = "governance.view"
    GOVERNANCE_EDIT = "governance.edit"
    TASKS_WORK = "tasks.work"
    POLICIES_VIEW = "policies.view"
    POLICIES_ENFORCE = "policies.enforce"
    RUNS_VIEW = "runs.view"
    RUNS_START = "runs.start"
    RESULTS_EXPORT = "results.export"
    CASES_VIEW = "cases.view"
    CASES_OFFER = "cases.offer"
    CASES_APPROVE = "cases.approve"
    LEDGER_VIEW = "ledger.view"
    LEDGER_FUND = "ledger.fund"
    PAYMENTS_VIEW = "payments.view"
    PAYMENTS_PAY = "payments.pay"
    INSIGHT_VIEW = "insight.view"
    REPORTS_MAKE = "reports.make"
    REPORTS_EDIT_TEMPLATES = "reports.edit_templates"


_VIEWS = frozenset(
    {
        Right.OFFICE_ENTER,
        Right.ORGANISATIONS_VIEW,
        Right.PEOPLE_VIEW,
        Right.PARTNERS_VIEW,
        Right.GOVERNANCE_VIEW,
        Right.POLICIES_VIEW,
        Right.RUNS_VIEW,
        Right.CASES_VIEW,
        Right.INSIGHT_VIEW,
    }
)

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.PROGRAMME_OFFICE: frozenset(Right) - {Right.USERS_MANAGE, Right.AUDIT_VIEW},
    Role.DEPARTMENT: _VIEWS
    | {
        Right.JOBS_VIEW,
        Right.PEOPLE_EDIT,
        Right.TASKS_WORK,
        Right.RESULTS_EXPORT,
        Right.CASES_APPROVE,
        Right.LEDGER_VIEW,
        Right.PAYMENTS_VIEW,
        Right.PAYMENTS_PAY,
    },
    Role.COUNTY: _VIEWS
    | {
        Right.JOBS_VIEW,
        Right.ORGANISATIONS_EDIT,
        Right.PEOPLE_EDIT,
        Right.PEOPLE_IMPORT,
        Right.PEOPLE_REVEAL_ID,
        Right.PARTNERS_EDIT,
        Right.TASKS_WORK,
        Right.RESULTS_EXPORT,
        Right.REPORTS_MAKE,
    },
    Role.AUDITOR: _VIEWS
    | {
        Right.AUDIT_VIEW,
        Right.JOBS_VIEW,
        Right.RESULTS_EXPORT,
        Right.LEDGER_VIEW,
        Right.PAYMENTS_VIEW,
    },
    Role.OPERATOR: frozenset({Right.OFFICE_ENTER, Right.JOBS_VIEW, Right.USERS_MANAGE}),
    Role.EMPLOYER: frozenset(),
    Role.UNIVERSITY: frozenset(),
    Role.TALENT: frozenset(),
}


def rights_of(role: str) -> frozenset[Right]:
    """Return the rights of a role; a role nobody knows has none."""
    return RIGHTS.get(role, frozenset())  # type: ignore[call-overload, no-any-return]
