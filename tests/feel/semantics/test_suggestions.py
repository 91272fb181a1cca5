import pytest

from huizhi.feel.semantics.suggestions import suggest

KNOWN = ("年龄", "学历", "学位", "引进日期", "Loan Amount", "count", "start position")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("年令", "年龄"),
        ("学厉", "学历"),
        ("引进日", "引进日期"),
        ("引进的日期", "引进日期"),
        ("loanamount", "Loan Amount"),
        ("LoanAmuont", "Loan Amount"),
        ("cuont", "count"),
        ("start", "start position"),
        ("年龄大于40岁", "年龄"),
        ("户籍", None),
        ("", None),
        ("x", None),
    ],
)
def test_suggest(name: str, expected: str | None) -> None:
    assert suggest(name, KNOWN) == expected


def test_of_equally_near_names_the_first_is_suggested() -> None:
    assert suggest("学味", ("学位", "学历")) == "学位"
    assert suggest("学味", ("学历", "学位")) == "学历"
