import pytest

from huizhi.feel.errors import FeelError
from huizhi.feel.syntax.lexer import tokenise


def texts(text: str) -> list[str]:
    return [token.text for token in tokenise(text, text)[:-1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("年龄>=40", ["年龄", ">=", "40"]),
        ("1..5", ["1", "..", "5"]),
        ("1.5...5", ["1.5", "..", ".5"]),
        ("3**2", ["3", "**", "2"]),
        ("1.23e+4 1E", ["1.23e+4", "1", "E"]),
        ("a-b", ["a", "-", "b"]),
        ("f<>->Any", ["f", "<", ">", "->", "Any"]),
        ("a /* b */ // c\n d", ["a", "d"]),
        ("年龄≥1", ["年龄", ">=", "1"]),
        ("🐎 _x ?", ["🐎", "_x", "?"]),
        ("a\u3000b\u00a0c\ufeff", ["a", "b", "c"]),
        ("甲、乙", ["甲、乙"]),
    ],
)
def test_pieces(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r'"a\nb\t\"c\" \\ \'"', 'a\nb\t"c" \\ \''),
        (r'"\u0041\U01F40E"', "A🐎"),
        (r'"\uD83D\uDCA9"', "\U0001f4a9"),
        (r'"\d+\s"', r"\d+\s"),
        ('“他说"是"”', '他说"是"'),
        ('"第一行\n第二行"', "第一行\n第二行"),
    ],
)
def test_strings(text: str, value: str) -> None:
    (token, _) = tokenise(text, text)
    assert (token.kind, token.text, token.start, token.end) == ("string", value, 0, len(text))


def test_half_a_surrogate_pair_never_gets_through() -> None:
    (token, _) = tokenise(r'"a\uD83Db"', r'"a\uD83Db"')
    assert token.text == "a\ufffdb"


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ('a = "b', "unclosed-string", '"b'),
        ("1 /* 2", "unclosed-comment", "/* 2"),
        ("50%", "percent-sign", "%"),
        ("a && b", "instead", "&&"),
        ("a; b", "instead", ";"),
        ("‘a’", "single-quotes", "‘"),
        ("a $ b", "unknown-character", "$"),
        (r'"\U110000"', "bad-escape", r"\U110000"),
        ("\ud800", "unknown-character", "\ud800"),
    ],
)
def test_what_is_no_token(text: str, code: str, place: str) -> None:
    with pytest.raises(FeelError) as caught:
        tokenise(text, text)
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.span.of(text)) == (code, place)
