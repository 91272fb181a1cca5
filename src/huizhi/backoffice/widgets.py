"""Form widgets of the office."""

from __future__ import annotations

from django import forms


class DayInput(forms.DateInput):
    """The browser's own calendar, which takes a day only as `2021-07-26`, whatever the language.

    In the format of the language it would show nothing, and saving would lose the day.
    """

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
