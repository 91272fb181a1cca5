"""Resident ID numbers (GB 11643): reading them, what they say, and keeping them shut away.

No text that leaves here shows a number whole, so that none ends up in a message or a log.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huizhi.kernel import encryption
from huizhi.kernel.encryption import hidden
from huizhi.people.errors import IdNumberRefused
from huizhi.people.wording import remark_text
from huizhi.rules.fact_tables.identity_numbers import parse_identity_number
from huizhi.rules.fact_tables.problems import CellError, Remark

ABOUT = "people.id_number"
OLD_FORM_DIGITS = 15


@dataclass(frozen=True)
class IdNumber:
    """A number that holds together. `text` has 18 characters."""

    text: str

    def __repr__(self) -> str:
        return f"IdNumber({self.masked})"

    @property
    def birth_date(self) -> dt.date:
        """Digits 7 to 14."""
        return dt.date(int(self.text[6:10]), int(self.text[10:12]), int(self.text[12:14]))

    @property
    def gender(self) -> str:
        """男 where the 17th digit is odd, 女 where it is even."""
        return "男" if int(self.text[16]) % 2 else "女"

    @property
    def index(self) -> str:
        """What equal numbers have in common in the database."""
        return encryption.blind_index(self.text, about=ABOUT)

    @property
    def cipher(self) -> bytes:
        """The number encrypted, each time differently."""
        return encryption.encrypt(self.text, about=ABOUT)

    @property
    def masked(self) -> str:
        """The number with birth date and sequence hidden."""
        return encryption.mask_id_number(self.text)


def read_id_number(raw: object) -> IdNumber:
    """Return the number in a cell or a field. Errors: `IdNumberRefused`, with what would be right.

    A number of the old form is refused although it could be lengthened: the card that carries it
    has not been valid since 2013, so that the person must show the present one.
    """
    try:
        text, remarks = parse_identity_number(raw)
    except CellError as error:
        raise IdNumberRefused(_refusal(error.remark)) from None
    if remarks:
        raise IdNumberRefused(
            _(
                "{number} is an ID number of the old form with {digits} digits. "
                "Write the 18 digits of the present card."
            ).format(number=hidden(str(raw).strip()), digits=OLD_FORM_DIGITS)
        )
    return IdNumber(text)


def open_id_number(cipher: bytes) -> str:
    """Return the number that `IdNumber.cipher` shut away."""
    return encryption.decrypt(cipher, about=ABOUT)


def _refusal(remark: Remark) -> str:
    shown = {**remark.parameters, "text": hidden(remark.parameters.get("text", ""))}
    return remark_text(Remark(remark.code, shown))
