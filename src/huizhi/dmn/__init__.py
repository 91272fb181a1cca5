"""DMN: decision models read from XML and evaluated with the policy language. No Django, no I/O."""

from huizhi.dmn.engine import Engine, Result
from huizhi.dmn.errors import DmnError
from huizhi.dmn.model import Model
from huizhi.dmn.reading import read_model
from huizhi.dmn.suites import Case, Failure, Suite, read_suite, run_case

__all__ = [
    "Case",
    "DmnError",
    "Engine",
    "Failure",
    "Model",
    "Result",
    "Suite",
    "read_model",
    "read_suite",
    "run_case",
]
