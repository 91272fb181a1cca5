"""The kernel as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KernelConfig(AppConfig):
    """Registers the room."""

    name = "huizhi.kernel"
    label = "kernel"
    verbose_name = _("Kernel")
