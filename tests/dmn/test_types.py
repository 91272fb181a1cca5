import datetime as dt
from decimal import Decimal

import pytest

from huizhi.dmn.model import FunctionItem, ItemDefinition, Variable
from huizhi.dmn.types import Types
from huizhi.feel import ANY, NUMBER, STRING, FunctionType, ListType

DEGREE = ItemDefinition("学位", "string", allowed='"博士", "硕士"')
TYPES = Types(
    [
        DEGREE,
        ItemDefinition("narrow", "学位", allowed='"博士"'),
        ItemDefinition("学位们", "学位", collection=True, constraint="count(?) <= 2"),
        ItemDefinition("narrow list", "学位们", allowed='"博士"'),
        ItemDefinition(
            "人", components=(ItemDefinition("年龄", "number"), ItemDefinition("学位", "学位"))
        ),
        ItemDefinition("adult", "number", constraint="? >= 18"),
        ItemDefinition("loop", components=(ItemDefinition("next", "loop"),)),
        ItemDefinition("f", function=FunctionItem((Variable("a", "number"),), "string")),
        ItemDefinition("broken", "number", allowed="1 +"),
    ]
)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("number", Decimal(1), Decimal(1)),
        ("number", "a", None),
        ("number", [Decimal(1)], Decimal(1)),
        ("number", [[Decimal(1)]], None),
        ("date and time", dt.date(2021, 7, 26), dt.datetime(2021, 7, 26, tzinfo=dt.UTC)),
        ("Any", "a", "a"),
        ("", "a", "a"),
        ("nobody declares this", "a", "a"),
        ("学位", "博士", "博士"),
        ("学位", "学士", None),
        ("学位", None, None),
        ("narrow", "硕士", None),
        ("学位们", "博士", ["博士"]),
        ("学位们", ["博士", "学士"], None),
        ("学位们", ["博士"] * 3, None),
        ("narrow list", ["博士"], ["博士"]),
        ("narrow list", ["博士", "硕士"], None),
        (
            "人",
            {"年龄": Decimal(1), "学位": "博士", "多": True},
            {"年龄": 1, "学位": "博士", "多": True},
        ),
        ("人", {"年龄": Decimal(1)}, None),
        ("人", {"年龄": Decimal(1), "学位": "学士"}, None),
        ("人", {"年龄": None, "学位": None}, {"年龄": None, "学位": None}),
        ("adult", Decimal(17), None),
        ("loop", {"next": {"next": None}}, {"next": {"next": None}}),
        ("broken", Decimal(1), Decimal(1)),
    ],
)
def test_a_value_fits_or_is_null(name, value, expected):
    assert TYPES.find(name).fit(value) == expected


def test_types_in_expressions():
    known = TYPES.all_types()
    assert known["学位们"] == ListType(STRING)
    assert known["f"] == FunctionType((("a", NUMBER),), STRING)


def test_types_of_an_import_carry_its_name():
    outer = Types([], {"乙": TYPES, "": Types([ItemDefinition("mine", "number")])})
    assert outer.find("乙.学位").feel == STRING
    assert outer.find("mine").feel == NUMBER
    assert outer.find("学位").feel == ANY
    assert outer.all_types()["乙.学位"] == STRING
    assert outer.all_types()["mine"] == NUMBER
