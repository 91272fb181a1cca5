"""DMN editors of others, as far as they read and write files: see `modeller.mjs`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from huizhi.dmn import Model

ASSETS = Path(__file__).parents[2] / "assets" / "node_modules"
ENVIRONMENT = os.environ | {
    "NODE_PATH": str(ASSETS),
    # Node stands in the environment of Python where the machine has none.
    "PATH": os.pathsep.join((os.environ["PATH"], str(Path(sys.prefix) / "bin"))),
}
BUNDLE = ("--bundle", "--platform=browser", "--format=esm", "--external:node:fs")

# A cell that somebody changed: decision, rule from 0, column from 0 (conditions, then results).
Change = tuple[str, int, int, str]


@cache
def _program() -> bytes:
    command: list[str | Path] = [
        ASSETS / ".bin/esbuild",
        Path(__file__).with_suffix(".mjs"),
        *BUNDLE,
    ]
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, check=True).stdout


def saved(data: bytes, changes: Sequence[Change] = (), *, draws: bool = False) -> bytes:
    """Return a file as Apache KIE saves it, with cells changed and, if asked, diagrams drawn."""
    return _run({"xml": data.decode(), "changes": changes, "draws": draws})


def saved_by_bpmn(data: bytes) -> bytes:
    """Return a file of DMN 1.3 as bpmn.io saves it; CalledProcessError where it cannot read all."""
    return _run({"xml": data.decode(), "bpmn": True})


def _run(asked: dict[str, object]) -> bytes:
    with TemporaryDirectory() as folder:
        program = Path(folder) / "modeller.mjs"
        program.write_bytes(_program())
        done = subprocess.run(
            ["node", program],
            input=json.dumps(asked).encode(),
            env=ENVIRONMENT,
            capture_output=True,
            check=True,
        )
    return done.stdout


def in_order(model: Model) -> Model:
    """Return a model with its elements by kind and id, since an editor sorts them by kind."""
    elements = sorted(model.elements, key=lambda one: (type(one).__name__, one.id))
    return replace(model, elements=tuple(elements))
