"""Organisations: what they are, where they are, and to whom they belong."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huizhi.kernel.languages import screen_language
from huizhi.kernel.models import Region
from huizhi.organisations.names import name_key


class OrganisationKind(models.TextChoices):
    """What an organisation is to the programme."""

    UNIVERSITY = "university", _("University")
    COLLEGE = "college", _("College of a university")
    INSTITUTE = "institute", _("Research institute")
    EMPLOYER = "employer", _("Employer")
    DEPARTMENT = "department", _("Department of the city")
    COUNTY_GOVERNMENT = "county_government", _("County government")
    SCHOOL = "school", _("School")
    COMMITTEE = "committee", _("Committee or leading group")
    ASSOCIATION = "association", _("Association")


class Nature(models.TextChoices):
    """The nature of an organisation in law; codes are those of the catalogue of facts."""

    GOVERNMENT = "government", _("Government body")
    PUBLIC_INSTITUTION = "public_institution", _("Public institution")
    ENTERPRISE = "enterprise", _("Enterprise")
    UNIVERSITY = "university", _("Institution of higher education")
    RESEARCH_INSTITUTE = "research_institute", _("Research institution")
    SOCIAL_ORGANISATION = "social_organisation", _("Social organisation")


class Organisation(models.Model):
    """A university or its college, an institute, an employer, a department, a county government.

    `county` is the region in which it lies; null for one outside the city. Codes are empty where
    they are not known. `name_key` is the name as it is compared, see `names.name_key`.
    """

    kind = models.CharField(_("Kind"), max_length=20, choices=OrganisationKind.choices)
    name = models.CharField(pgettext_lazy("of a record", "Name"), max_length=120)
    name_key = models.CharField(max_length=120, editable=False, db_index=True)
    short_name = models.CharField(_("Short name"), max_length=40, blank=True)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    credit_code = models.CharField(_("Unified social credit code"), max_length=18, blank=True)
    ministry_code = models.CharField(_("Code of the university"), max_length=5, blank=True)
    nature = models.CharField(_("Nature"), max_length=20, choices=Nature.choices, blank=True)
    county = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, verbose_name=_("County")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("Belongs to"),
    )
    double_first_class = models.BooleanField(
        _("Double First-Class university"), null=True, blank=True
    )
    source = models.CharField(_("Source"), max_length=200)
    synthetic = models.BooleanField(_("Synthetic"), default=False)
    created_at = models.DateTimeField(_("Created"))

    class Meta:
        ordering: ClassVar = ["name", "id"]
        verbose_name = _("Organisation")
        verbose_name_plural = _("Organisations")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~Q(credit_code=""),
                name="organisations_credit_code_once",
                violation_error_message=_("Another organisation has this credit code."),
            ),
            models.UniqueConstraint(
                fields=["ministry_code"],
                condition=~Q(ministry_code=""),
                name="organisations_ministry_code_once",
                violation_error_message=_("Another organisation has this code."),
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="organisations_not_its_own_parent",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "county"])]

    def __str__(self) -> str:
        return (self.name_en if screen_language() == "en" else "") or self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the comparable name in step with the name."""
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]
