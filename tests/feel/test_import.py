"""What importing the language brings along."""

import subprocess
import sys

# Names of what is imported with the language, by their first part.
SHOW = """
import sys
before = set(sys.modules)
import huizhi.feel
print(*{name.partition(".")[0] for name in set(sys.modules) - before if name[0] != "_"})
"""


def test_the_language_needs_nothing_but_python() -> None:
    shown = subprocess.run(
        [sys.executable, "-c", SHOW], capture_output=True, text=True, check=True
    ).stdout.split()
    assert set(shown) - sys.stdlib_module_names == {"huizhi"}


def test_it_needs_no_other_room() -> None:
    show = 'import sys, huizhi.feel; print(*(n for n in sys.modules if n.startswith("huizhi.")))'
    shown = subprocess.run(
        [sys.executable, "-c", show], capture_output=True, text=True, check=True
    ).stdout.split()
    assert [name for name in shown if not f"{name}.".startswith("huizhi.feel.")] == []
