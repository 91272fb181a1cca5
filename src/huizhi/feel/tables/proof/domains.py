"""The values of a column, cut where its constants lie: one example of each part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, localcontext
from typing import Any, Final

from huizhi.feel.semantics.types import (
    BOOLEAN,
    DATE,
    DAYS_DURATION,
    NUMBER,
    YEARS_DURATION,
    FeelType,
    StringType,
)
from huizhi.feel.values.kinds import Value, YearsMonthsDuration
from huizhi.feel.values.temporal import MICROSECOND, microseconds
from huizhi.feel.values.texts import write_number

_OTHER: Final = "其他"
_ONE: Final = Decimal(1)
# Wide enough to add and halve any two numbers of the language without rounding.
_WIDE: Final = Context(prec=13_000)


@dataclass(frozen=True, slots=True)
class _Scale:
    """An ordered type as a line of numbers.

    `steps` are the distances that read well, the widest first; without any, powers of ten do. A
    `whole` line has whole numbers only. `least` and `greatest` are its ends.
    """

    number: Callable[[Any], Decimal]
    value: Callable[[Decimal], Value]
    steps: tuple[Decimal, ...]
    plain: Decimal
    whole: bool = True
    least: Decimal | None = None
    greatest: Decimal | None = None


def _months(value: YearsMonthsDuration) -> Decimal:
    return Decimal(value.months)


_DAY: Final = Decimal(86_400_000_000)
_NUMBERS: Final = _Scale(Decimal, lambda number: number, (), Decimal(0), whole=False)
_WHOLE_NUMBERS: Final = _Scale(Decimal, lambda number: number, (), Decimal(0))
_SCALES: Final[dict[FeelType, tuple[type, _Scale]]] = {
    NUMBER: (Decimal, _NUMBERS),
    DATE: (
        dt.date,
        _Scale(
            lambda day: Decimal(day.toordinal()),
            lambda number: dt.date.fromordinal(int(number)),
            (_ONE,),
            Decimal(dt.date(2020, 1, 1).toordinal()),
            least=Decimal(dt.date.min.toordinal()),
            greatest=Decimal(dt.date.max.toordinal()),
        ),
    ),
    DAYS_DURATION: (
        dt.timedelta,
        _Scale(
            lambda duration: Decimal(microseconds(duration)),
            lambda number: int(number) * MICROSECOND,
            tuple(_DAY / part for part in (1, 24, 1440, 86_400, 86_400_000_000)),
            Decimal(0),
            least=Decimal(microseconds(dt.timedelta.min)),
            greatest=Decimal(microseconds(dt.timedelta.max)),
        ),
    ),
    YEARS_DURATION: (
        YearsMonthsDuration,
        _Scale(
            _months,
            lambda number: YearsMonthsDuration(int(number)),
            (Decimal(12), _ONE),
            Decimal(0),
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A value that stands for itself, or for all values strictly between two `ends`.

    An end of None has no limit. `is_other` stands for every text that no cell names.
    """

    value: Value
    ends: tuple[Value, Value] | None = None
    is_other: bool = False

    @property
    def is_line(self) -> bool:
        """Whether the values have an order, so that neighbours can be told as one range."""
        return type(self.value) in _LINES

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """How well the value reads as an example; least is best."""
        if type(self.value) is not Decimal:
            return self.value is None, False, 0
        return False, self.value < 0, len(write_number(self.value))


_LINES: Final = frozenset(sort for sort, _ in _SCALES.values())


def is_free_text(kind: FeelType) -> bool:
    """Tell whether a column holds text whose values nobody has listed."""
    return isinstance(kind, StringType) and not kind.allowed


def parts(kind: FeelType, constants: Iterable[Value], *, whole: bool) -> list[Part]:
    """Return the parts of a type in their order, null excepted; none for a type without parts.

    Free text has each constant and all other texts. `whole` says that numbers have no fractions.
    """
    if kind == BOOLEAN:
        return [Part(True), Part(False)]
    if isinstance(kind, StringType):
        return [Part(text) for text in kind.allowed] or _texts(constants)
    if kind not in _SCALES:
        return []
    sort, scale = _SCALES[kind]
    if kind == NUMBER and whole:
        scale = _WHOLE_NUMBERS
    ends = sorted({scale.number(value) for value in constants if type(value) is sort})
    with localcontext(_WIDE):
        return list(_cut(scale, ends))


def _texts(constants: Iterable[Value]) -> list[Part]:
    texts = list(dict.fromkeys(value for value in constants if type(value) is str))
    other = _OTHER
    while other in texts:
        other += _OTHER
    return [*map(Part, texts), Part(other, is_other=True)]


def _cut(scale: _Scale, ends: list[Decimal]) -> Iterator[Part]:
    """Yield a part for every end that is a value, and for every stretch between two ends."""
    if not ends:
        yield Part(scale.value(scale.plain), (None, None))
        return
    for low, high in zip([None, *ends], [*ends, None], strict=True):
        if low is not None and _is_value(scale, low):
            yield Part(scale.value(low))
        inside = _inside(scale, low, high)
        if inside is not None:
            below = None if low is None else scale.value(low)
            above = None if high is None else scale.value(high)
            yield Part(scale.value(inside), (below, above))


def _is_value(scale: _Scale, number: Decimal) -> bool:
    return not scale.whole or number == number.to_integral_value()


def _inside(scale: _Scale, low: Decimal | None, high: Decimal | None) -> Decimal | None:
    """Return a readable number strictly between two ends, or None where there is none."""
    step = scale.steps[0] if scale.steps else _ONE
    if low is None and high is not None:
        near = (high / step).to_integral_value(ROUND_CEILING) * step - step
        if scale.least is None or near >= scale.least:
            return near
        low = scale.least - 1
    if high is None and low is not None:
        near = (low / step).to_integral_value(ROUND_FLOOR) * step + step
        if scale.greatest is None or near <= scale.greatest:
            return near
        high = scale.greatest + 1
    assert low is not None and high is not None
    return _between(scale, low, high)


def _between(scale: _Scale, low: Decimal, high: Decimal) -> Decimal | None:
    """Return the number next to the middle, on the widest step that has one between the ends."""
    middle = (low + high) / 2
    for step in _steps(scale, high - low):
        near = (middle / step).to_integral_value() * step
        if low < near < high:
            return near
    return None


def _steps(scale: _Scale, width: Decimal) -> Iterator[Decimal]:
    if scale.steps:
        yield from scale.steps
        return
    power = max(width.adjusted(), 0) if scale.whole else width.adjusted()
    while power >= 0 or not scale.whole:
        yield _ONE.scaleb(power)
        power -= 1
