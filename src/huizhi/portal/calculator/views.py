"""The page of the calculator. What is filled in travels in the body of a POST and is not kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView

from huizhi.kernel import clock
from huizhi.kernel.wording import kind_words
from huizhi.portal.calculator.answers import Filled, read_answers
from huizhi.portal.calculator.findings import find
from huizhi.portal.calculator.questions import ABSENT, NO, YES, question_groups
from huizhi.portal.guide.held import HeldPack, packs_in_force
from huizhi.rules.subjects import SubjectKind


@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class CalculatorPage(TemplateView):
    """Choose policies and who you are; then the questions; then, by POST, the answers."""

    template_name = "portal/calculator/page.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Evaluate what was filled in; nothing is written anywhere."""
        return self.render_to_response(self.get_context_data(filled=request.POST))

    def get_context_data(self, filled: Filled | None = None, **kwargs: Any) -> dict[str, Any]:
        """Add the choice, the questions, and the findings where something was filled in."""
        chosen = self.request.POST if filled is not None else self.request.GET
        on = _day(chosen.get("on", ""))
        packs = packs_in_force(on)
        held = next((one for one in packs if one.pack.id == chosen.get("pack")), None)
        held = held or (packs[0] if packs else None)
        kinds = _kinds(held) if held else []
        kind = next((one for one in kinds if one == chosen.get("kind")), None)
        kind = kind or (kinds[0] if kinds else None)
        context: dict[str, Any] = {"on": on, "packs": packs, "held": held, "kind": kind}
        context |= {"absent_word": ABSENT, "yes_word": YES, "no_word": NO}
        if held is not None and kind is not None:
            groups = question_groups(held.pack, on, kind)
            answers = read_answers(groups, filled if filled is not None else QueryDict())
            context["answers"] = answers
            context["kinds"] = [(one.value, kind_words(one)) for one in kinds]
            if filled is not None:
                context["findings"] = find(held, kind, answers)
        return super().get_context_data(page_address=self.request.path, **context, **kwargs)


def _kinds(held: HeldPack) -> list[SubjectKind]:
    """Return the kinds of subject that there are benefits for, persons first."""
    found = {benefit.subject for _, benefit in held.pack.benefits(held.on)}
    return [kind for kind in SubjectKind if kind in found]


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return clock.today()
