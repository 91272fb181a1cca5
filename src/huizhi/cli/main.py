"""The application `huizhi`. A command lives in a module of its own and is registered here.

Commands import what is heavy when they run, so that `huizhi --help` and small commands start at
once; commands without a database never import Django.
"""

from __future__ import annotations

import typer

from huizhi.cli import (
    audit,
    demo,
    dmn,
    entitle,
    facts,
    feel,
    lists,
    organisations,
    packs,
    people,
    serve,
    setup,
    tck,
    webhooks,
)
from huizhi.cli.words import help_text

app = typer.Typer(
    name="huizhi",
    help=help_text(
        "汇智：人才政策与校地合作。", "Huizhi: a city's talent programme and its policies."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("feel", help=feel.HELP)(feel.evaluate)
app.command("facts", help=facts.HELP)(facts.show)
app.add_typer(packs.app, name="pack", help=packs.HELP)
app.command("dmn", help=dmn.HELP)(dmn.evaluate)
app.command("tck", help=tck.HELP)(tck.run)
app.command("entitle", help=entitle.HELP)(entitle.entitle)
app.add_typer(people.app, name="people", help=people.HELP)
app.add_typer(lists.app, name="lists", help=lists.HELP)
app.add_typer(organisations.app, name="organisations", help=organisations.HELP)
app.command("index", help=organisations.INDEX_HELP)(organisations.index)
app.command("serve", help=serve.HELP)(serve.serve)
app.command("demo", help=demo.HELP)(demo.demo)
app.command("webhooks", help=webhooks.HELP)(webhooks.send)
app.command("regions", help=setup.REGIONS_HELP)(setup.regions)
app.command("user", help=setup.USER_HELP)(setup.user)
app.command("audit", help=audit.HELP)(audit.check)
