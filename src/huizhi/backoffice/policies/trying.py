"""Pages that try a draft on a record of the registry: what it comes to, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from huizhi.backoffice.policies.drafts import BelowDraft
from huizhi.backoffice.policies.forms import TryForm
from huizhi.entitlements import snapshot
from huizhi.entitlements.reasons import Explanation, explain_now
from huizhi.entitlements.running import catalogue_for
from huizhi.entitlements.wording import answer_words
from huizhi.kernel import clock
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right
from huizhi.kernel.wording import kind_words, words
from huizhi.organisations.queries import organisations_for
from huizhi.partners.queries import bases_for, platforms_for, projects_for
from huizhi.people.queries import people_for, teams_for
from huizhi.policies import queries
from huizhi.rules.evaluation.evaluator import Evaluator, UnknownBenefitError, UnknownSubjectError
from huizhi.rules.packs.model import Pack
from huizhi.rules.subjects import SubjectKind, SubjectRef

SUBJECTS: dict[SubjectKind, tuple[Right, Callable[[User], QuerySet[Any]]]] = {
    SubjectKind.PERSON: (Right.PEOPLE_VIEW, people_for),
    SubjectKind.TEAM: (Right.PEOPLE_VIEW, teams_for),
    SubjectKind.ORGANISATION: (Right.ORGANISATIONS_VIEW, organisations_for),
    SubjectKind.PLATFORM: (Right.PARTNERS_VIEW, platforms_for),
    SubjectKind.BASE: (Right.PARTNERS_VIEW, bases_for),
    SubjectKind.PROJECT: (Right.PARTNERS_VIEW, projects_for),
}
"""Whose record may be picked to try a draft on: by which right, out of which rows."""

BEFORE = "before"
"""The side of a reason that is the version the draft is based on."""


class _OnSubject(BelowDraft):
    """A page about what one record of the registry comes to."""

    def kinds(self) -> list[SubjectKind]:
        """Return the kinds that a benefit of the draft is for and that this user may see."""
        meant = {benefit.subject for d in self.pack.documents for benefit in d.benefits}
        return [
            kind
            for kind, (right, _rows) in SUBJECTS.items()
            if kind in meant and has_right(self.user, right)
        ]

    def form(self) -> TryForm | None:
        """Return the form for the kind asked for, else the first; None where there is no kind."""
        asked, kinds = self.request.GET, self.kinds()
        kind = next((one for one in kinds if one == asked.get("kind")), next(iter(kinds), None))
        if kind is None:
            return None
        return TryForm(
            asked if "on" in asked else None,
            initial={"kind": kind.value, "on": clock.today()},
            kind=kind,
            rows=SUBJECTS[kind][1](self.user),
        )


class TryPage(_OnSubject):
    """What somebody comes to under the draft and under the version it is based on."""

    template_name = "backoffice/policies/try.html"

    def get_page_title(self) -> str:
        """Say what the page does."""
        return _("Try it on one subject")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form and, once somebody is chosen, the results side by side."""
        draft, _found = queries.checked(self.record.files)
        form, rows, is_known = self.form(), None, True
        if form is not None and draft is not None and form.is_valid():
            base = queries.parsed(self.record.based_on)
            try:
                rows = side_by_side(base, draft, form.ref, form.cleaned_data["on"])
            except UnknownSubjectError:
                is_known = False
        return super().get_context_data(
            kinds=[{"kind": one, "name": kind_words(one)} for one in self.kinds()],
            kind=form.subject_kind if form is not None else None,
            form=form,
            rows=rows,
            is_known=is_known,
            query=self.request.GET.urlencode(),
            has_errors=draft is None,
            **kwargs,
        )


def side_by_side(base: Pack, draft: Pack, subject: SubjectRef, on: dt.date) -> list[dict[str, Any]]:
    """Return for each benefit the answer before and after, and whether they differ."""
    before, after = (_sentences(pack, subject, on) for pack in (base, draft))
    names = {
        benefit.id: words(benefit.name)
        for pack in (base, draft)
        for _document, benefit in pack.benefits(on)
    }
    rows = [
        {
            "id": id,
            "benefit": names[id],
            "before": before.get(id, ""),
            "after": after.get(id, ""),
            "differs": before.get(id) != after.get(id),
        }
        for id in dict.fromkeys((*before, *after))
    ]
    return sorted(rows, key=lambda row: not row["differs"])


def _sentences(pack: Pack, subject: SubjectRef, on: dt.date) -> dict[str, str]:
    """Return the answers of a pack in sentences, by benefit."""
    catalogue = catalogue_for(pack)
    found = snapshot.read_now(on=on, catalogue=catalogue, subject=subject)
    results = Evaluator(pack, catalogue, on).evaluate(found.population, subject)
    return {result.benefit_id: answer_words(result, catalogue) for result in results}


class TryReasonPage(_OnSubject):
    """Why somebody comes to a benefit or not, under the draft or the version it is based on."""

    template_name = "backoffice/policies/try_reason.html"

    @cached_property
    def benefit(self) -> str:
        """The id of the benefit asked for."""
        return self.request.GET.get("benefit", "")

    @cached_property
    def is_before(self) -> bool:
        """Whether the version is meant that the draft is based on."""
        return self.request.GET.get("side") == BEFORE

    def get_page_title(self) -> str:
        """Say whose reason it is."""
        return f"{self.subject} · {words(self.explanation.reason.name)}"

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the draft and from what the subject comes to."""
        query = self.request.GET.copy()
        for name in ("benefit", "side"):
            query.pop(name, None)
        page = reverse("packdraft:try", args=[self.number])
        step = {"url": f"{page}?{query.urlencode()}", "label": _("Try it on one subject")}
        return [*super().trail(), step]

    @cached_property
    def bound(self) -> TryForm:
        """The form as it was asked; a page without a subject is not found."""
        form = self.form()
        if form is None or not form.is_valid():
            raise Http404
        return form

    @cached_property
    def subject(self) -> Any:
        """The record that is meant."""
        return self.bound.cleaned_data["subject"]

    @cached_property
    def meant_pack(self) -> Pack:
        """The pack that answers."""
        if self.is_before:
            return queries.parsed(self.record.based_on)
        draft, _found = queries.checked(self.record.files)
        if draft is None:
            raise Http404
        return draft

    @cached_property
    def explanation(self) -> Explanation:
        """Why the pack answers so."""
        try:
            return explain_now(
                pack=self.meant_pack,
                on=self.bound.cleaned_data["on"],
                subject=self.bound.ref,
                benefit=self.benefit,
            )
        except (UnknownBenefitError, UnknownSubjectError) as error:
            raise Http404 from error

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the reason; clauses of a version lead to its reader, those of a draft to nowhere."""
        reason, pack = self.explanation.reason, self.meant_pack
        catalogue, on = catalogue_for(pack), self.bound.cleaned_data["on"]
        unit = reason.result.unit
        return super().get_context_data(
            side=self.record.based_on if self.is_before else self.record,
            reason=reason,
            sourced=self.explanation.facts,
            sentence=answer_words(reason.result, catalogue),
            unit=words(unit) if unit else "",
            on=on,
            kind=self.bound.subject_kind,
            catalogue=catalogue,
            version=self.record.based_on if self.is_before else None,
            document_files={document.id: document.file for document in pack.in_force(on)},
            **kwargs,
        )
