"""Forms of the parts of a document: what the pack's format has, by the path of each field."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.backoffice.days import day_field
from huizhi.kernel.wording import KINDS, words
from huizhi.rules.packs.editing import feel_value
from huizhi.rules.packs.model import Document, Pack
from huizhi.rules.packs.wording import VALUES, field_words
from huizhi.rules.yaml_text import Path, YamlFile, at

LEVEL = "__"
NONE = ("", "—")


def _text(*, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(required=required, help_text=help_text, max_length=200)


class _Lines(forms.CharField):
    """A text of several lines, which a browser sends with a carriage return before each break."""

    def to_python(self, value: Any) -> Any:
        text: str = super().to_python(value) or ""
        return text.replace("\r\n", "\n")


def _long(*, required: bool = True, help_text: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return _Lines(required=required, help_text=help_text, widget=area)


def _feel(*, required: bool = True, help_text: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 2, "class": "office-feel", "spellcheck": "false"})
    return _Lines(required=required, help_text=help_text, widget=area)


def _choice(*, required: bool = True, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(required=required, help_text=help_text)


def _number(*, help_text: Any, least: int | None = None) -> forms.IntegerField:
    return forms.IntegerField(required=False, help_text=help_text, min_value=least)


def _english(*, required: bool = True) -> forms.RegexField:
    return forms.RegexField(
        r"^[a-z][a-z0-9_]*$",
        required=required,
        help_text=gettext_lazy("Small letters, digits and _, such as monthly_allowance."),
    )


def _id(help_text: Any) -> forms.RegexField:
    return forms.RegexField(r"^[a-z0-9][a-z0-9-]*$", max_length=60, help_text=help_text)


class PartForm(forms.Form):
    """A part of a file. The field `name__zh` stands for `name: {zh: …}`; empty ones are left out.

    `stored` is the file with the path of the part, None for a new one. A name in two languages is
    given in both or in neither.
    """

    expressions: ClassVar[tuple[str, ...]] = ()
    fixed: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        *args: Any,
        pack: Pack,
        document: Document | None,
        stored: tuple[YamlFile, Path] | None = None,
        **kwargs: Any,
    ) -> None:
        initial = _stored_texts(*stored, list(self.base_fields)) if stored else {}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.stored = stored
        for name, field in self.fields.items():
            field.label = words(field_words(name.split(LEVEL)))
            field.disabled = stored is not None and name in self.fixed
            if isinstance(field, forms.ChoiceField):
                known = _choices(name, pack, document)
                field.choices = known if field.required and initial.get(name) else [NONE, *known]

    def clean(self) -> dict[str, Any]:
        """Ask for both languages."""
        for name in self.fields:
            other = name.removesuffix("zh") + "en"
            if name.endswith("__zh") and not self.errors.keys() & {name, other}:
                for missing, given in ((name, other), (other, name)):
                    if self.cleaned_data.get(given) and not self.cleaned_data.get(missing):
                        self.add_error(missing, _("Give it in both languages, or in neither."))
        return self.cleaned_data

    def part(self) -> dict[str, Any]:
        """Return the part as its file is to hold it; None for what is left out."""
        value: dict[str, Any] = {}
        for name in self.fields:
            *above, last = name.split(LEVEL)
            holder = value
            for key in above:
                holder = holder.setdefault(key, {})
            holder[last] = self._as_written(name)
        return {key: _plain(key, held) for key, held in value.items()} | self._kept()

    def _as_written(self, name: str) -> Any:
        given = self.cleaned_data.get(name)
        if given in ("", None, []):
            return None
        if self.stored and name not in self.changed_data:
            file, path = self.stored
            known = at(file, (*path, *name.split(LEVEL)))
            if known is not None:  # one text stands for a label in both languages
                return known
        if isinstance(given, dt.date):
            return given.isoformat()
        return feel_value(given) if name in self.expressions else given

    def _kept(self) -> dict[str, Any]:
        """Return that something is assumed, where the file says so without words."""
        said = self.cleaned_data.get("assumption__zh")
        if self.stored is None or said:
            return {}
        file, path = self.stored
        return {"assumption": True} if at(file, (*path, "assumption")) is True else {}


def _plain(key: str, held: Any) -> Any:
    """Return None for a mapping with nothing in it, and one text for a label of two alike."""
    if not isinstance(held, dict):
        return held
    if not any(part is not None for part in held.values()):
        return None
    is_one = key == "label" and held["zh"] == held["en"]
    return held["zh"] if is_one else held


def _stored_texts(file: YamlFile, path: Path, names: list[str]) -> dict[str, Any]:
    """Return what the file holds in the fields of a part."""
    return {name: _stored(file, path, name.split(LEVEL)) for name in names}


def _stored(file: YamlFile, path: Path, field: list[str]) -> Any:
    found = at(file, (*path, *field))
    if isinstance(found, list):
        return "\n".join(map(str, found))
    if found is not None:
        return file.nodes[(*path, *field)].value.strip()
    label = at(file, (*path, field[0]))
    return label if isinstance(label, str) and field[-1] in ("zh", "en") else None


def _choices(name: str, pack: Pack, document: Document | None) -> list[tuple[str, str]]:
    if name == "clause":
        clauses = document.clauses.values() if document else ()
        return [(clause.id, words(clause.label)) for clause in clauses]
    if name == "group":
        return [(group.id, words(group.name)) for group in pack.groups]
    if name == "subject":
        return [(kind.value, str(label)) for kind, label in KINDS.items()]
    return [(value, words(label)) for value, label in VALUES[name].items()]


_ASSUMED = gettext_lazy("What is assumed and why, where the text leaves it open.")
_SUBJECT = gettext_lazy("Whose facts it reads; none if it reads the facts of no one kind.")
_FEEL = gettext_lazy("FEEL, with the Chinese names of facts, definitions and tables.")


class ClauseForm(PartForm):
    """A clause."""

    fixed = ("id",)

    id = forms.CharField(
        max_length=40,
        help_text=gettext_lazy("Such as 3 for Article 3: tables and benefits cite it."),
    )
    label__zh = _text()
    label__en = _text()
    text__zh = _long(help_text=gettext_lazy("A summary will do; the source has the wording."))
    text__en = _long()
    assumption__zh = _long(required=False, help_text=_ASSUMED)
    assumption__en = _long(required=False)


class DefinitionForm(PartForm):
    """A named value."""

    expressions = ("feel",)

    name = _text(help_text=gettext_lazy("Expressions use it by this name."))
    english = _english()
    clause = _choice()
    type = _choice()
    feel = _feel(help_text=_FEEL)
    subject = _choice(required=False, help_text=_SUBJECT)
    assumption__zh = _long(required=False, help_text=_ASSUMED)
    assumption__en = _long(required=False)


class InputForm(PartForm):
    """A column of conditions."""

    expressions = ("feel",)

    label__zh = _text()
    label__en = _text()
    feel = _feel(help_text=gettext_lazy("What the tests of the column look at, often one fact."))


class OutputForm(PartForm):
    """A column of results."""

    expressions = ("default",)

    name = _text()
    english = _english(required=False)
    type = _choice()
    values = _long(
        required=False,
        help_text=gettext_lazy("One a line, the first counts most; for the hit policies P and O."),
    )
    default = _feel(
        required=False,
        help_text=gettext_lazy("The result where no rule is met: an expression, or null for none."),
    )

    def clean_values(self) -> list[Any]:
        """Return the results as the file lists them, numbers as numbers."""
        lines = (line.strip() for line in self.cleaned_data["values"].splitlines())
        is_number = self.cleaned_data.get("type") == "number"
        return [feel_value(line) if is_number else line for line in lines if line]


class TableForm(PartForm):
    """A decision table without its columns and rules."""

    name = _text(help_text=gettext_lazy("Expressions use its result by this name."))
    english = _english()
    clause = _choice()
    hit_policy = _choice(help_text=gettext_lazy("What counts where several rules are met."))
    subject = _choice(required=False, help_text=_SUBJECT)
    assumption__zh = _long(required=False, help_text=_ASSUMED)
    assumption__en = _long(required=False)


class ConditionForm(PartForm):
    """A condition of a benefit."""

    expressions = ("feel",)

    name__zh = _text()
    name__en = _text()
    clause = _choice()
    feel = _feel(help_text=_FEEL)


class BenefitForm(PartForm):
    """A benefit without its conditions."""

    expressions = ("amount", "quantity", "window__start")
    fixed = ("id",)

    id = _id(gettext_lazy("Small letters, digits and -. Claims are kept by it, so it is for good."))
    name__zh = _text()
    name__en = _text()
    clause = _choice()
    subject = _choice(help_text=gettext_lazy("Who is entitled to it."))
    form = _choice(help_text=gettext_lazy("What it consists of."))
    period = _choice(help_text=gettext_lazy("How often it falls due."))
    amount = _feel(
        required=False,
        help_text=gettext_lazy("For money alone: FEEL in yuan, such as the name of a table."),
    )
    quantity = _feel(
        required=False,
        help_text=gettext_lazy("For all but money: how many, one if empty."),
    )
    unit__zh = _text(required=False, help_text=gettext_lazy("For all but money: what is counted."))
    unit__en = _text(required=False, help_text=gettext_lazy("In the singular."))
    window__start = _feel(
        required=False,
        help_text=gettext_lazy("An expression for the day from which it is due."),
    )
    window__months = _number(help_text=gettext_lazy("For how many months from that day."), least=1)
    group = _choice(
        required=False, help_text=gettext_lazy("With which others it is not had in full.")
    )
    priority = _number(
        help_text=gettext_lazy("The smaller one uses up a cap, or is deducted, first.")
    )
    rounding = _choice(
        required=False, help_text=gettext_lazy("Where it is empty, half is rounded up.")
    )
    notice_days = _number(help_text=gettext_lazy("Empty for no public notice."), least=0)
    assumption__zh = _long(required=False, help_text=_ASSUMED)
    assumption__en = _long(required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for what the form of the benefit needs, and leave out what it cannot have."""
        given = super().clean()
        is_money = given.get("form") == "money"
        if is_money and not given.get("amount"):
            self.add_error("amount", _("Money needs an amount."))
        if given.get("form") and not is_money and not given.get("unit__zh"):
            self.add_error("unit__zh", _("What is not money needs a unit."))
        if given.get("window__months") and not given.get("window__start"):
            self.add_error("window__start", _("Months count from a day: say which."))
        unwanted = ("quantity", "unit__zh", "unit__en") if is_money else ("amount",)
        return given | dict.fromkeys(unwanted, "")


