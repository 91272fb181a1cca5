"""Where the text of a draft is edited: the grid of a table, and expressions beside the tables."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from huizhi.backoffice.policies import grids
from huizhi.backoffice.policies.drafts import BelowDraft
from huizhi.kernel.errors import HuizhiError
from huizhi.kernel.languages import screen_language
from huizhi.kernel.roles import Right
from huizhi.policies import drafting
from huizhi.policies.draft_checks import check_table, check_texts, was_complete
from huizhi.rules.packs.editing import FeelPart, Row, feel_parts, key_of, rows_of
from huizhi.rules.packs.model import Document, PolicyTable
from huizhi.rules.packs.reading import fingerprint_of

SAVE = "save"
PART = "part."


class EditPage(BelowDraft):
    """A page on which text of a draft is edited and saved by a button."""

    right = Right.POLICIES_ENFORCE

    def saved(self, change: Callable[[], object], **shown: Any) -> HttpResponseBase:
        """Change the draft and open the page anew; show a refusal beside what is `shown`."""
        try:
            change()
        except HuizhiError as error:
            context = self.get_context_data(**shown, refusal=str(error))
            return self.render_to_response(context, status=422)
        messages.success(self.request, self.said())
        return redirect(self.after())

    def said(self) -> str:
        """Return what to say once it is saved."""
        return _("“{name}” is saved.").format(name=self.get_page_title())

    def after(self) -> str:
        """Return where to go once it is saved."""
        return self.request.path


class TablePage(EditPage):
    """The grid of a table: errors under the cells, the proof beside it. Only “Save” saves."""

    template_name = "backoffice/policies/draft_table.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the names of the file and the table."""
        super().setup(request, *args, **kwargs)
        self.file, self.english = kwargs["file"], kwargs["english"]

    @cached_property
    def place(self) -> tuple[Document, PolicyTable]:
        """The document and the table."""
        for document in self.pack.documents:
            for table in document.tables:
                if (document.file, table.english) == (self.file, self.english):
                    return document, table
        raise Http404

    @property
    def table(self) -> PolicyTable:
        """The table as it is stored."""
        return self.place[1]

    def get_page_title(self) -> str:
        """Return the name of the table."""
        return self.table.title.get(screen_language())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the grid of `rows` with its check."""
        document, table = self.place
        rows: list[Row] = kwargs.pop("rows", None) or rows_of(table)
        files = drafting.with_table(self.record.files, self.file, table, rows)
        check = check_table(files, self.file, self.english)
        complete = all(proof.proof.complete for proof in check.proofs)
        return super().get_context_data(
            document=document,
            table=table,
            part=key_of(("tables", document.tables.index(table))),
            lines=grids.lines_of(table, rows, check, screen_language()),
            check=check,
            is_unsaved=rows != rows_of(table),
            lost=not complete and was_complete(self.record.based_on, self.file, self.english),
            seen=kwargs.pop("seen", fingerprint_of(self.record.files)),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Save the grid, or show it again as a button left it."""
        rows = grids.posted_rows(self.table, request.POST)
        button = request.POST.get("do", "")
        seen = request.POST.get("seen", "")
        if button != SAVE:
            rows = grids.after_button(self.table, rows, button, request.POST)
            return self.render_to_response(self.get_context_data(rows=rows, seen=seen))
        change = partial(
            drafting.change_table,
            draft=self.record,
            file=self.file,
            table=self.table,
            rows=rows,
            seen=seen,
            actor=self.user,
        )
        return self.saved(change, rows=rows, seen=seen)


class CheckTable(TablePage):
    """What is wrong in a grid as it is typed: the parts of the page that say so."""

    http_method_names = ["post"]  # noqa: RUF012 - Django reads it from the instance too

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Return the findings of each cell and the proof; nothing is saved."""
        rows = grids.posted_rows(self.table, request.POST)
        context = self.get_context_data(rows=rows, is_part=True)
        return render(request, "backoffice/policies/draft_table_check.html", context)


class TextsPage(EditPage):
    """The expressions of a file outside its tables, each with what is wrong below it."""

    template_name = "backoffice/policies/draft_texts.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the name of the file."""
        super().setup(request, *args, **kwargs)
        self.file = kwargs["file"]

    @cached_property
    def parts(self) -> list[FeelPart]:
        """The expressions as they are stored."""
        if self.file not in self.pack.files:
            raise Http404
        return feel_parts(self.pack, self.file)

    def get_page_title(self) -> str:
        """Return the title of the document, or what stands in the head of the pack."""
        document = next((d for d in self.pack.documents if d.file == self.file), None)
        name = document.title.get(screen_language()) if document else _("Caps")
        return _("Expressions: {name}").format(name=name)

    def changed(self, request: HttpRequest) -> dict[str, str]:
        """Return the posted texts that differ from the stored ones, by key."""
        texts = {}
        for part in self.parts:
            text = request.POST.get(PART + part.key, part.feel.text)
            text = text.replace("\r\n", "\n").strip()
            if text != part.feel.text.strip():
                texts[part.key] = text
        return texts

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the expressions as `texts` changes them, with their findings."""
        texts: dict[str, str] = kwargs.pop("texts", {})
        keys = [part.key for part in self.parts]
        files = drafting.with_texts(self.record.files, self.file, texts)
        findings = check_texts(files, self.file, keys)
        return super().get_context_data(
            parts=[
                {
                    "part": part,
                    "name": PART + part.key,
                    "id": part.key.replace(".", "-"),
                    "text": texts.get(part.key, part.feel.text.strip()),
                    "findings": findings[part.key],
                }
                for part in self.parts
            ],
            is_unsaved=bool(texts),
            seen=kwargs.pop("seen", fingerprint_of(self.record.files)),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Save the expressions, or show them again with what the check says."""
        texts, seen = self.changed(request), request.POST.get("seen", "")
        if request.POST.get("do") != SAVE:
            return self.render_to_response(self.get_context_data(texts=texts, seen=seen))
        change = partial(
            drafting.change_texts,
            draft=self.record,
            file=self.file,
            texts=texts,
            seen=seen,
            actor=self.user,
        )
        return self.saved(change, texts=texts, seen=seen)


class CheckTexts(TextsPage):
    """What is wrong in expressions as they are typed: the parts of the page that say so."""

    http_method_names = ["post"]  # noqa: RUF012 - Django reads it from the instance too

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Return the findings of each expression; nothing is saved."""
        context = self.get_context_data(texts=self.changed(request), is_part=True)
        return render(request, "backoffice/policies/draft_texts_check.html", context)
