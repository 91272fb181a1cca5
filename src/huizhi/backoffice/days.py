"""Fields for days, as the browser's own date picker wants them."""

from __future__ import annotations

from typing import Any

from django import forms

ISO = "%Y-%m-%d"


class DayInput(forms.DateInput):
    """A date picker. Its value is written as 2021-07-26 in every language of the screen.

    A browser shows any other notation, such as the Chinese 2021/07/26, as an empty field, and a
    form that is saved then would lose the day.
    """

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format=ISO)


def day_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        label=label, required=required, help_text=help_text, widget=DayInput(), input_formats=[ISO]
    )
