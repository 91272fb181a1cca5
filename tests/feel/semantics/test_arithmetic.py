import pytest

from huizhi.feel.semantics.arithmetic import arithmetic_type, negation_type
from huizhi.feel.semantics.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_DURATION,
    NULL,
    NUMBER,
    STRING,
    TIME,
    YEARS_DURATION,
    FeelType,
    StringType,
)


@pytest.mark.parametrize(
    ("left", "operator", "right", "result"),
    [
        (NUMBER, "**", NUMBER, NUMBER),
        (StringType(("a",)), "+", STRING, STRING),
        (STRING, "-", STRING, None),
        (DATE, "-", DATE_TIME, DAYS_DURATION),
        (DATE, "+", DATE, None),
        (DAYS_DURATION, "+", DATE_TIME, DATE_TIME),
        (DATE, "-", YEARS_DURATION, DATE),
        (YEARS_DURATION, "-", DATE, None),
        (TIME, "+", DAYS_DURATION, TIME),
        (TIME, "+", YEARS_DURATION, None),
        (DAYS_DURATION, "+", YEARS_DURATION, None),
        (NUMBER, "*", YEARS_DURATION, YEARS_DURATION),
        (NUMBER, "/", DAYS_DURATION, None),
        (DAYS_DURATION, "/", DAYS_DURATION, NUMBER),
        (BOOLEAN, "+", NUMBER, None),
        (ANY, "+", NUMBER, NUMBER),
        (ANY, "+", DATE, DATE),
        (ANY, "-", ANY, ANY),
        (NULL, "*", NUMBER, ANY),
        (ANY, "*", STRING, None),
    ],
)
def test_arithmetic(
    left: FeelType, operator: str, right: FeelType, result: FeelType | None
) -> None:
    assert arithmetic_type(operator, left, right) == result


def test_negation() -> None:
    assert negation_type(NUMBER) == NUMBER
    assert negation_type(DAYS_DURATION) == DAYS_DURATION
    assert negation_type(DATE) is None
    assert negation_type(NULL) == ANY
