import re
from pathlib import Path
from string import Formatter

import pytest

import huizhi.feel
from huizhi.feel.errors import Diagnostic, FeelError
from huizhi.feel.messages import MESSAGES, render
from huizhi.feel.syntax.spans import Span

BLANK = re.compile(r"[一-鿿]")


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("code", MESSAGES)
def test_every_code_has_a_sentence_in_both_languages_with_the_same_blanks(code: str) -> None:
    chinese, english = MESSAGES[code]
    assert BLANK.search(chinese)
    assert not BLANK.search(english.replace("博士", ""))
    assert chinese.endswith(("。", "？"))
    assert english.endswith((".", "?"))
    assert blanks(chinese) == blanks(english)


def test_every_code_the_language_uses_has_a_sentence() -> None:
    root = Path(huizhi.feel.__file__).parent
    call = re.compile(
        r"""(?:\brefuse|\brefuse_found|_fail|\.add|\.warn|\.add_unknown|Diagnostic)\(\s*"""
        r"""(?:source, |self\.source, )?"([a-z]+(?:-[a-z]+)*)\""""
    )
    used: set[str] = set()
    for path in [*root.glob("syntax/*.py"), *root.glob("semantics/*.py")]:
        used |= set(call.findall(path.read_text(encoding="utf-8")))
    assert len(used) > 40
    assert used <= set(MESSAGES)


def test_codes_with_variants_have_them() -> None:
    root = Path(huizhi.feel.__file__).parent
    sources = "".join(path.read_text(encoding="utf-8") for path in root.glob("s*/*.py"))
    for code in re.findall(r'refuse_found\(\s*"(expected-[a-z-]+)"', sources):
        assert f"{code}-at-end" in MESSAGES
    for code in re.findall(r'add_unknown\(\s*"([a-z-]+)"', sources):
        assert f"{code}-suggest" in MESSAGES


def test_names_of_types_are_translated() -> None:
    parameters = {"wanted_type": "list<number>", "found_type": "string or date and time"}
    assert (
        render("wrong-result", parameters, "zh") == "结果应当是列表<数字>，这里是文本 或 日期时间。"
    )
    assert "list<number>" in render("wrong-result", parameters, "en")


def test_an_error_carries_every_finding() -> None:
    findings = [Diagnostic("percent-sign", Span(0, 1)), Diagnostic("empty-text", Span(1, 1))]
    error = FeelError("%", findings)
    assert error.diagnostics == tuple(findings)
    assert str(error) == "; ".join(finding.message("en") for finding in findings)


def test_line_and_column_count_from_one() -> None:
    text = "甲\n乙 丙"
    assert Span(4, 5).line_column(text) == (2, 3)
    assert Span(0, 1).line_column(text) == (1, 1)
    assert Span(0, 1).join(Span(4, 5)) == Span(0, 5)
