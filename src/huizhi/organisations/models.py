"""Organisations: what they are, what they are called, where they are, to whom they belong."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huizhi.kernel.languages import screen_language, shown_name
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
    PARK = "park", _("Industrial park")


class Nature(models.TextChoices):
    """The nature of an organisation in law; codes are those of the catalogue of facts."""

    GOVERNMENT = "government", _("Government body")
    PUBLIC_INSTITUTION = "public_institution", _("Public institution")
    ENTERPRISE = "enterprise", _("Enterprise")
    UNIVERSITY = "university", _("Institution of higher education")
    RESEARCH_INSTITUTE = "research_institute", _("Research institution")
    SOCIAL_ORGANISATION = "social_organisation", _("Social organisation")


class TeachingLevel(models.TextChoices):
    """What a university teaches, in the two words of the Ministry of Education's list."""

    UNDERGRADUATE = "undergraduate", _("Undergraduate")
    VOCATIONAL = "vocational", _("Vocational college")


class IndustryCluster(models.Model):
    """An industry cluster that the city builds: a dimension of organisations and of projects.

    `code` is a short Latin word for files and addresses. One that is given up is no longer offered,
    and what belongs to it still shows it.
    """

    code = models.SlugField(_("Code"), max_length=40, unique=True)
    name = models.CharField(pgettext_lazy("of a record", "Name"), max_length=60, unique=True)
    name_en = models.CharField(_("English name"), max_length=80)
    source = models.CharField(_("Source"), max_length=200)
    in_use = models.BooleanField(_("In use"), default=True)

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("Industry cluster")
        verbose_name_plural = _("Industry clusters")

    def __str__(self) -> str:
        return self.name if screen_language() == "zh" else self.name_en


class StandingOrganisations(models.Manager["Organisation"]):
    """Those that stand: not merged into another."""

    def get_queryset(self) -> models.QuerySet[Organisation]:
        """Return the rows without those that were merged into another."""
        return super().get_queryset().filter(merged_into=None)


class Organisation(models.Model):
    """A university or its college, an institute, an employer, a department, a park, and so on.

    `county` is the region in which it lies; null for one outside the city. `seat` is the place in
    words, for those outside. Codes are empty where they are not known. `name_key` is the name as
    it is compared, see `names.name_key`. `park` is the park that attracted a firm, since
    `attracted_on`. One that a clerk found to be the same as another keeps its row for old
    addresses and old facts: it is `merged_into` the other, and only `with_merged` finds it.
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
    park = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="firms",
        verbose_name=_("Park"),
    )
    attracted_on = models.DateField(_("In the park since"), null=True, blank=True)
    clusters = models.ManyToManyField(
        IndustryCluster, blank=True, related_name="organisations", verbose_name=_("Clusters")
    )
    seat = models.CharField(_("Seat of the organisation"), max_length=40, blank=True)
    authority = models.CharField(_("Supervised by"), max_length=60, blank=True)
    teaching_level = models.CharField(
        _("Teaching level"), max_length=15, choices=TeachingLevel.choices, blank=True
    )
    double_first_class = models.BooleanField(
        _("Double First-Class university"), null=True, blank=True
    )
    source = models.CharField(_("Source"), max_length=200)
    synthetic = models.BooleanField(_("Synthetic"), default=False)
    created_at = models.DateTimeField(_("Created"))
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="merged",
        verbose_name=_("Merged into"),
    )

    objects = StandingOrganisations()
    with_merged: ClassVar[models.Manager[Organisation]] = models.Manager()

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
            models.CheckConstraint(
                condition=Q(park=None) | ~Q(park=F("id")), name="organisations_not_its_own_park"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "county"])]

    def __str__(self) -> str:
        return shown_name(self.name, self.name_en)

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the comparable name in step with the name."""
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def former_names(self) -> str:
        """The names that it had before, in one line."""
        return "、".join(one.name for one in self.names.all() if one.kind == NameKind.FORMER)

    @property
    def cluster_names(self) -> str:
        """The industry clusters that it belongs to, in one line."""
        return "、".join(str(one) for one in self.clusters.all())


class NameKind(models.TextChoices):
    """What another name of an organisation is."""

    ALIAS = "alias", _("Other name")
    FORMER = "former", _("Former name")
    SHORT = "short", _("Short name")


class OrganisationName(models.Model):
    """A name by which an organisation is known besides its own.

    `until` is the day on which a former name gave way to the next, null where it is not known.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names")
    kind = models.CharField(_("Kind"), max_length=10, choices=NameKind.choices)
    name = models.CharField(pgettext_lazy("of a record", "Name"), max_length=120)
    name_key = models.CharField(max_length=120, editable=False, db_index=True)
    until = models.DateField(_("Until"), null=True, blank=True)
    source = models.CharField(_("Source"), max_length=200)

    class Meta:
        ordering: ClassVar = ["kind", "-until", "id"]
        verbose_name = _("Other name")
        verbose_name_plural = _("Other names")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "name_key"], name="organisations_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the comparable name in step with the name."""
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class RankChange(models.TextChoices):
    """What a record of rank says."""

    RAISED = "raised", _("Raised in rank")
    LOWERED = "lowered", _("Lowered in rank")
    STATED = "stated", _("Rank on record")


class DatePrecision(models.TextChoices):
    """How exactly a day is known: "in February 2021" is a month."""

    DAY = "day", _("To the day")
    MONTH = "month", _("To the month")
    YEAR = "year", _("To the year")


class OrganisationRank(models.Model):
    """A dated record of an organisation's rank. `level` is empty where it is not told."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="ranks")
    change = models.CharField(_("What happened"), max_length=10, choices=RankChange.choices)
    level = models.CharField(_("Rank"), max_length=40, blank=True)
    since = models.DateField(_("Since"))
    precision = models.CharField(
        _("Known"), max_length=5, choices=DatePrecision.choices, default=DatePrecision.DAY
    )
    source = models.CharField(_("Source"), max_length=200)

    class Meta:
        ordering: ClassVar = ["-since", "-id"]
        verbose_name = _("Rank")
        verbose_name_plural = _("Ranks")

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.change} {self.since}"

    @property
    def since_text(self) -> str:
        """The day as exactly as it is known: 2021-02-19, 2021-02 or 2021."""
        return {
            DatePrecision.DAY: f"{self.since:%Y-%m-%d}",
            DatePrecision.MONTH: f"{self.since:%Y-%m}",
        }.get(DatePrecision(self.precision), f"{self.since:%Y}")


class DifferentOrganisations(models.Model):
    """Two organisations that look like one and that a clerk has found to be two.

    `first` is the one with the smaller id.
    """

    first = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("Different organisations")
        verbose_name_plural = _("Different organisations")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="organisations_pair_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="organisations_pair_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"
