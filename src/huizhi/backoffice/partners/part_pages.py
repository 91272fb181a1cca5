"""Pages below a record: its parts, what settles them, what followed, its documents."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.db import transaction
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.backoffice.pages import Action, FormPage, RightRequired
from huizhi.backoffice.partners.pages import OneRecordForm, RecordOfKind
from huizhi.backoffice.partners.part_forms import (
    PART_FORMS,
    AnswerForm,
    DocumentForm,
    FollowUpForm,
    PartForm,
    SettleForm,
    read_file,
)
from huizhi.kernel.roles import Right
from huizhi.partners import advice, documents, follow_ups, obligations, parts, queries
from huizhi.partners.models import Advice, Document, FollowUp, Obligation, Part

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "png": "image/png",
    "jpeg": "image/jpeg",
}


class BelowRecord(OneRecordForm, FormPage):
    """A form below a record; afterwards the record's page shows what was made of it."""

    template_name = "backoffice/form.html"

    def success_address(self, made: Any) -> str:
        """Go back to the record."""
        return self.address("record", self.number)

    def kept_document(self, form: BaseForm) -> Document | None:
        """Keep the file that came with the form, if one did."""
        file = form.cleaned_data.get("file")
        if not file:
            return None
        return documents.attach(
            actor=self.user, record=self.record, file_name=file.name, data=read_file(file)
        )


class PartPage(BelowRecord):
    """A form about a part; the address says which kind of part."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the kind of part; one that this kind of record has not is not found."""
        super().setup(request, *args, **kwargs)
        self.slug = kwargs["part"]

    def form_of_kind(self) -> tuple[type[Part], type[PartForm]]:
        """Return the model and the form of the kind of part."""
        found = PART_FORMS.get((str(self.model._meta.model_name), self.slug))
        if found is None:
            raise Http404
        return found

    def get_form_class(self) -> type[PartForm]:
        """Return the form of the kind of part."""
        return self.form_of_kind()[1]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who fills it in and for which record."""
        return {**super().get_form_kwargs(), "user": self.user, "owner": self.record}

    def get_page_title(self) -> str:
        """Say of which record and what."""
        return f"{self.record}：{self.form_of_kind()[0]._meta.verbose_name}"


class AddPart(PartPage):
    """Adds a part to a record."""

    def save(self, form: PartForm) -> Any:
        """Add it, with its file."""
        with transaction.atomic():
            details = form.details(self.kept_document(form))
            return parts.add_part(actor=self.user, owner=self.record, details=details)


class EditPart(PartPage):
    """Changes a part of a record."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the number of the part."""
        super().setup(request, *args, **kwargs)
        self.part_number = kwargs["number"]

    def stored(self) -> Any:
        """Return the part, if it is one of this record."""
        model = self.form_of_kind()[0]
        rows = model._default_manager.filter(**{model.OWNER: self.record.pk})
        return get_object_or_404(rows, pk=self.part_number)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Start from what is there."""
        return {**super().get_form_kwargs(), "instance": self.stored()}

    def save(self, form: PartForm) -> Any:
        """Change it, with a new file where one was given."""
        with transaction.atomic():
            details = form.details(self.kept_document(form))
            return parts.change_part(actor=self.user, part=self.stored(), details=details)


class _RecordAction(RecordOfKind, Action):
    """A button on a record's page; it goes back there."""

    right = Right.PARTNERS_EDIT

    def record_of(self, number: int) -> Any:
        """Return the record, if the user may see it."""
        return get_object_or_404(self.seen_by(self.user), pk=number)

    def address(self, **kwargs: Any) -> str:
        """Go back to the record."""
        return self.page("record", kwargs["pk"])


class RemovePart(_RecordAction):
    """Takes back a part that was entered by mistake."""

    def perform(self, **kwargs: Any) -> str:
        """Remove it."""
        record = self.record_of(kwargs["pk"])
        found = PART_FORMS.get((record.record_kind, kwargs["part"]))
        if found is None:
            raise Http404
        model = found[0]
        rows = model._default_manager.filter(**{model.OWNER: record.pk})
        part = get_object_or_404(rows, pk=kwargs["number"])
        parts.remove_part(actor=self.user, part=part)
        return _("Taken back: {part}.").format(part=model._meta.verbose_name)


