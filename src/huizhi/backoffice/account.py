"""The user's own settings: language, theme, password.

The name belongs to the list of users, and officers have no address of mail: Wagtail's panels for
them, and for a picture, are left out, so that what remains can be saved.
"""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.account import (
    AccountView,
    AvatarSettingsPanel,
    NameEmailSettingsPanel,
)

from huizhi.backoffice.pages import RightRequired
from huizhi.kernel.roles import Right

LEFT_OUT = (NameEmailSettingsPanel, AvatarSettingsPanel)


class AccountPage(RightRequired, AccountView):
    """Wagtail's page of the account, without the panels an officer has no use for."""

    right = Right.OFFICE_ENTER

    def get_panels(self) -> list[Any]:
        """Return the panels whose fields the user may change."""
        return [panel for panel in super().get_panels() if not isinstance(panel, LEFT_OUT)]
