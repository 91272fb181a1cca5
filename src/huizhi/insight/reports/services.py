"""What changes reports and their wording: making, adding to, making final, discarding; texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huizhi.insight.errors import ReportRefused, TemplateWrong
from huizhi.insight.models import Report, TextVersion
from huizhi.insight.reports.figures import count_figures
from huizhi.insight.reports.problems import BY_KEY
from huizhi.insight.reports.queries import texts_in_force
from huizhi.insight.reports.rendering import MORE_NAMES
from huizhi.insight.reports.sections import SECTIONS, default_texts
from huizhi.insight.reports.states import MOVES, ReportState
from huizhi.insight.reports.templating import check_text
from huizhi.insight.selections.months import last_day, month_of
from huizhi.insight.selections.register import Selection
from huizhi.kernel import audit, clock
from huizhi.kernel.errors import IllegalMove
from huizhi.kernel.models import Region, User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require, require_in_scope, scope_of


def make_report(*, actor: User, month: dt.date, county: Region | None = None) -> Report:
    """Count a month's figures and keep them as a draft with the wording in force; return it.

    A county office makes the report of its own county. Errors: `RightMissing`, `OutOfScope`,
    `ReportRefused` for a month that has not begun.
    """
    require(actor, Right.REPORTS_MAKE)
    if county is None and scope_of(actor).county is not None:
        county = actor.county
    require_in_scope(actor, county=county.code if county else None)
    first = month.replace(day=1)
    today = clock.today()
    if first > today:
        raise ReportRefused(
            _("{month} has not begun. Choose this month or an earlier one.").format(
                month=month_of(first)
            )
        )
    on = min(last_day(month_of(first)), today)
    base = Selection("", on, county=county.code if county else "")
    with transaction.atomic():
        audit.hold()  # what is counted and the position of the log belong together
        report = Report.objects.create(
            month=first,
            county=county,
            figures=count_figures(user=actor, base=base, county=county),
            texts={key: words._asdict() for key, words in texts_in_force().items()},
            listed=MORE_NAMES[0],
            log_position=audit.last_position(),
            made_by=actor,
            made_at=clock.now(),
        )
        _log(actor, "make", report, {"month": month_of(first), "county": report.county_id})
    return report


def list_more(*, actor: User, report: Report, kinds: Iterable[str] = (), names: int = 0) -> Report:
    """Let a draft list further kinds of problems, or more names in each list; return it.

    Errors: `RightMissing`, `OutOfScope`, `ReportRefused` for a final report or an unknown kind.
    """
    wanted = list(kinds)
    for kind in wanted:
        if kind not in BY_KEY:
            raise ReportRefused(_("“{kind}” is no kind of problem.").format(kind=kind))
    with transaction.atomic():
        stored = _draft(actor, report)
        stored.further = sorted({*stored.further, *wanted})
        stored.listed = max(stored.listed, min(names, MORE_NAMES[-1]))
        stored.save(update_fields=["further", "listed"])
        _log(actor, "list_more", stored, {"kinds": wanted, "names": names})
    return stored


def make_final(*, actor: User, report: Report) -> Report:
    """Make a draft the final report of its month; return it. The one door to `state`.

    Errors: `RightMissing`, `OutOfScope`, `IllegalMove`, `ReportRefused` where the month has one.
    """
    with transaction.atomic():
        stored = _draft(actor, report)
        if ReportState.FINAL not in MOVES[ReportState(stored.state)]:
            raise IllegalMove(_("This report is final already."))
        other = Report.objects.filter(
            month=stored.month, county=stored.county, state=ReportState.FINAL
        )
        if other.exists():
            raise ReportRefused(
                _("{month} has a final report already. This one can only stay a draft.").format(
                    month=month_of(stored.month)
                )
            )
        stored.state = ReportState.FINAL
        stored.finished_by, stored.finished_at = actor, clock.now()
        stored.save(update_fields=["state", "finished_by", "finished_at"])
        _log(actor, "make_final", stored, {"month": month_of(stored.month)})
    return stored


def discard(*, actor: User, report: Report) -> None:
    """Delete a draft. Errors: `RightMissing`, `OutOfScope`, `ReportRefused` for a final one."""
    with transaction.atomic():
        stored = _draft(actor, report)
        _log(actor, "discard", stored, {"month": month_of(stored.month)})
        stored.delete()


def log_download(*, actor: User, report: Report, form: str) -> None:
    """Write to the log that a report was taken out of the system as a file."""
    require(actor, Right.INSIGHT_VIEW)
    require_in_scope(actor, county=report.county_id)
    with transaction.atomic():
        _log(actor, "download", report, {"form": form})


def change_text(*, actor: User, section: str, zh: str, en: str) -> TextVersion:
    """Keep a new version of a section's wording; reports made from now on use it.

    Errors: `RightMissing`, `TemplateWrong` with the place of what is wrong.
    """
    require(actor, Right.REPORTS_EDIT_TEMPLATES)
    if section not in SECTIONS:
        raise TemplateWrong(_("“{section}” is no section of the report.").format(section=section))
    for text in (zh, en):
        check_text(text)
    with transaction.atomic():
        audit.hold()
        last = TextVersion.objects.filter(section=section).aggregate(last=Max("number"))["last"]
        version = TextVersion.objects.create(
            section=section,
            number=(last or 0) + 1,
            zh=zh.strip() + "\n",
            en=en.strip() + "\n",
            made_by=actor,
            made_at=clock.now(),
        )
        audit.append(
            actor=actor,
            action="reports.change_text",
            subject_kind="report_text",
            subject_id=version.pk,
            detail={"section": section, "version": version.number},
        )
    return version


def reset_text(*, actor: User, section: str) -> TextVersion:
    """Go back to the wording that comes with the system, as a new version."""
    words = default_texts().get(section)
    if words is None:
        raise TemplateWrong(_("“{section}” is no section of the report.").format(section=section))
    return change_text(actor=actor, section=section, zh=words.zh, en=words.en)


def _draft(actor: User, report: Report) -> Report:
    require(actor, Right.REPORTS_MAKE)
    stored = Report.objects.select_for_update().get(pk=report.pk)
    require_in_scope(actor, county=stored.county_id)
    if stored.state != ReportState.DRAFT:
        raise ReportRefused(_("This report is final: it stays as it is. Make another draft."))
    return stored


def _log(actor: User, verb: str, report: Report, detail: dict[str, Any]) -> None:
    audit.append(
        actor=actor,
        action=f"reports.{verb}",
        subject_kind="report",
        subject_id=report.pk,
        detail=detail,
    )
