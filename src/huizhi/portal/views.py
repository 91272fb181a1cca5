"""The front page and what robots may read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.generic import TemplateView

from huizhi.kernel import clock
from huizhi.kernel.languages import screen_language
from huizhi.portal.model_case.article import find_article
from huizhi.portal.model_case.presenting import present

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
        """Add the article with its figures checked."""
        article = find_article()
        return super().get_context_data(
            article=present(article, screen_language()) if article else None,
            now=clock.now(),
            **kwargs,
        )


@cache_control(max_age=86400)
def robots(request: HttpRequest) -> HttpResponse:
    """Return which pages robots may read: the public ones."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")
