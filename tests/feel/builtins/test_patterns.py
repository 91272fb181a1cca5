"""Regular expressions of XPath, as `matches` and its like see them."""

from __future__ import annotations

import pytest

from huizhi.feel.builtins.patterns import compile_pattern


@pytest.mark.parametrize(
    ("pattern", "flags", "found", "not_found"),
    [
        (r"^\p{Lu}+$", "", ["ABC", "ÄÖ"], ["Abc", ""]),
        (r"^\P{L}$", "", ["1", "，"], ["a", "中"]),
        (r"^\p{IsCJKUnifiedIdeographs}+$", "", ["大同市"], ["大同 2021"]),
        (r"^[\p{L}\d]+$", "", ["中a1"], ["a-1"]),
        (r"^[^\P{L}]$", "", ["a"], ["1"]),
        (r"^[A-Z-[OI]]$", "", ["A"], ["O", "a"]),
        (r"^[A-Z-[OI]]$", "i", ["a"], ["o"]),
        (r"^[^a-c-[x]]$", "", ["d"], ["a", "x"]),
        (r"^.$", "", ["a", "\u2028"], ["\n", "\r"]),
        (r"^.$", "s", ["\n"], []),
        (r"a$", "", ["a"], ["a\n"]),
        (r"a$", "m", ["a\nb"], ["ab"]),
        (r"^\w$", "", ["a", "中", "+"], ["_", " ", "."]),
        (r"^\W$", "", ["_", " "], ["a"]),
        (r"^\i\c*$", "", ["_a-1", "中.1"], ["1a"]),
        (r"^\d+\s\S+$", "", ["12 a"], ["12a"]),
        (r"a b", "x", ["ab"], ["a b"]),
        (r"a[ ]b", "x", ["a b"], ["ab"]),
        (r"\p{ L u }", "x", ["A"], ["a"]),
        ("a.b*", "q", ["xa.b*"], ["aab"]),
        (r"^(a)(b)\2\1$", "", ["abba"], ["abab"]),
        (r"^(a)\11$", "", ["aa1"], ["aaa"]),
        (r"^(?:a|b){2,3}?$", "", ["ab", "bab"], ["a"]),
        ("#&~", "", ["#&~"], ["&"]),
        (r"[\^\-\\a&&b|~]", "", ["^", "-", "\\", "&", "|", "~"], ["c"]),
    ],
)
def test_what_is_found(pattern, flags, found, not_found):
    compiled = compile_pattern(pattern, flags)
    assert compiled is not None
    assert [text for text in [*found, *not_found] if compiled.search(text)] == found


@pytest.mark.parametrize(
    ("pattern", "flags"),
    [
        ("(", ""),
        ("[", ""),
        ("[]", ""),
        ("[a", ""),
        ("[[a]]", ""),
        (r"\p{Nonsense}", ""),
        (r"\p{IsNonsense}", ""),
        (r"\p{L", ""),
        (r"\pL", ""),
        (r"\p{Xx}", ""),
        ("(?=a)", ""),
        ("(?P<n>a)", ""),
        ("a++", ""),
        (r"(a)[\1]", ""),
        (r"\1", ""),
        (r"(\1)", ""),
        (r"\0", ""),
        (r"\b", ""),
        (r"\Z", ""),
        ("\\", ""),
        ("a-[b]-[c]]", "z"),
        (r"[a-\d]", ""),
        ("[a-[b]c]", ""),
    ],
)
def test_what_is_refused(pattern, flags):
    assert compile_pattern(pattern, flags) is None
