"""Who is party to an agreement as what, whom to call there, and what each side has to do."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huizhi.kernel import clock
from huizhi.organisations.models import Organisation, OrganisationKind
from huizhi.partners.models.agreement import Agreement
from huizhi.partners.models.document import Document
from huizhi.partners.models.part import Part
from huizhi.partners.states import ObligationState

CITY_KINDS = frozenset(
    {
        OrganisationKind.DEPARTMENT,
        OrganisationKind.COUNTY_GOVERNMENT,
        OrganisationKind.COMMITTEE,
    }
)


class PartyRole(models.TextChoices):
    """As what an organisation is party to an agreement."""

    PARTY_A = "party_a", _("Party A")
    PARTY_B = "party_b", _("Party B")
    PARTY_C = "party_c", _("Party C")
    PARTY_D = "party_d", _("Party D")
    UNDERTAKER = "undertaker", _("Carries it out")
    SUPPORTER = "supporter", _("Supports it")
    WITNESS = "witness", _("Witness")


class Side(models.TextChoices):
    """The two sides of an agreement."""

    CITY = "city", _("City")
    PARTNER = "partner", _("Partner")


class Party(Part):
    """An organisation in an agreement, with its role. Others than the host are partners too."""

    OWNER = "agreement"

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="parties", verbose_name=_("Agreement")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="roles", verbose_name=_("Organisation")
    )
    role = models.CharField(_("As what"), max_length=12, choices=PartyRole.choices)

    class Meta:
        ordering: ClassVar = ["role", "id"]
        verbose_name = _("Party")
        verbose_name_plural = _("Parties")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "organisation"], name="partners_party_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}（{self.get_role_display()}）"

    @property
    def side(self) -> Side:
        """On whose side it stands: the host and the city's own bodies, or the partners."""
        own = self.organisation_id == self.agreement.host_id
        return Side.CITY if own or self.organisation.kind in CITY_KINDS else Side.PARTNER


class Contact(Part):
    """Whom to call at a party: a post or office first; a name and number only where needed."""

    OWNER = "agreement"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="contacts")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("Organisation")
    )
    office = models.CharField(_("Post or office"), max_length=80)
    name = models.CharField(_("Name of the contact"), max_length=40, blank=True)
    telephone = models.CharField(_("Office telephone"), max_length=30, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("Contact")
        verbose_name_plural = _("Contacts")

    def __str__(self) -> str:
        return f"{self.organisation} {self.office}"


class Obligation(Part):
    """Something that one party has to do until a day. Whether it is overdue is not stored."""

    OWNER = "agreement"

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="obligations", verbose_name=_("Agreement")
    )
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="obligations", verbose_name=_("Party")
    )
    text = models.TextField(_("What is to be done"))
    due_on = models.DateField(_("Due on"), null=True, blank=True)
    fulfilled_on = models.DateField(_("Fulfilled on"), null=True, editable=False)
    waived_on = models.DateField(_("Waived on"), null=True, editable=False)
    evidence = models.CharField(_("What shows it"), max_length=300, blank=True, editable=False)
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("Document"),
    )
    synthetic = models.BooleanField(_("Synthetic"), default=False)

    class Meta:
        ordering: ClassVar = [models.F("due_on").asc(nulls_last=True), "id"]
        verbose_name = _("Obligation")
        verbose_name_plural = _("Obligations")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(fulfilled_on=None) | Q(waived_on=None),
                name="partners_obligation_one_end",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["due_on"], name="obligation_due_on")]

    def __str__(self) -> str:
        return self.text

    def state_on(self, day: dt.date) -> ObligationState:
        """Return where it stands on a day."""
        if self.fulfilled_on is not None:
            return ObligationState.FULFILLED
        if self.waived_on is not None:
            return ObligationState.WAIVED
        late = self.due_on is not None and self.due_on < day
        return ObligationState.OVERDUE if late else ObligationState.OPEN

    @property
    def state(self) -> ObligationState:
        """Where it stands today."""
        return self.state_on(clock.today())

    def get_state_display(self) -> str:
        """Return where it stands today in words."""
        return str(self.state.label)

    @property
    def settled_on(self) -> dt.date | None:
        """The day on which it was fulfilled or waived."""
        return self.fulfilled_on or self.waived_on
