"""What agreements, bases, projects, visits and platforms have in common."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huizhi.kernel.languages import shown_name
from huizhi.kernel.models import Region
from huizhi.organisations.fact_stating import known
from huizhi.organisations.models import Organisation, OrganisationKind
from huizhi.partners.states import Moves
from huizhi.rules.subjects import SubjectKind


class Bound(models.TextChoices):
    """How exactly a number is known: "over 800" is a bound, not an equality."""

    EXACT = "exact", _("exactly")
    AT_LEAST = "at_least", _("at least")
    AT_MOST = "at_most", _("at most")
    ABOUT = "about", _("about")

    @property
    def sign(self) -> str:
        """What stands before a number that is known so, e.g. "≥ "; nothing for an exact one."""
        return {"at_least": "≥ ", "at_most": "≤ ", "about": "≈ "}.get(self.value, "")


class Level(models.TextChoices):
    """The level at which something was approved; codes are those of the catalogue of facts."""

    NATIONAL = "national", _("National")
    PROVINCIAL = "provincial", _("Provincial")
    MUNICIPAL = "municipal", _("Municipal")
    COUNTY = "county", _("County level")


class CooperationRecord(models.Model):
    """One record of the cooperation, with where it stands and where we know it from.

    `county` is the county, or the city itself for what the whole city does. `host` is the side of
    the city, `partners` the universities, institutes or firms. `statement` points to a numbered
    statement of the city's model case. Only `published` records stand on the public pages.
    """

    MOVES: ClassVar[Moves]
    SUBJECT_KIND: ClassVar[SubjectKind | None] = None
    FACT_COLUMNS: ClassVar[dict[str, str]] = {}
    STATE_DATES: ClassVar[dict[str, str]] = {}
    """Which column keeps the day on which a state was reached."""
    SEARCHED: ClassVar[tuple[str, ...]] = ("name", "name_en", "reference")
    """The columns by whose words a search finds the record."""

    name = models.CharField(pgettext_lazy("of a record", "Name"), max_length=160)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    reference = models.CharField(_("Reference"), max_length=60, blank=True)
    state: models.CharField[str, str]
    county = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, verbose_name=_("County")
    )
    host = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_%(class)ss",
        verbose_name=_("Host"),
    )
    partners = models.ManyToManyField(
        Organisation, blank=True, related_name="%(class)ss", verbose_name=_("Partners")
    )
    note = models.TextField(_("Note"), blank=True)
    note_en = models.TextField(_("English note"), blank=True)
    statement = models.CharField(_("Statement of the model case"), max_length=10, blank=True)
    source = models.CharField(_("Source"), max_length=200)
    published = models.BooleanField(_("On public pages"), default=False)
    synthetic = models.BooleanField(_("Synthetic"), default=False)
    created_at = models.DateTimeField(_("Created"))

    class Meta:
        abstract = True
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reference"],
                condition=~Q(reference=""),
                name="%(app_label)s_%(class)s_reference_once",
                violation_error_message=_("Another record has this reference."),
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["statement"], name="%(class)s_statement"),
            models.Index(fields=["county", "state"], name="%(class)s_county_state"),
        ]

    def __str__(self) -> str:
        return shown_name(self.name, self.name_en)

    @property
    def record_kind(self) -> str:
        """The name of its model, by which what is attached points to it."""
        return str(self._meta.model_name)

    @property
    def state_label(self) -> str:
        """Where it stands, in words."""
        return state_label(type(self), self.state)

    @property
    def partner_names(self) -> str:
        """The partners' names in one line, in the order of their names."""
        return "、".join(partner.name for partner in self.partners.all())

    def fact_values(self) -> dict[str, Any]:
        """Return what the record says, by the names of the catalogue of facts."""
        return known({fact: getattr(self, column) for fact, column in self.FACT_COLUMNS.items()})

    @property
    def university(self) -> Organisation | None:
        """The first partner that is a university, or the university of a partner college."""
        for partner in self.partners.all():
            if partner.kind == OrganisationKind.UNIVERSITY:
                return partner
            if partner.kind == OrganisationKind.COLLEGE and partner.parent is not None:
                return partner.parent
        return None


def state_label(model: type[CooperationRecord], state: str) -> str:
    """Return a state of a kind of record in words."""
    return str(dict(model._meta.get_field("state").choices).get(state, state))  # type: ignore[arg-type]