class SettlePage(BelowRecord):
    """Settles an obligation of an agreement, or opens it again."""

    form_class = SettleForm
    template_name = "backoffice/partners/settle.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the number of the obligation."""
        super().setup(request, *args, **kwargs)
        self.obligation_number = kwargs["number"]

    def obligation(self) -> Obligation:
        """Return the obligation, if it is one of this agreement."""
        rows = queries.obligations_for(self.user).filter(agreement=self.record.pk)
        return get_object_or_404(rows, pk=self.obligation_number)

    def get_page_title(self) -> str:
        """Say what is settled."""
        return _("{name}: settle an obligation").format(name=self.record)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form where the obligation stands."""
        return {**super().get_form_kwargs(), "obligation": self.obligation()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the obligation."""
        return super().get_context_data(obligation=self.obligation(), **kwargs)

    def save(self, form: SettleForm) -> Obligation:
        """Settle it, with the file that shows it."""
        data = form.cleaned_data
        with transaction.atomic():
            return obligations.settle(
                actor=self.user,
                obligation=self.obligation(),
                to=data["to"],
                on=data["on"],
                evidence=data["evidence"],
                document=self.kept_document(form),
            )

    def success_message(self, made: Obligation) -> str:
        """Say where it stands now."""
        return _("The obligation is now: {state}.").format(state=made.state.label)


class AnswerPage(BelowRecord):
    """Says what was done with a piece of advice."""

    form_class = AnswerForm
    template_name = "backoffice/partners/answer.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the number of the advice."""
        super().setup(request, *args, **kwargs)
        self.advice_number = kwargs["number"]

    def advice(self) -> Advice:
        """Return the advice, if it is one of this platform."""
        rows = queries.advice_for(self.user).filter(platform=self.record.pk)
        return get_object_or_404(rows, pk=self.advice_number)

    def get_page_title(self) -> str:
        """Say what is answered."""
        return _("{name}: what was done with advice").format(name=self.record)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form where the advice stands."""
        return {**super().get_form_kwargs(), "advice": self.advice()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the advice."""
        return super().get_context_data(advice=self.advice(), **kwargs)

    def save(self, form: AnswerForm) -> Advice:
        """Keep what was done."""
        return advice.answer(actor=self.user, advice=self.advice(), **form.cleaned_data)

    def success_message(self, made: Advice) -> str:
        """Say where it stands now."""
        return _("The advice is now: {state}.").format(state=made.get_state_display())


class LinkPage(BelowRecord):
    """Says what followed from a visit or an event."""

    form_class = FollowUpForm

    def get_page_title(self) -> str:
        """Say from what it followed."""
        return _("{name}: what followed").format(name=self.record)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who fills it in."""
        return {**super().get_form_kwargs(), "user": self.user}

    def save(self, form: FollowUpForm) -> FollowUp:
        """Link it."""
        data = form.cleaned_data
        return follow_ups.link(
            actor=self.user, origin=self.record, result=data["result"], note=data["note"]
        )


class Unlink(_RecordAction):
    """Takes back a link that was made by mistake."""

    def perform(self, **kwargs: Any) -> str:
        """Remove the link."""
        record = self.record_of(kwargs["pk"])
        rows = FollowUp.objects.filter(origin_kind=record.record_kind, origin_id=record.pk)
        follow_ups.unlink(actor=self.user, link=get_object_or_404(rows, pk=kwargs["number"]))
        return _("The link is taken back.")


class AttachPage(BelowRecord):
    """Uploads a document of a record."""

    form_class = DocumentForm
    submit_label = gettext_lazy("Upload")

    def get_page_title(self) -> str:
        """Say of which record."""
        return _("{name}: upload a document").format(name=self.record)

    def save(self, form: DocumentForm) -> Document:
        """Keep it, encrypted."""
        file = form.cleaned_data["file"]
        return documents.attach(
            actor=self.user,
            record=self.record,
            file_name=file.name,
            data=read_file(file),
            title=form.cleaned_data["title"],
        )

    def success_message(self, made: Document) -> str:
        """Say what was kept."""
        return _("“{name}” is saved.").format(name=made.title)


class RemoveDocument(_RecordAction):
    """Deletes a document that was uploaded by mistake."""

    def perform(self, **kwargs: Any) -> str:
        """Delete it."""
        rows = queries.documents_of(self.record_of(kwargs["pk"]))
        document = get_object_or_404(rows, pk=kwargs["number"])
        documents.remove(actor=self.user, document=document)
        return _("“{title}” was deleted.").format(title=document.title)


class GiveDocument(RecordOfKind, RightRequired):
    """Gives a document out, always as a file to save: the browser shows and runs nothing of it."""

    right = Right.PARTNERS_VIEW

    def get(self, request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
        """Return the file; the log keeps who read it."""
        record = get_object_or_404(self.seen_by(self.user), pk=pk)
        document = get_object_or_404(queries.documents_of(record), pk=number)
        response = HttpResponse(
            documents.read(actor=self.user, document=document),
            content_type=CONTENT_TYPES.get(document.format, "application/octet-stream"),
        )
        name = quote(document.file_name, safe="")
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        response["Cache-Control"] = "no-store"
        return response
