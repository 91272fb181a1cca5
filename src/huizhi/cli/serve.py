"""`huizhi serve`: the web server and the background worker, with the database made ready first."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from huizhi.cli.terminal import fail, note
from huizhi.cli.words import help_text

HELP = help_text(
    "启动网站和后台任务，一条命令即可。", "Serve the site and run the background jobs."
)
LOCAL = "127.0.0.1"

Port = Annotated[int, typer.Option(min=1, max=65535, help=help_text("端口", "Port to listen on"))]
Host = Annotated[str, typer.Option(help=help_text("监听地址", "Address to listen on"))]


def prepare() -> None:
    """Start Django and bring the database up to date."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huizhi.config.settings")
    # Imported here: commands without a database never import Django.
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def run_children(host: str, port: int) -> None:
    """Serve until interrupted. What a dead worker left behind is cleared away."""
    from django.db import connections

    from huizhi.cli.serving import ChildKeepsDying, children, supervise
    from huizhi.entitlements.lifecycle import sweep
    from huizhi.kernel.jobs import fail_interrupted

    def clear_up() -> None:
        fail_interrupted()
        sweep()
        connections.close_all()

    clear_up()
    try:
        supervise(
            children(host, port, clear_up=clear_up),
            ready=lambda: note(help_text("已就绪：", "Ready: ") + f"http://{host}:{port}"),
        )
    except ChildKeepsDying as error:
        fail(
            help_text(
                f"进程“{error}”反复退出，请查看上面的信息；端口 {port} 可能已被占用。",
                f"“{error}” keeps ending; see above. Port {port} may be in use already.",
            ),
            code=1,
        )


def serve(port: Port = 8000, host: Host = LOCAL) -> None:
    """Bring the database up to date, then serve."""
    prepare()
    run_children(host, port)
