"""Document numbers as offices write them: 代字〔2021〕12号."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from huizhi.governance.errors import DocumentNumberRefused

_BLANKS = re.compile(r"\s+")
_NUMBER = re.compile(
    r"(?P<code>[\u3400-\u9fffA-Za-z]+)[〔\[(（【［](?P<year>\d{4})[〕\])）】］]第?(?P<number>\d+)号?"
)


def normalised(text: str) -> str:
    """Return the number with the brackets 〔 〕 and without blanks; an empty text stays empty.

    Accepts [ ] and ( ) in their half and full width. Errors: `DocumentNumberRefused`.
    """
    plain = _BLANKS.sub("", text)
    if not plain:
        return ""
    match = _NUMBER.fullmatch(plain)
    if match is None:
        raise DocumentNumberRefused(
            _(
                "“{text}” is not a document number. It is written as agency code, year in "
                "brackets, running number: 同发〔2021〕12号."
            ).format(text=text)
        )
    return f"{match['code']}〔{match['year']}〕{int(match['number'])}号"
