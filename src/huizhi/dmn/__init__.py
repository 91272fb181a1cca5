"""DMN: decision models, read, evaluated with the policy language and written. No Django, no I/O."""

from huizhi.dmn.checking import check_model
from huizhi.dmn.checking_boxes import Problem
from huizhi.dmn.engine import Engine, Result
from huizhi.dmn.errors import DmnError
from huizhi.dmn.model import Model
from huizhi.dmn.reading import read_model
from huizhi.dmn.suites import Case, Failure, Suite, read_suite, run_case
from huizhi.dmn.writing import write_model

__all__ = [
    "Case",
    "DmnError",
    "Engine",
    "Failure",
    "Model",
    "Problem",
    "Result",
    "Suite",
    "check_model",
    "read_model",
    "read_suite",
    "run_case",
    "write_model",
]
