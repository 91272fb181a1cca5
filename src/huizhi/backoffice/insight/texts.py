"""Pages of the reports' wording: the sections, and one section with preview and versions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.backoffice.insight.forms import TextForm
from huizhi.backoffice.insight.reports import reports_step
from huizhi.backoffice.pages import Action, FormPage, OfficePage
from huizhi.insight.models import TextVersion
from huizhi.insight.reports import services
from huizhi.insight.reports.placeholders import Value, placeholders, values_of
from huizhi.insight.reports.problems import BY_KEY
from huizhi.insight.reports.queries import reports_for, text_versions, texts_in_force
from huizhi.insight.reports.rendering import MORE_NAMES
from huizhi.insight.reports.sections import SECTIONS
from huizhi.insight.reports.templating import Paragraph, fill
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right

LANGUAGES = (("zh", "zh-hans"), ("en", "en"))


def texts_step() -> dict[str, str]:
    """Return the step of a trail that leads to the wording."""
    return {"url": reverse("report:texts"), "label": _("Wording of the reports")}


class TextsPage(OfficePage):
    """The sections of the report with their wording."""

    right = Right.REPORTS_EDIT_TEMPLATES
    template_name = "backoffice/insight/texts.html"
    page_title = gettext_lazy("Wording of the reports")
    header_icon = "edit"

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the reports."""
        return [reports_step()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the sections with the number of their newest version."""
        newest = {
            row["section"]: row["number"]
            for row in TextVersion.objects.order_by("number").values("section", "number")
        }
        return super().get_context_data(
            sections=[
                {
                    "title": title,
                    "address": reverse("report:text", args=[key]),
                    "version": newest.get(key, 0),
                }
                for key, title in SECTIONS.items()
            ],
            **kwargs,
        )


class TextPage(FormPage):
    """The wording of one section: placeholders beside it, a preview, the versions below."""

    right = Right.REPORTS_EDIT_TEMPLATES
    template_name = "backoffice/insight/text.html"
    form_class = TextForm
    header_icon = "edit"
    submit_label = gettext_lazy("Save as a new version")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the section."""
        super().setup(request, *args, **kwargs)
        self.section = kwargs["section"]
        self.preview: list[dict[str, Any]] = []

    def get_page_title(self) -> str:
        """Return the section's title."""
        if self.section not in SECTIONS:
            raise Http404
        return str(SECTIONS[self.section])

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the reports and the sections."""
        return [reports_step(), texts_step()]

    def get_initial(self) -> dict[str, Any]:
        """Begin with the wording in force."""
        words = texts_in_force().get(self.section)
        return words._asdict() if words else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the placeholders, the preview and the versions."""
        return super().get_context_data(
            placeholders=placeholders(),
            preview=self.preview,
            versions=list(text_versions(self.section)),
            reset=reverse("report:reset_text", args=[self.section]),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the preview that was asked for, or save."""
        if "preview" not in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.get_form()
        if form.is_valid():
            self.preview = previews(self.user, form.cleaned_data)
        return self.render_to_response(self.get_context_data(form=form))

    def save(self, form: Any) -> TextVersion:
        """Keep the new version."""
        return services.change_text(
            actor=self.user,
            section=self.section,
            zh=form.cleaned_data["zh"],
            en=form.cleaned_data["en"],
        )

    def success_message(self, made: TextVersion) -> str:
        """Say from when it counts."""
        return _("Version {number} is saved. Reports made from now on use it.").format(
            number=made.number
        )

    def success_address(self, made: TextVersion) -> str:
        """Stay with the section."""
        return reverse("report:text", args=[self.section])


class ResetText(Action):
    """Goes back to the wording that comes with the system."""

    right = Right.REPORTS_EDIT_TEMPLATES

    def perform(self, **kwargs: Any) -> str:
        """Reset it."""
        services.reset_text(actor=self.user, section=kwargs["section"])
        return _("The wording that comes with the system is in force again, as a new version.")

    def address(self, **kwargs: Any) -> str:
        """Go back to the section."""
        return reverse("report:text", args=[kwargs["section"]])


def previews(user: User, texts: dict[str, str]) -> list[dict[str, Any]]:
    """Return both texts filled from the newest report; without one, from the bare names."""
    report = reports_for(user).first()
    found = []
    for key, code in LANGUAGES:
        with translation.override(code):
            if report:
                values = values_of(report.figures, listed=MORE_NAMES[0], further=BY_KEY)
            else:
                values = {
                    one.en: Value(f"〔{getattr(one, key)}〕", False) for one in placeholders()
                }
            paragraphs: list[Paragraph] = fill(texts[key], values)
        found.append({"language": code, "paragraphs": paragraphs, "report": report})
    return found
