from huizhi.feel.syntax.normalise import normalise


def changed(text: str) -> list[tuple[str, str]]:
    return [(w.span.of(text), w.parameters["instead"]) for w in normalise(text)[1]]


def test_plain_text_is_returned_as_it_is() -> None:
    text = '年龄 >= 40 and 学历 = "博士，硕士"'
    assert normalise(text) == (text, ())


def test_full_width_operators_are_replaced_and_reported_where_they_stand() -> None:
    text = "年龄＞＝４０"
    assert normalise(text)[0] == "年龄>=40"
    assert changed(text) == [("＞＝", ">="), ("４０", "40")]


def test_the_length_stays_the_same() -> None:
    text = "（年龄　－ １）× ２ ÷ ３ ，“甲（乙）”"
    assert len(normalise(text)[0]) == len(text)


def test_strings_and_comments_are_left_alone() -> None:
    text = '"（" /* （ */ // （\n（'
    normal, warnings = normalise(text)
    assert normal == '"（" /* （ */ // （\n('
    assert [w.span.start for w in warnings] == [len(text) - 1]


def test_an_escaped_quote_does_not_end_a_string() -> None:
    assert normalise(r'"a\"（"')[0] == r'"a\"（"'


def test_quotes_of_other_shapes_are_reported_as_one_string() -> None:
    text = "学历 = “博（士”"
    normal, warnings = normalise(text)
    assert normal == text
    assert [(w.code, w.span.of(text)) for w in warnings] == [("curly-quotes", "“博（士”")]
    assert normalise("＂博士＂")[0] == '"博士"'


def test_signs_that_stand_for_two_characters_are_reported_but_kept() -> None:
    assert normalise("年龄≥40")[0] == "年龄≥40"
    assert changed("年龄≥40") == [("≥", ">=")]


def test_the_comma_of_an_enumeration_is_a_letter_to_the_standard() -> None:
    assert normalise("甲、乙") == ("甲、乙", ())
