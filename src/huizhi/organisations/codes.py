"""Codes of organisations: the unified social credit code and the ministry's code of universities.

Sources: GB 32100-2015 for the credit code (18 characters, the last one a check character) and the
Ministry of Education's list of institutions of higher education (five digits, 10001 = 北京大学).
"""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _
from stdnum import exceptions
from stdnum.cn import uscc

from huizhi.organisations.errors import CodeRefused

MINISTRY_CODE = re.compile(r"[1-9]\d{4}")


def read_credit_code(text: str, *, override_reason: str = "") -> str:
    """Return the credit code in its plain form: 18 half-width capitals and digits.

    A real code can fail its check character, so a reason lets that one fault pass; the caller logs
    it. Errors: `CodeRefused` for a wrong length, a letter outside the alphabet, or a failed check.
    """
    code = uscc.compact(unicodedata.normalize("NFKC", text))
    try:
        return uscc.validate(code)
    except exceptions.InvalidLength:
        raise CodeRefused(
            _("A credit code has 18 characters; “{code}” has {count}.").format(
                code=code, count=len(code)
            )
        ) from None
    except exceptions.InvalidChecksum:
        if override_reason.strip():
            return code
        raise CodeRefused(
            _(
                "The last character of “{code}” should be “{check}” by GB 32100. Compare it with"
                " the licence; if it is printed so, say why it is accepted."
            ).format(code=code, check=uscc.calc_check_digit(code[:-1]))
        ) from None
    except exceptions.ValidationError:
        raise CodeRefused(
            _(
                "“{code}” is not a credit code: its first 8 characters are digits, and the letters"
                " I, O, S, V and Z are never used."
            ).format(code=code)
        ) from None


def is_exact_credit_code(code: str) -> bool:
    """Say whether a code satisfies its check character."""
    return bool(uscc.is_valid(code))


def read_ministry_code(text: str) -> str:
    """Return a university's five-digit code (CodeRefused)."""
    code = unicodedata.normalize("NFKC", text).strip()
    if not MINISTRY_CODE.fullmatch(code):
        raise CodeRefused(
            _(
                "The Ministry of Education's code of a university has five digits, such as 10001;"
                " “{code}” does not."
            ).format(code=code)
        )
    return code
