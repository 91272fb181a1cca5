"""Objects of JSON that a command is given. What is none ends the command and says so."""

from __future__ import annotations

import json
from decimal import Decimal, DecimalException
from pathlib import Path
from typing import Any, NoReturn

from huizhi.cli.terminal import USAGE, fail
from huizhi.rules.words import Language, Words


def read_object(path: Path, language: Language) -> dict[str, Any]:
    """Return the object of a file; numbers with a point are Decimal."""
    try:
        text = path.read_text("utf-8-sig")
    except (ValueError, OSError) as error:
        _refuse(str(path), error, language)
    return parsed_object(text, str(path), language)


def parsed_object(text: str, where: str, language: Language) -> dict[str, Any]:
    """Return the object of a text; `where` says in messages what was read."""
    try:
        data = json.loads(text, parse_float=_number, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        _refuse(where, error, language)
    if not isinstance(data, dict):
        wrong = Words(
            f'{where}：应是名称到值的对象，如 {{"学位": "硕士"}}',
            f'{where}: must be an object from names to values, such as {{"学位": "硕士"}}',
        )
        fail(wrong.get(language), USAGE)
    return data


def _number(text: str) -> Decimal:
    # Imported here: the language takes longer to load than the help to print.
    from huizhi.feel.values.kinds import DECIMAL

    try:
        DECIMAL.create_decimal(text)
        return Decimal(text)
    except DecimalException:
        raise ValueError(f"{text} is out of range") from None


def _no_number(text: str) -> NoReturn:
    """Refuse `NaN` and `Infinity`, which Python reads and JSON does not know."""
    raise ValueError(text)


def _refuse(where: str, error: Exception, language: Language) -> NoReturn:
    wrong = Words(f"{where}：不是 JSON（{error}）", f"{where}: not JSON ({error})")
    fail(wrong.get(language), USAGE)
