"""The kinds of page the office has: a page, one record, a form, an action. Each states its right.

A subclass says which right it needs and which service it calls; refusals and typed errors come out
as words on the screen here, in one place.
"""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.generic import View
from django.views.generic.edit import FormMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from huizhi.kernel.errors import HuizhiError, OutOfScope, RightMissing
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require


def refusal(request: HttpRequest, error: HuizhiError) -> HttpResponse:
    """Return the page that says why the user may not, with status 403."""
    return render(request, "backoffice/refused.html", {"error": error}, status=403)


def user_of(request: HttpRequest) -> User:
    """Return the signed-in user: nobody else gets past Wagtail's door to the office."""
    return cast(User, request.user)


class RightRequired(View):
    """A view behind a right. Refusals of services below it are shown the same way."""

    right: ClassVar[Right]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let the user through, or say why not."""
        try:
            require(user_of(request), self.right)
            return super().dispatch(request, *args, **kwargs)
        except (RightMissing, OutOfScope) as error:
            return refusal(request, error)

    @property
    def user(self) -> User:
        """The signed-in user."""
        return user_of(self.request)


class OfficePage(RightRequired, WagtailAdminTemplateMixin, View):
    """A page with the office's frame: give `template_name`, `page_title`, `header_icon`."""

    template_name = "backoffice/base.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the trail: home, the pages of `trail()`, this page."""
        return [*self.breadcrumbs_items, *self.trail(), {"url": "", "label": self.get_page_title()}]

    def trail(self) -> list[dict[str, Any]]:
        """Return the pages between home and this one as {url, label}."""
        return []

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the page."""
        return self.render_to_response(self.get_context_data(**kwargs))


class RecordPage(OfficePage):
    """A page about one record; one out of the user's scope is not found."""

    def rows(self) -> QuerySet[Any]:
        """Return the records this user may see, with what the page needs joined."""
        raise NotImplementedError

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the number of the record."""
        super().setup(request, *args, **kwargs)
        self.number = kwargs["pk"]

    @property
    def record(self) -> Any:
        """The record, fetched once."""
        if not hasattr(self, "_record"):
            self._record = get_object_or_404(self.rows(), pk=self.number)
        return self._record

    def get_page_title(self) -> str:
        """Return the record's name."""
        return str(self.record)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the record."""
        return super().get_context_data(record=self.record, **kwargs)


class FormPage(FormMixin[BaseForm], OfficePage):
    """A form whose valid data go to a service in `save`; what the service refuses stands above it.

    For a form about one record, inherit from `RecordPage` as well.
    """

    template_name = "backoffice/form.html"
    submit_label: ClassVar[Any] = None

    def save(self, form: Any) -> Any:
        """Call the service; return what it made or changed."""
        raise NotImplementedError

    def success_message(self, made: Any) -> str:
        """Return what to say afterwards, an empty text for nothing."""
        return ""

    def success_address(self, made: Any) -> str:
        """Return where to go afterwards."""
        raise NotImplementedError

    def answer(self, made: Any) -> HttpResponseBase:
        """Return what follows: the words, then the next page."""
        text = self.success_message(made)
        if text:
            messages.success(self.request, text)
        return redirect(self.success_address(made))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words of the button."""
        return super().get_context_data(submit_label=self.submit_label, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Save through the service, or show what is wrong."""
        form = self.get_form()
        if form.is_valid():
            try:
                made = self.save(form)
            except (RightMissing, OutOfScope):
                raise
            except HuizhiError as error:
                form.add_error(None, str(error))
            else:
                return self.answer(made)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Action(RightRequired):
    """A button: POST only. `perform` calls a service; what it refuses is shown as a message."""

    http_method_names = ["post"]  # noqa: RUF012 - Django reads it from the instance too

    def perform(self, **kwargs: Any) -> str:
        """Call the service; return what to say."""
        raise NotImplementedError

    def address(self, **kwargs: Any) -> str:
        """Return where to go afterwards, whether it went well or not."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do it, then go back to the page that tells."""
        try:
            messages.success(request, self.perform(**kwargs))
        except (RightMissing, OutOfScope):
            raise
        except HuizhiError as error:
            messages.error(request, str(error))
        return redirect(self.address(**kwargs))
