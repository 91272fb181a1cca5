"""Running the tests of a pack: what passes, what differs, and what is wrong with a test itself."""

import pytest

from huizhi.rules.packs.checking import PackError, check_pack
from huizhi.rules.packs.testing import test_pack as run_tests
from tests.rules.packs.small_pack import benefit, pack_files

CASES = """\
cases:
  - name: 博士
    as_of: 2021-07-26
    kind: person
    facts: {学位: 博士}
    expect:
      a: {result: yes, amount: 5000, period: once, reason: entitled}
  - name: 不知道
    as_of: 2021-07-26
    facts: {}
    expect:
      a: {result: unknown, missing: [学位], potential: 5000}
  - name: 单位
    as_of: 2021-07-26
    kind: person
    facts: {学位: 硕士, 用人单位: o}
    related:
      organisation: {o: {性质: 企业}}
    expect:
      a: {result: no}
"""


def written(folder, cases):
    files = pack_files(benefit("a", "5000", '学位 = "博士"'))
    (folder / "tests").mkdir()
    for name, text in {**files, "tests/a.yaml": cases}.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def test_cases_that_hold_pass(tmp_path):
    outcomes = run_tests(written(tmp_path, CASES))
    assert [(o.name, o.line, o.passed) for o in outcomes] == [
        ("博士", 2, True),
        ("不知道", 8, True),
        ("单位", 13, True),
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "what"),
    [
        ("result: yes", "result: no", "result"),
        ("amount: 5000", "amount: 5000.01", "amount"),
        ("period: once", "period: 2021", "period"),
        ("missing: [学位]", "missing: [学历]", "missing"),
        ("potential: 5000", "potential: 1", "potential"),
    ],
)
def test_each_expectation_can_fail(tmp_path, right, wrong, what):
    outcomes = run_tests(written(tmp_path, CASES.replace(right, wrong, 1)))
    (failed,) = [outcome for outcome in outcomes if not outcome.passed]
    (difference,) = failed.differences
    assert (difference.benefit_id, difference.what) == ("a", what)


def test_an_expected_benefit_that_is_not_there(tmp_path):
    outcomes = run_tests(
        written(tmp_path, CASES.replace("      a: {result: no}", "      b: {result: no}"))
    )
    assert (
        outcomes[2].differences[0].message("en") == "b: benefit should be in force and is not there"
    )


@pytest.mark.parametrize(
    ("right", "wrong", "code", "line"),
    [
        ("{学位: 博士}", "{学为: 博士}", "unknown-fact", 5),
        ("{学位: 博士}", "{学位: 博土}", "fact-value", 5),
        ("result: yes", "result: maybe", "schema-value", 7),
        ("facts: {}", "fact: {}", "schema-unknown", 10),
    ],
)
def test_a_wrong_test_is_an_error_at_its_place(tmp_path, right, wrong, code, line):
    with pytest.raises(PackError) as caught:
        run_tests(written(tmp_path, CASES.replace(right, wrong, 1)))
    assert (code, line) in {(f.code, f.line) for f in caught.value.findings}


def test_checking_a_folder_looks_at_its_tests_too(tmp_path):
    assert check_pack(written(tmp_path, CASES)) == []
    (tmp_path / "tests" / "b.yaml").write_text("case: []\n", "utf-8")
    assert {f.path for f in check_pack(tmp_path)} == {"tests/b.yaml"}


def test_a_folder_without_a_pack(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"pack\.yaml"):
        check_pack(tmp_path)
