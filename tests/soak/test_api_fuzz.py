"""The interface under schemathesis for long: every edge, drawn requests, chains of calls."""

from __future__ import annotations

import itertools

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from huizhi.config.wsgi import application
from tests.api.conftest import office, operator  # noqa: F401 - fixtures of the fixture below
from tests.api.test_schema import (
    DOCUMENT,
    chain_of_calls,
    city_with_records,  # noqa: F401
    kept_connection,  # noqa: F401
    try_out,
)

pytestmark = [pytest.mark.soak, pytest.mark.django_db]
DRAWN_AT_A_TIME = 200
CHAINS_AT_A_TIME = 50

every_edge = schemathesis.openapi.from_wsgi(DOCUMENT, application)


@every_edge.parametrize()
@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_edge_of_every_operation(case, city_with_records):  # noqa: F811
    try_out(case, *city_with_records)


def test_drawn_requests_for_long(time_left, city_with_records):  # noqa: F811
    operations = [found.ok() for found in every_edge.get_all_operations()]
    drawn = 0
    for number, operation in zip(itertools.count(), itertools.cycle(operations), strict=False):
        if time_left() < 0:
            break
        cases = st.one_of(
            operation.as_strategy(),
            operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE),
        )

        @seed(number)
        @settings(
            max_examples=DRAWN_AT_A_TIME,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=cases)
        def draw(case):
            try_out(case, *city_with_records)

        draw()
        drawn += DRAWN_AT_A_TIME
    print(f"{drawn} requests to {len(operations)} operations")


def test_chains_of_calls_for_long(time_left, city_with_records):  # noqa: F811
    chain = chain_of_calls(city_with_records[0])
    while time_left() > 0:
        chain.run(
            settings=settings(
                max_examples=CHAINS_AT_A_TIME,
                stateful_step_count=20,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
        )
