"""A document of a draft: what it holds, and how a part of it goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from huizhi.backoffice.policies.drafts import BelowDraft
from huizhi.backoffice.policies.part_kinds import LISTS, called, kind_of
from huizhi.kernel.errors import HuizhiError
from huizhi.kernel.roles import Right
from huizhi.kernel.wording import words
from huizhi.policies import drafting, queries
from huizhi.policies.draft_checks import broken_by
from huizhi.rules.findings import Finding
from huizhi.rules.packs import parts
from huizhi.rules.packs.comparing import Comparison, compare
from huizhi.rules.packs.editing import key_of, path_of
from huizhi.rules.packs.model import Document
from huizhi.rules.packs.reading import fingerprint_of, read_pack
from huizhi.rules.packs.wording import FIELDS
from huizhi.rules.words import Words
from huizhi.rules.yaml_edits import EditRefused
from huizhi.rules.yaml_text import Path, YamlFile, at, read_yaml

HEAD: Path = ("document",)
ONE_AT_LEAST = ("clauses", "inputs", "outputs")


def _with_owners(files: Mapping[str, str], found: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings with the name of the part each stands in; one of several alike."""
    rows = {}
    for finding in found:
        file = read_yaml(finding.path, files[finding.path])
        path = parts.part_with(file, finding.place)
        owner = called(at(file, path)) if path else ""
        rows[owner, finding.words] = {"owner": owner, "finding": finding}
    return list(rows.values())


class FilePage(BelowDraft):
    """A page about the file of a document of a draft, or about a part of it."""

    right = Right.POLICIES_ENFORCE
    path: Path = ()

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the name of the file and the path of the part."""
        super().setup(request, *args, **kwargs)
        self.file = kwargs["file"]
        if "part" in kwargs:
            self.path = path_of(kwargs["part"])

    @cached_property
    def document(self) -> Document | None:
        """The document."""
        found = next((d for d in self.pack.documents if d.file == self.file), None)
        if found is None:
            raise Http404
        return found

    @cached_property
    def yaml(self) -> YamlFile:
        """The file as it is stored, with the places of what it holds."""
        assert self.document is not None  # a page about a file has one
        return read_yaml(self.file, self.record.files[self.document.file])

    def part(self, path: Path) -> Mapping[str, Any]:
        """Return a part as it is stored. Errors: `Http404`."""
        kind_of(path)
        found = at(self.yaml, path)
        if not isinstance(found, dict):
            raise Http404
        return found

    def address(self, name: str, *more: object) -> str:
        """Return the address of a page of this draft."""
        return reverse(f"packdraft:{name}", args=[self.number, *more])

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list, through the document and the part this one is in."""
        steps = [*super().trail()]
        if self.path:
            steps.append(self._step(self.address("document", self.file), self.part(HEAD)))
        if len(self.path) > len(("list", 0)):
            above = self.path[:2]
            page = self.address("change_part", key_of(above), self.file)
            steps.append(self._step(page, self.part(above)))
        return steps

    def _step(self, url: str, part: Mapping[str, Any]) -> dict[str, str]:
        return {"url": url, "label": called(part)}

    def home_of(self, path: Path) -> str:
        """Return the page that shows a part: the grid for a column, the benefit for a condition."""
        if parts.is_column(path):
            return self.address("table", self.file, self.part(path[:2])["english"])
        return self.address("change_part", key_of(path[:2]), self.file)

    def lists(self, path: Path, names: tuple[str, ...]) -> list[dict[str, Any]]:
        """Return lists within a part, each with its parts and how one is added."""
        return [self._list((*path, name)) for name in names]

    def _list(self, path: Path) -> dict[str, Any]:
        items = at(self.yaml, path) or []
        return {
            "name": FIELDS[str(path[-1])],
            "adding": kind_of(path).adding,
            "key": key_of(path),
            "rows": [
                {
                    "name": called(item),
                    "key": key_of((*path, number)),
                    "text": words(Words.of(item["text"])) if "text" in item else "",
                    "feel": item.get("feel", ""),
                    "table": item["english"] if path == ("tables",) else "",
                }
                for number, item in enumerate(items)
            ],
            "may_remove": path[-1] not in ONE_AT_LEAST or len(items) > 1,
        }


class DraftDocumentPage(FilePage):
    """What a document of a draft holds, and what can be added to it."""

    template_name = "backoffice/policies/draft_document.html"

    def get_page_title(self) -> str:
        """Return the title of the document."""
        return called(self.part(HEAD))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lists of the document, and what the check says of its file."""
        _pack, found = queries.checked(self.record.files)
        return super().get_context_data(
            document=self.document,
            lists=self.lists((), LISTS),
            findings=[finding for finding in found if finding.path == self.file],
            may_remove=len(self.pack.documents) > 1,
            **kwargs,
        )


class RemovePart(FilePage):
    """Removes a part or a whole document, after showing what goes and what then is wrong."""

    template_name = "backoffice/policies/draft_remove.html"

    def get_page_title(self) -> str:
        """Say what is removed."""
        return _("Remove: {name}").format(name=called(self.part(self.path)))

    def left(self) -> dict[str, str]:
        """Return the files without it. Errors: `Http404` for what is no part."""
        self.part(self.path)
        if self.path == HEAD:
            return parts.without_document(self.record.files, self.file)
        return parts.without_part(self.record.files, self.file, self.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what goes, what the check would then find, and whether it may go all the same."""
        comparison: Comparison | None = None
        refusal = ""
        try:
            left = self.left()
            broken = _with_owners(left, broken_by(self.record.files, left))
            pack, _found = read_pack(left)
            comparison = compare(self.pack, pack) if pack else None
        except EditRefused as error:
            broken, refusal = [], drafting.not_written(error)
        return super().get_context_data(
            comparison=comparison,
            broken=broken,
            refusal=refusal,
            may_remove=comparison is not None and (parts.is_column(self.path) or not broken),
            back=self.home_of(self.path)
            if self.path != HEAD
            else self.address("document", self.file),
            seen=fingerprint_of(self.record.files),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Remove it, or say why it stays."""
        name, seen = called(self.part(self.path)), request.POST.get("seen", "")
        given: dict[str, Any] = {"draft": self.record, "file": self.file, "seen": seen}
        try:
            if self.path == HEAD:
                drafting.remove_document(**given, actor=self.user)
            else:
                drafting.remove_part(**given, path=self.path, actor=self.user)
        except HuizhiError as error:
            messages.error(request, str(error))
            return redirect(request.path)
        messages.success(request, _("“{name}” is removed.").format(name=name))
        return redirect(self._after())

    def _after(self) -> str:
        """Return the page on which the part was shown."""
        if self.path == HEAD:
            return self.address("record")
        if len(self.path) > len(("list", 0)):
            return self.home_of(self.path)
        return self.address("document", self.file)
