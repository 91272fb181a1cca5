"""The front page and what robots may read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.generic import TemplateView

from huizhi.kernel import clock
from huizhi.kernel.languages import screen_language
from huizhi.portal.model_case.article import find_article
from huizhi.portal.model_case.presenting import ShownArticle, present
from huizhi.portal.model_case.standings import ShownStatements, present_statements
from huizhi.portal.model_case.statements import find_statements

ROBOTS = """User-agent: *
Disallow: /office/
Disallow: /demo/
Disallow: /me/
Disallow: /sign-in/
Disallow: /i18n/
"""


class HomePage(TemplateView):
    """The model case as an article; without one, what the site offers."""

    template_name = "portal/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the article with its figures checked, and its statements one by one."""
        article = find_article()
        shown = present(article, screen_language()) if article else None
        return super().get_context_data(
            article=shown,
            statements=_statements(shown) if shown else [],
            now=clock.now(),
            **kwargs,
        )


def _statements(shown: ShownArticle) -> list[ShownStatements]:
    return present_statements(find_statements(), shown.checks, shown.language)


@cache_control(max_age=86400)
def robots(request: HttpRequest) -> HttpResponse:
    """Return which pages robots may read: the public ones."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")
