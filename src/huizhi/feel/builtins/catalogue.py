"""Every builtin by its name. A function exists when it stands in the table of its family."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from huizhi.feel.builtins.booleans import BOOLEANS
from huizhi.feel.builtins.contexts import CONTEXTS
from huizhi.feel.builtins.lists import LISTS
from huizhi.feel.builtins.numbers import NUMBERS
from huizhi.feel.builtins.ranges import RANGES
from huizhi.feel.builtins.registry import Builtin
from huizhi.feel.builtins.strings import STRINGS
from huizhi.feel.builtins.temporal import TEMPORAL
from huizhi.feel.semantics.signatures import Signature

BUILTINS: Final[Mapping[str, Builtin]] = MappingProxyType(
    {
        builtin.name: builtin
        for family in (BOOLEANS, CONTEXTS, LISTS, NUMBERS, RANGES, STRINGS, TEMPORAL)
        for builtin in family
    }
)
SIGNATURES: Final[Mapping[str, Signature]] = MappingProxyType(
    {name: builtin.signature for name, builtin in BUILTINS.items()}
)
