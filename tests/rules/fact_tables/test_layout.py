"""Where the table is on a sheet."""

from __future__ import annotations

from huizhi.rules.fact_tables.layout import Heading, column_letter, find_table

KNOWN = {"姓名", "学历", "学位", "用人单位", "购房日期", "性质"}


def known(heading: Heading) -> bool:
    return bool(heading) and heading[-1] in KNOWN


def test_a_plain_table() -> None:
    rows = [["姓名", "学位"], ["张三", "硕士"], ["李四", "博士"]]
    layout = find_table(rows, recognised=known)
    assert layout is not None
    assert layout.header_rows == (0,)
    assert layout.headings == (("姓名",), ("学位",))
    assert layout.body == (1, 2)


def test_titles_notes_totals_sections_and_repeated_headings() -> None:
    rows = [
        ["大同市人才花名册", "", ""],
        ["填报单位：某某", "", "2021年7月"],
        ["", "", ""],
        ["序号", "姓名", "学位"],
        ["一、企业", "", ""],
        [1.0, "张三", "硕士"],
        ["", "", ""],
        ["小　计", "", 1.0],
        ["序号", "姓名", "学位"],
        [2.0, "李四", ""],
        ["合计：", "", 2.0],
        ["注：以上人员均已核实", "", ""],
        ["制表人：某某", "", "审核：某某"],
    ]
    layout = find_table(rows, recognised=known)
    assert layout is not None
    assert layout.header_rows == (3,)
    assert layout.body == (5, 9)
    assert layout.totals == (7, 10)
    assert layout.notes == (4, 11, 12)


def test_headings_over_two_lines() -> None:
    rows = [
        ["花名册"],
        ["姓名", "学历学位", "", "用人单位", ""],
        ["", "学历", "学位", "名称", "性质"],
        ["张三", "本科", "学士", "甲公司", "企业"],
    ]
    layout = find_table(rows, recognised=known)
    assert layout is not None
    assert layout.header_rows == (1, 2)
    assert layout.headings == (
        ("姓名",),
        ("学历学位", "学历"),
        ("学历学位", "学位"),
        ("用人单位", "名称"),
        ("用人单位", "性质"),
    )
    assert layout.body == (3,)


def test_merged_headings_repeat_in_every_cell() -> None:
    rows = [
        ["花名册", "花名册", "花名册"],
        ["姓名", "学历学位", "学历学位"],
        ["姓名", "学历", "学位"],
        ["张三", "本科", "学士"],
    ]
    layout = find_table(rows, recognised=known)
    assert layout is not None
    assert layout.headings == (("姓名",), ("学历学位", "学历"), ("学历学位", "学位"))
    assert layout.body == (3,)


def test_a_first_row_of_texts_is_not_a_second_line() -> None:
    rows = [["姓名", "学历", "学位"], ["张三", "本科", "学士"], ["李四", "本科", ""]]
    layout = find_table(rows, recognised=known)
    assert layout is not None
    assert layout.header_rows == (0,)
    assert layout.body == (1, 2)


def test_without_known_names_the_header_is_the_first_row_that_looks_like_one() -> None:
    rows = [
        ["某市名单", "", ""],
        ["名字", "电话", "备注"],
        ["张三", 123.0, "好"],
        ["合计", 1.0, ""],
    ]
    layout = find_table(rows)
    assert layout is not None
    assert layout.header_rows == (1,)
    assert layout.body == (2,)
    assert layout.totals == (3,)


def test_no_table() -> None:
    assert find_table([]) is None
    assert find_table([["一段说明"], [1.0, 2.0]]) is None
    assert find_table([["甲", "乙"], ["丙", "丁"]], recognised=known) is None


def test_column_letters() -> None:
    assert [column_letter(index) for index in (0, 25, 26, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
    ]


def test_a_title_that_is_not_merged_is_no_line_of_the_heading():
    rows = [["2021年引进人才信息表"], ["序号", "姓名", "学位"], [1, "张三", "博士"]]
    layout = find_table(rows, recognised=lambda heading: heading[-1] in ("姓名", "学位"))
    assert layout.header_rows == (1,)
    assert layout.headings == (("序号",), ("姓名",), ("学位",))
