"""`huizhi regions` and `huizhi user`: what an operator enters before a city can start."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from huizhi.cli.serve import prepare
from huizhi.cli.terminal import fail, note
from huizhi.cli.words import help_text

REGIONS_HELP = help_text(
    "登记行政区划（YAML 文件：市、县区及已撤销的代码）。",
    "Enter the regions of a YAML file: the city, its counties, codes withdrawn.",
)
USER_HELP = help_text("新增可以登录的用户。", "Add somebody who may sign in.")

RegionsFile = Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False)]
Username = Annotated[str, typer.Argument(metavar="USERNAME")]
RoleName = Annotated[str, typer.Option("--role", help=help_text("角色代码", "Role, by its code"))]
FullName = Annotated[str, typer.Option("--name", help=help_text("姓名", "Full name"))]
CountyCode = Annotated[
    str, typer.Option("--county", help=help_text("县区代码，六位", "County, by its six digits"))
]
Password = Annotated[
    str,
    typer.Option(
        prompt=help_text("密码", "Password"),
        confirmation_prompt=True,
        hide_input=True,
        help=help_text("不写则提示输入", "Asked for when left out"),
    ),
]


def regions(file: RegionsFile) -> None:
    """Enter regions."""
    prepare()
    # Imported here: Django must be ready before a room's models are.
    from huizhi.kernel.errors import HuizhiError
    from huizhi.kernel.regions import import_regions
    from huizhi.kernel.users import system_user

    try:
        made = import_regions(actor=system_user(), path=file)
    except HuizhiError as error:
        fail(str(error))
    note(help_text(f"新登记 {made} 个区划。", f"{made} regions are new."))


def user(
    username: Username, password: Password, role: RoleName, name: FullName, county: CountyCode = ""
) -> None:
    """Add a user."""
    prepare()
    from huizhi.kernel.errors import HuizhiError
    from huizhi.kernel.models import Region
    from huizhi.kernel.roles import Role
    from huizhi.kernel.users import UserDetails, make_user

    if role not in Role.values:
        fail(
            help_text("没有这个角色，可用：", "No such role. Use one of: ") + ", ".join(Role.values)
        )
    place = Region.objects.filter(code=county, in_use=True).first()
    if county and place is None:
        fail(
            help_text(
                f"没有代码为 {county} 的县区，请先用 huizhi regions 登记。",
                f"There is no county {county}: enter it with huizhi regions first.",
            )
        )
    try:
        details = UserDetails(name=name, role=Role(role), county=place)
        make_user(username=username, details=details, password=password)
    except HuizhiError as error:
        fail(str(error))
    note(help_text(f"已新增用户 {username}。", f"User {username} may sign in."))
