"""What the reading of tables says to people: each sentence says what is wrong and what is right."""

from __future__ import annotations

from collections.abc import Mapping

from huizhi.rules.words import Language

WORDINGS: Mapping[str, tuple[str, str]] = {
    # Cells that cannot be read.
    "date-unreadable": (
        "“{text}”不是日期，应写成 1990-05-01、1990年5月1日或 1990.5",
        "“{text}” is not a date; write 1990-05-01, 1990年5月1日 or 1990.5",
    ),
    "date-impossible": (
        "“{text}”没有这一天，请核对月和日",
        "“{text}” names a day that does not exist; check month and day",
    ),
    "date-out-of-range": (
        "“{text}”的年份不在 1900 至 2200 之间，请核对",
        "the year of “{text}” is not between 1900 and 2200; check it",
    ),
    "date-year-only": (
        "“{text}”只有年份，至少要写到月，如 {text}-05",
        "“{text}” is a year alone; give the month at least, such as {text}-05",
    ),
    "date-short-year": (
        "“{text}”的年份只有两位，应写成四位，如 1990-05-01",
        "the year of “{text}” has two digits; write four, such as 1990-05-01",
    ),
    "date-order-unclear": (
        "“{text}”的年月日顺序不明，应写成 1990-05-01",
        "the order of day, month and year in “{text}” is unclear; write 1990-05-01",
    ),
    "date-month-unclear": (
        "数字 {text} 可能是 1 月，也可能是 10 月（Excel 把 {year}.10 存成 {year}.1），"
        "应写成 {year}-01 或 {year}-10",
        "the number {text} may be January or October (Excel stores {year}.10 as {year}.1); "
        "write {year}-01 or {year}-10",
    ),
    "number-unreadable": (
        "“{text}”不是数，应写成 3000、3,000 或 0.3万",
        "“{text}” is not a number; write 3000, 3,000 or 0.3万",
    ),
    "number-range": (
        "“{text}”是一个范围，应写成一个数",
        "“{text}” is a range; write one number",
    ),
    "integer-wanted": (
        "“{text}”带小数，这里应是整数",
        "“{text}” has decimals; a whole number belongs here",
    ),
    "unit-wrong": (
        "“{text}”的单位是“{found}”，这里应以“{unit}”计",
        "“{text}” is in “{found}”; this column is in {unit}",
    ),
    "unit-none": (
        "“{text}”带有单位“{found}”，这里应只写数",
        "“{text}” carries the unit “{found}”; write the number alone",
    ),
    "boolean-unreadable": (
        "“{text}”既不是“是”也不是“否”，应写是或否（√、×、Y、N 也可以）",
        "“{text}” is neither yes nor no; write 是 or 否 (√, ×, Y, N will do)",
    ),
    "value-unknown": (
        "“{text}”不在“{fact}”的取值之中，可用的有：{values}",
        "“{text}” is not a value of {fact}; it may be: {values}",
    ),
    "value-unknown-close": (
        "“{text}”不在“{fact}”的取值之中，是否指“{close}”？可用的有：{values}",
        "“{text}” is not a value of {fact}; did you mean “{close}”? It may be: {values}",
    ),
    "text-is-date": (
        "“{fact}”应是文字，这一格却是日期 {text}，请把单元格设为文本后重填",
        "{fact} is text, yet the cell holds the date {text}; format it as text and type it again",
    ),
    "digits-lost": (
        "{text} 是 Excel 数字，超过 15 位，末尾几位已丢失，请把该列设为“文本”后重新填写原号",
        "{text} is an Excel number of more than 15 digits, its last digits are lost; "
        "format the column as text and type the number again",
    ),
    "record-unreadable": (
        "“{text}”不是记录，应另设工作表“{fact}”逐行填写，或写成 JSON",
        "“{text}” is not a record; use a sheet named {fact}, a row for each, or write JSON",
    ),
    "member-unknown": (
        "“{fact}”没有“{text}”这一项，可用的有：{values}",
        "{fact} has no member “{text}”; it may be: {values}",
    ),
    "identity-length": (
        "身份证号“{text}”是 {length} 位，应为 18 位",
        "the ID number “{text}” has {length} characters; 18 are right",
    ),
    "identity-checksum": (
        "身份证号“{text}”的校验位不对，请逐位核对",
        "the check digit of the ID number “{text}” is wrong; compare digit by digit",
    ),
    "identity-birth-date": (
        "身份证号“{text}”的第 7 至 14 位不是日期，请逐位核对",
        "digits 7 to 14 of the ID number “{text}” are not a date; compare digit by digit",
    ),
    "identity-rounded": (
        "身份证号“{text}”末三位为 000 且校验位不对，多半被 Excel 舍入过，"
        "请把该列设为“文本”后重新填写",
        "the ID number “{text}” ends in 000 and its check digit is wrong: Excel rounded it; "
        "format the column as text and type it again",
    ),
    # Cells that were read, with something to know.
    "date-day-assumed": (
        "“{text}”没有日，按当月 1 日（{date}）计",
        "“{text}” has no day; {date}, the first of the month, is assumed",
    ),
    "date-january": (
        "“{text}”按 1 月计；若是 10 月，应写成 {year}.10",
        "“{text}” is read as January; for October write {year}.10",
    ),
    "date-from-serial": (
        "数字 {text} 按 Excel 日期序号读作 {date}",
        "the number {text} is read as an Excel serial date, {date}",
    ),
    "identity-lengthened": (
        "15 位身份证号已换成 18 位 {number}",
        "the ID number of 15 digits became {number}",
    ),
    # Tables, columns and rows.
    "column-unclaimed": (
        "列“{heading}”不是任何事实的名称，未读入",
        "no fact claims the column “{heading}”; it was not read",
    ),
    "column-unclaimed-close": (
        "列“{heading}”不是任何事实的名称，未读入；是否指“{close}”？",
        "no fact claims the column “{heading}”; it was not read. Did you mean “{close}”?",
    ),
    "column-derived": (
        "列“{heading}”是推算的事实，已按表中所填为准",
        "the column “{heading}” is a derived fact; what the table states is used",
    ),
    "column-twice": (
        "列“{heading}”与列“{other}”说的是同一事实“{fact}”，只读前一列，请删去一列",
        "the columns “{heading}” and “{other}” state the same fact, {fact}; "
        "only the first was read: remove one",
    ),
    "sheet-unclaimed": (
        "工作表“{name}”不是任何一类对象的表，未读入，表名可用：{values}",
        "the sheet “{name}” is no table of a kind of subject and was not read; "
        "names to use: {values}",
    ),
    "id-missing": (
        "这一行没有编号，未读入，请填写“{heading}”",
        "this row has no id and was not read; fill in “{heading}”",
    ),
    "id-twice": (
        "编号“{text}”与第 {other} 行相同，两行都未读入，请合并或改正编号",
        "the id “{text}” is that of row {other} too, and neither was read; "
        "merge the rows or correct the id",
    ),
    "id-from-row": (
        "表中没有“编号”列，按行号编号",
        "the table has no column 编号 (id); the number of the row is used",
    ),
    "id-unknown": (
        "编号“{text}”在“{table}”表中不存在，这一行未读入",
        "the id “{text}” is not in the table {table}; the row was not read",
    ),
    "reference-unknown": (
        "“{text}”在“{table}”表中找不到，按“不知道”处理，应填该表的编号或名称",
        "“{text}” is not in the table {table} and counts as not known; "
        "write an id or a name of that table",
    ),
    "reference-unclear": (
        "“{table}”表中有几个“{text}”，按“不知道”处理，应填编号",
        "the table {table} has several “{text}”, so it counts as not known; write the id",
    ),
    "facts-contradict": (
        "“{heading}”说“{fact}”是“{implied}”，而“{fact}”列填的是“{stated}”，"
        "这一行未读入，请改正其中一处",
        "“{heading}” says that {fact} is “{implied}”, the column {fact} says “{stated}”; "
        "the row was not read: correct one of them",
    ),
    "column-headless": (
        "这一列有内容却没有表头，未读入，请写上事实名",
        "the column has contents but no heading and was not read; name its fact",
    ),
    "reference-contradicts": (
        "“{text}”的“{fact}”这里是“{stated}”，{other}是“{before}”，请改正其中一处",
        "{fact} of “{text}” is “{stated}” here and “{before}” in {other}; correct one of them",
    ),
    "heading-none": (
        "找不到表头：没有一行含有事实的名称，首行应写事实名，如“姓名、出生日期、学位”",
        "no heading row was found: put names of facts in the first row, "
        "such as 姓名, 出生日期, 学位",
    ),
    # Files.
    "file-unreadable": (
        "文件无法读取（{reason}），应为 .xlsx、.csv 或 .parquet",
        "the file cannot be read ({reason}); use .xlsx, .csv or .parquet",
    ),
    "workbook-too-large": (
        "工作簿过大：一张工作表至多 {cells} 个单元格。"
        "请看远处是否有多余的单元格，删去后再用，或把名单分成几份",
        "the workbook is too large: a sheet has at most {cells} cells. "
        "Look for a stray cell far away and delete it, or divide the list",
    ),
    "file-missing": (
        "没有这个文件或文件夹，请核对路径",
        "there is no such file or folder; check the path",
    ),
    "file-kind": (
        "不认识的文件类型“{text}”，应为 .xlsx、.csv、.parquet 或含有它们的文件夹",
        "unknown kind of file “{text}”; use .xlsx, .csv, .parquet or a folder of them",
    ),
    "file-encoding": (
        "文件既不是 UTF-8 也不是 GB18030 编码，请另存为 UTF-8 的 CSV",
        "the file is neither UTF-8 nor GB18030; save it as CSV in UTF-8",
    ),
    "nothing-to-read": (
        "没有可读的表，表名可用：{values}",
        "there is no table to read; names to use: {values}",
    ),
}


def word(code: str, parameters: Mapping[str, str], language: Language) -> str:
    """Return the sentence of `code` with its blanks filled. KeyError for an unknown code."""
    zh, en = WORDINGS[code]
    return (zh if language == "zh" else en).format_map(parameters)