class DocumentForm(PartForm):
    """The head of a document."""

    fixed = ("id",)

    id = _id(
        gettext_lazy(
            "Small letters, digits and -. A later version of the same document has the same id"
            " and days in force of its own."
        )
    )
    title__zh = _text()
    title__en = _text()
    number = forms.RegexField(
        r"〔[0-9]{4}〕",
        required=False,
        max_length=100,
        help_text=gettext_lazy("With the year in 〔 〕; empty where it is not public."),
    )
    issuer__zh = _text(required=False)
    issuer__en = _text(required=False)
    issued = day_field(None)
    in_force__from = day_field(None, required=True, help_text=gettext_lazy("The first day."))
    in_force__to = day_field(None, help_text=gettext_lazy("The last day; empty while it is open."))
    source__title = _text(
        required=False, help_text=gettext_lazy("Where the wording can be read, such as a gazette.")
    )
    source__url = forms.URLField(required=False, assume_scheme="https")
    source__date = day_field(None)
    assumption__zh = _long(required=False, help_text=_ASSUMED)
    assumption__en = _long(required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the title of a source of which more is known."""
        given = super().clean()
        if (given.get("source__url") or given.get("source__date")) and not given["source__title"]:
            self.add_error("source__title", _("Give the title of the source too."))
        return given
