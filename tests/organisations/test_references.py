"""What points to an organisation: every column of every model, known by name here."""

from __future__ import annotations

import pytest
from django.apps import apps

from huizhi.organisations.models import DifferentOrganisations, Organisation
from huizhi.organisations.references import (
    KEPT_AS_THEY_ARE,
    references,
    subject_tables,
)

RECORDS = ("Agreement", "Base", "Event", "Platform", "Project", "Visit")


def test_every_foreign_key_and_join_table_is_handled():
    handled = {one.label for one in references()}
    pointing = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        if model is not DifferentOrganisations
        for field in model._meta.concrete_fields
        if field.related_model is Organisation or field.name == "organisation_id"
    }
    assert handled == pointing
    assert {f"partners.{name}.host" for name in RECORDS} <= handled
    assert {f"partners.{name}_partners.organisation" for name in RECORDS} <= handled
    assert handled >= {
        "cases.Case.organisation_id",
        "entitlements.Result.organisation_id",
        "governance.Body.organisation",
        "governance.Seat.organisation",
        "governance.Task.organisation",
        "governance.Problem.organisation",
        "kernel.User.organisation_id",
        "organisations.Organisation.merged_into",
        "organisations.Organisation.park",
        "organisations.Organisation.parent",
        "organisations.Organisation_clusters.organisation",
        "partners.Contact.organisation",
        "partners.Funding.payer",
        "partners.Party.organisation",
        "people.Person.employer",
    }


def test_no_other_number_column_is_named_like_an_organisation():
    """A column such as host_id without a foreign key would be forgotten."""
    strange = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if not field.is_relation
        and field.name in {"host_id", "partner_id", "employer_id", "payer_id", "university_id"}
    }
    assert strange == set()


def test_claims_stand_in_these_tables():
    assert {model._meta.label for model in subject_tables()} == {
        "cases.Case",
        "ledger.Claim",
        "payments.PayeeAccount",
    }
    for label in KEPT_AS_THEY_ARE:
        assert apps.get_model(label)


@pytest.mark.parametrize("reference", references(), ids=lambda one: one.label)
def test_every_reference_has_words(reference):
    assert len(reference.title) >= 2
    assert "relationship" not in reference.title
