import pytest

from huizhi.feel.semantics.conformance import MAX_VALUES, common, comparable, conforms, ordered
from huizhi.feel.semantics.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_DURATION,
    NULL,
    NUMBER,
    STRING,
    YEARS_DURATION,
    ContextType,
    FeelType,
    FunctionType,
    ListType,
    OneOf,
    RangeType,
    StringType,
)

PERSON = ContextType((("name", STRING), ("age", NUMBER)))


@pytest.mark.parametrize(
    ("given", "wanted", "fits"),
    [
        (NUMBER, NUMBER, True),
        (NUMBER, STRING, False),
        (ANY, NUMBER, True),
        (NULL, DATE, True),
        (NUMBER, ANY, True),
        (StringType(("a",)), STRING, True),
        (DATE, DATE_TIME, True),
        (DATE_TIME, DATE, False),
        (NUMBER, ListType(NUMBER), True),
        (STRING, ListType(NUMBER), False),
        (ListType(NUMBER), NUMBER, False),
        (ListType(ANY), ListType(NUMBER), True),
        (NUMBER, OneOf((STRING, NUMBER)), True),
        (DATE, OneOf((STRING, NUMBER)), False),
        (PERSON, ContextType((("age", NUMBER),)), True),
        (ContextType((("age", STRING),)), ContextType((("age", NUMBER),)), False),
        (ContextType(), PERSON, False),
        (ContextType(open=True), PERSON, True),
        (RangeType(NUMBER), RangeType(), True),
        (RangeType(NUMBER), RangeType(DATE), False),
        (FunctionType((("x", ANY),)), FunctionType(), True),
        (FunctionType((("x", ANY),)), FunctionType((("a", ANY), ("b", ANY))), False),
        (NUMBER, FunctionType(), False),
    ],
)
def test_conforms(given: FeelType, wanted: FeelType, fits: bool) -> None:
    assert conforms(given, wanted) is fits


@pytest.mark.parametrize(
    ("left", "right", "can"),
    [
        (NUMBER, NUMBER, True),
        (NUMBER, NULL, True),
        (NUMBER, ANY, True),
        (NUMBER, STRING, False),
        (DATE, DATE_TIME, False),
        (DAYS_DURATION, YEARS_DURATION, False),
        (ListType(NUMBER), ListType(STRING), False),
        (ListType(NUMBER), ListType(ANY), True),
        (ListType(NUMBER), NUMBER, False),
        (StringType(("a",)), StringType(("b",)), True),
        (RangeType(NUMBER), NUMBER, False),
    ],
)
def test_comparable_is_symmetric(left: FeelType, right: FeelType, can: bool) -> None:
    assert comparable(left, right) is can
    assert comparable(right, left) is can


def test_ordered() -> None:
    assert all(ordered(kind) for kind in (NUMBER, STRING, DATE, ANY, NULL, StringType(("a",))))
    assert not any(ordered(kind) for kind in (BOOLEAN, ListType(), PERSON, RangeType()))


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ((), ANY),
        ((NUMBER,), NUMBER),
        ((NULL, NUMBER, NULL), NUMBER),
        ((NULL,), NULL),
        ((NUMBER, STRING), ANY),
        ((StringType(("a",)), StringType(("b", "a"))), StringType(("a", "b"))),
        ((StringType(("a",)), STRING), STRING),
        ((ListType(NUMBER), ListType(NULL)), ListType(NUMBER)),
        (
            (PERSON, ContextType((("age", NUMBER),))),
            ContextType((("age", NUMBER),), open=True),
        ),
        ((PERSON, PERSON), PERSON),
    ],
)
def test_common(kinds: tuple[FeelType, ...], expected: FeelType) -> None:
    assert common(kinds) == expected


def test_a_string_of_too_many_values_is_free_text() -> None:
    assert common(StringType((str(index),)) for index in range(MAX_VALUES + 1)) == STRING
