"""The kinds of parts that the desk adds, changes and removes, with their forms and lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.policies.part_forms import (
    BenefitForm,
    ClauseForm,
    ConditionForm,
    DefinitionForm,
    DocumentForm,
    InputForm,
    OutputForm,
    PartForm,
    TableForm,
)
from huizhi.kernel.wording import words
from huizhi.rules.packs.editing import key_of
from huizhi.rules.words import Words
from huizhi.rules.yaml_text import Path


@dataclass(frozen=True)
class PartKind:
    """A kind of part: its form, what adding one is called, the lists within it.

    `first` are the forms of the parts that a new one cannot do without, by the list they are in.
    """

    form: type[PartForm]
    adding: Any
    lists: tuple[str, ...] = ()
    first: Mapping[str, type[PartForm]] = field(default_factory=dict)


LISTS = ("clauses", "definitions", "tables", "benefits")
DOCUMENT = PartKind(DocumentForm, _("Add a document"), first={"clauses": ClauseForm})
COLUMNS: Mapping[str, type[PartForm]] = {"inputs": InputForm, "outputs": OutputForm}
KINDS = {
    "document": DOCUMENT,
    "clauses": PartKind(ClauseForm, _("Add a clause")),
    "definitions": PartKind(DefinitionForm, _("Add a definition")),
    "tables": PartKind(TableForm, _("Add a table"), tuple(COLUMNS), COLUMNS),
    "tables.inputs": PartKind(InputForm, _("Add a column of conditions")),
    "tables.outputs": PartKind(OutputForm, _("Add a column of results")),
    "benefits": PartKind(BenefitForm, _("Add a benefit"), ("conditions",)),
    "benefits.conditions": PartKind(ConditionForm, _("Add a condition")),
}


def kind_of(path: Path) -> PartKind:
    """Return the kind of the parts of a list, or of a part, by its path. Errors: `Http404`."""
    kind = KINDS.get(key_of(tuple(part for part in path if isinstance(part, str))))
    if kind is None:
        raise Http404
    return kind


def called(part: Mapping[str, Any]) -> str:
    """Return what a part is called in the language of the screen."""
    name = part.get("title") or part.get("name") or part["label"]
    if isinstance(name, str) and "english" in part:
        return words(Words.of_name(name, part["english"]))
    return words(Words.of_label(name))
