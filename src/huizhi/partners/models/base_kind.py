"""The kinds of bases: data, so that a city names them as its own plan does."""

from __future__ import annotations

from functools import cache
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huizhi.kernel.languages import screen_language
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.subjects import SubjectKind


@cache
def kinds_known_to_facts() -> frozenset[str]:
    """Return the codes for which the catalogue of facts has a word, so that policies may ask."""
    fact = load_catalogue().fact(SubjectKind.BASE, "类型")
    return frozenset(value.english for value in fact.values) if fact else frozenset()


class BaseKind(models.Model):
    """A kind of base. Its code is for good; a kind that is no longer wanted goes out of use.

    The twelve of the province's plan of 19 June 2021 come with the first migration.
    """

    code = models.CharField(_("Code"), max_length=30, primary_key=True)
    name = models.CharField(pgettext_lazy("of a record", "Name"), max_length=60, unique=True)
    name_en = models.CharField(_("English name"), max_length=80)
    order = models.PositiveSmallIntegerField(_("Order"))
    in_use = models.BooleanField(_("In use"), default=True)

    class Meta:
        ordering: ClassVar = ["order", "code"]
        verbose_name = _("Kind of base")
        verbose_name_plural = _("Kinds of bases")

    def __str__(self) -> str:
        return self.name if screen_language() == "zh" else self.name_en

    @property
    def known_to_facts(self) -> bool:
        """Whether a policy can ask for this kind."""
        return self.code in kinds_known_to_facts()
