"""`python -m huizhi` is the command `huizhi`."""

from huizhi.cli.main import app

app()
