"""schemathesis over the OpenAPI document: no server error, no answer outside the description."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from huizhi.api.rest import api
from huizhi.config.wsgi import application
from tests.api.factories import one_of_each
from tests.integrations.factories import token

pytestmark = pytest.mark.django_db

DOCUMENT = "/api/v1/openapi.json"
WITHOUT_EDGES = {"phases": {"coverage": {"enabled": False}}}
# Between them they have every type of field; the edges of the others are for the soak.
WITH_EDGES = "/(organisations|projects|tasks)"

every_operation = schemathesis.openapi.from_wsgi(
    DOCUMENT, application, config=schemathesis.Config.from_dict(WITHOUT_EDGES)
)
edges = schemathesis.openapi.from_wsgi(DOCUMENT, application).include(path_regex=WITH_EDGES)
drawn = settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def kept_connection(db):
    """The server ends connections around each request; the test's transaction lives on one."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def city_with_records(kept_connection, office, settings, operator):
    """Return the header that opens the interface, and the number of a record of each kind."""
    settings.API_CALLS_PER_MINUTE = 1_000_000
    records = one_of_each(office, "本市")
    header = {"Authorization": f"Bearer {token(office, actor=operator)[1]}"}
    return header, {path: record.pk for path, record in records.items()}


@every_operation.parametrize()
@drawn
def test_every_answer_is_as_described(case, city_with_records):
    try_out(case, *city_with_records)


@edges.parametrize()
@settings(drawn, phases=[Phase.explicit])
def test_the_edges_of_every_type_of_field_are_as_described(case, city_with_records):
    try_out(case, *city_with_records)


def test_the_description_says_what_goes_on_with_a_record():
    answers = api.get_openapi_schema()["paths"]["/api/v1/tasks"]
    ways = answers["post"]["responses"][201]["links"]
    assert set(ways) == {"get_task", "change_task", "patch_task", "move_task"}
    assert ways["get_task"]["parameters"] == {"pk": "$response.body#/id"}
    ways = answers["get"]["responses"][200]["links"]
    assert ways["move_task"]["parameters"] == {"pk": "$response.body#/items/0/id"}


def test_a_chain_of_calls_is_as_described(city_with_records):
    chain_of_calls(city_with_records[0]).run(settings=settings(drawn, stateful_step_count=6))


def chain_of_calls(header):
    """Return the machine that goes on with what an answer said: adds a record, then changes it.

    What the answer said may replace what was wrong in a request, so that its refusal is not
    expected here. Each chain begins with the same records, so that it can be tried again.
    """

    class Chain(every_operation.as_state_machine()):
        def setup(self):
            self.changes = transaction.atomic()
            self.changes.__enter__()

        def teardown(self):
            transaction.set_rollback(True)
            self.changes.__exit__(None, None, None)

        def get_call_kwargs(self, case):
            return {"headers": header}

        def validate_response(self, response, case, additional_checks=(), **kwargs):
            left_out = [negative_data_rejection, positive_data_acceptance]
            case.validate_response(response, excluded_checks=left_out, **kwargs)

    return Chain


def try_out(case, header, numbers):
    """Send a case and hold the answer to the description.

    Numbers that can be meet a record. What has the right form may still be refused by a rule, such
    as an end before its start, so that check is left out. A parameter that is none holds a letter,
    since an empty list would leave no trace in the address.
    """
    if isinstance(case.path_parameters.get("pk"), int) and 0 < case.path_parameters["pk"] < 2**63:
        case.path_parameters["pk"] = numbers[case.operation.path.split("/")[3]]
    known = {one.name for one in case.operation.query}
    case.query.update(dict.fromkeys(case.query.keys() - known, "x"))
    case.call_and_validate(headers=header, excluded_checks=[positive_data_acceptance])
