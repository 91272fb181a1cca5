"""The two languages of the command line."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from huizhi.rules.words import Language

VARIABLE = "HUIZHI_LANG"


def help_text(zh: str, en: str) -> str:
    """Return a text of `--help`, which is written before any option is read."""
    return en if os.environ.get(VARIABLE) == "en" else zh


LanguageOption = Annotated[
    Language,
    typer.Option("--lang", envvar=VARIABLE, help=help_text("输出语言", "Language of the output")),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help=help_text("在标准输出写 JSON", "Write JSON to stdout"))
]
