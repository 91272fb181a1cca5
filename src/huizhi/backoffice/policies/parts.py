"""Forms of parts of a draft, with what the check says beside each field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huizhi.backoffice.policies.desk import SAVE, EditPage
from huizhi.backoffice.policies.documents import HEAD, FilePage
from huizhi.backoffice.policies.part_forms import LEVEL, PartForm
from huizhi.backoffice.policies.part_kinds import DOCUMENT, PartKind, called, kind_of
from huizhi.policies import drafting
from huizhi.policies.draft_checks import PartCheck, check_part
from huizhi.rules.packs import parts
from huizhi.rules.packs.editing import ANY
from huizhi.rules.packs.model import Document
from huizhi.rules.packs.reading import fingerprint_of
from huizhi.rules.packs.wording import FIELDS
from huizhi.rules.yaml_edits import EditRefused
from huizhi.rules.yaml_text import Path, YamlFile, at

Value = Mapping[str, Any]


class PartPage(EditPage):
    """A form of a part; what is typed is checked, and only “Save” saves."""

    template_name = "backoffice/policies/draft_part.html"
    lead = ""
    """What stands before the fields of the form in the part that is checked."""

    @property
    def document(self) -> Document | None:
        """The document the part is in, None for a new one."""
        return None

    @property
    def kind(self) -> PartKind:
        """The kind of the part."""
        raise NotImplementedError

    @property
    def stored(self) -> tuple[YamlFile, Path] | None:
        """The file and the path of a part that is there; None for a new one."""
        return None

    def changed(self, value: Value) -> tuple[dict[str, str], str, Path]:
        """Return the files with the part as the form has it, its file and its path."""
        raise NotImplementedError

    def save(self, value: Value, seen: str) -> object:
        """Call the service."""
        raise NotImplementedError

    def forms(self, data: Any = None) -> dict[str, PartForm]:
        """Return the form of the part and those of the first parts in its lists."""
        given: dict[str, Any] = {"data": data, "pack": self.pack, "document": self.document}
        first = {} if self.stored else self.kind.first
        return {"": self.kind.form(**given, stored=self.stored)} | {
            name: form(**given, prefix=name) for name, form in first.items()
        }

    def value(self, forms: Mapping[str, PartForm]) -> dict[str, Any]:
        """Return the part that valid forms describe."""
        return forms[""].part() | {key: [one.part()] for key, one in forms.items() if key}

    def check(self, forms: Mapping[str, PartForm]) -> PartCheck | None:
        """Return what the check says of the part; None while there is none to check."""
        keys = {self._key(prefix, name) for prefix, form in forms.items() for name in form.fields}
        if not forms[""].is_bound and self.stored:
            file, path = self.stored
            return check_part(self.record.files, file.path, path, keys)
        if not all(form.is_bound and form.is_valid() for form in forms.values()):
            return None
        try:
            return check_part(*self.changed(self.value(forms)), keys)
        except EditRefused:  # saving says so
            return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the fields with their findings."""
        forms: dict[str, PartForm] = kwargs.pop("forms", None) or self.forms()
        check = self.check(forms)
        return super().get_context_data(
            forms=forms.values(),
            sections=[
                {
                    "name": FIELDS[prefix] if prefix else None,
                    "rows": list(self._rows(prefix, form, check)),
                }
                for prefix, form in forms.items()
            ],
            check=check,
            is_unsaved=any(form.is_bound and form.has_changed() for form in forms.values()),
            seen=kwargs.pop("seen", fingerprint_of(self.record.files)),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Save the part, or show it again with what the check says."""
        forms, seen = self.forms(request.POST), request.POST.get("seen", "")
        is_valid = all(form.is_valid() for form in forms.values())
        if request.headers.get("HX-Request"):
            if not is_valid:
                return HttpResponse(status=204)
            context = self.get_context_data(forms=forms, seen=seen, is_part=True)
            return render(request, "backoffice/policies/draft_part_check.html", context)
        if request.POST.get("do") != SAVE or not is_valid:
            context = self.get_context_data(forms=forms, seen=seen)
            return self.render_to_response(context, status=200 if is_valid else 422)
        change = partial(self.save, self.value(forms), seen)
        return self.saved(change, forms=forms, seen=seen)

    def _key(self, prefix: str, name: str) -> str:
        """Return which field of the part a field of a form belongs to."""
        field = name.split(LEVEL, maxsplit=1)[0]
        return f"{prefix}.0.{field}" if prefix else f"{self.lead}{field}"

    def _rows(
        self, prefix: str, form: PartForm, check: PartCheck | None
    ) -> Iterator[dict[str, Any]]:
        """Yield the fields of a form; the last of each field of the part has its findings."""
        names = [self._key(prefix, bound.name) for bound in form]
        for number, bound in enumerate(form):
            key = names[number]
            is_last = key not in names[number + 1 :]
            yield {
                "field": bound,
                "id": key.replace(".", "-") if is_last else "",
                "findings": check.fields.get(key, ()) if check and is_last else (),
                "is_half": bound.name.endswith(("__zh", "__en")),
            }


class AddPage(PartPage):
    """A form of a new part."""

    def get_page_title(self) -> str:
        """Say what is added."""
        return str(self.kind.adding)

    def said(self) -> str:
        """Say what is added, by its name."""
        part = self.forms(self.request.POST)[""]
        part.full_clean()
        return _("“{name}” is added.").format(name=called(part.part()))


class AddPart(FilePage, AddPage):
    """Adds a part to a list."""

    @property
    def kind(self) -> PartKind:
        """The kind of the list's parts (Http404 for what is no list of a document)."""
        if [type(part) for part in self.path] not in ([str], [str, int, str]) or self.path == HEAD:
            raise Http404
        if self.path[1:]:
            self.part(self.path[:2])
        return kind_of(self.path)

    @property
    def new_path(self) -> Path:
        """Where the new part comes to stand."""
        return (*self.path, len(at(self.yaml, self.path) or ()))

    def value(self, forms: Mapping[str, PartForm]) -> dict[str, Any]:
        """Add what a new part has from the start: a table one rule, a benefit no condition."""
        value = super().value(forms)
        if self.path == ("tables",):
            value["rules"] = [{"when": [ANY], "then": [""], "clause": value["clause"]}]
        if self.path == ("benefits",):
            value["conditions"] = []
        return value

    def changed(self, value: Value) -> tuple[dict[str, str], str, Path]:
        """Return the files with the part as the last of its list."""
        files = parts.with_new_part(self.record.files, self.file, self.path, value)
        return files, self.file, self.new_path

    def save(self, value: Value, seen: str) -> object:
        """Add it."""
        return drafting.add_part(
            draft=self.record,
            file=self.file,
            path=self.path,
            value=value,
            seen=seen,
            actor=self.user,
        )

    def after(self) -> str:
        """Go on to the part, or to what it is a part of."""
        return self.home_of(self.new_path)


class ChangePart(FilePage, PartPage):
    """Changes the fields of a part; below them the lists within it."""

    @property
    def kind(self) -> PartKind:
        """The kind of the part (Http404 for one that is not there)."""
        self.part(self.path)
        return kind_of(self.path)

    @property
    def stored(self) -> tuple[YamlFile, Path]:
        """The file and the path of the part."""
        return self.yaml, self.path

    def get_page_title(self) -> str:
        """Return the name of the part."""
        return called(self.part(self.path))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lists within the part."""
        table = self.part(self.path)["english"] if self.path[:-1] == ("tables",) else ""
        lists = self.lists(self.path, self.kind.lists)
        return super().get_context_data(lists=lists, table=table, **kwargs)

    def changed(self, value: Value) -> tuple[dict[str, str], str, Path]:
        """Return the files with the part changed."""
        files = parts.with_part(self.record.files, self.file, self.path, value)
        return files, self.file, self.path

    def save(self, value: Value, seen: str) -> object:
        """Change it."""
        return drafting.change_part(
            draft=self.record,
            file=self.file,
            path=self.path,
            value=value,
            seen=seen,
            actor=self.user,
        )

    def after(self) -> str:
        """Stay, or go back to what it is a part of."""
        return self.home_of(self.path)


class AddDocument(AddPage):
    """Adds a document with its first clause."""

    lead = "document."

    @property
    def kind(self) -> PartKind:
        """The kind of a document."""
        return DOCUMENT

    def value(self, forms: Mapping[str, PartForm]) -> dict[str, Any]:
        """Return what the file of the document holds."""
        head = super().value(forms)
        clauses = head.pop("clauses")
        return {"document": head, "clauses": clauses}

    def changed(self, value: Value) -> tuple[dict[str, str], str, Path]:
        """Return the files with the document in one of its own."""
        name = parts.document_name(self.record.files, value)
        return parts.with_new_document(self.record.files, value), name, ()

    def save(self, value: Value, seen: str) -> object:
        """Add it."""
        self.file = parts.document_name(self.record.files, value)
        return drafting.add_document(draft=self.record, value=value, seen=seen, actor=self.user)

    def after(self) -> str:
        """Go on to the document."""
        return reverse("packdraft:document", args=[self.number, self.file])
