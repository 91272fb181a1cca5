"""What the parts of the compiler ask of the whole."""

from __future__ import annotations

from typing import Protocol

from huizhi.feel.interpreter.frames import Closure, Frame
from huizhi.feel.semantics.scope import Scope
from huizhi.feel.syntax.tree import Node


class Compiling(Protocol):
    """Compiles the trees of one text; see `compiler.Compiler`."""

    text: str
    scope: Scope

    def compile(self, node: Node, frame: Frame | None = None) -> Closure:
        """Return the closure of a tree, whose local names stand in `frame`."""

    def is_builtin(self, name: str, frame: Frame | None) -> bool:
        """Tell whether a name, called as a function here, is a builtin."""
