"""The program's icons, drawn for panels of either colour."""

from PySide6.QtGui import QIcon

from srota_dictate.app.state import TrayState
from srota_dictate.assets import asset


def app_icon() -> QIcon:
    return QIcon(str(asset("icons/app.svg")))


def state_icon(state: TrayState) -> QIcon:
    """Each state has its own outline as well as its own colour: not everyone tells red from green."""
    return QIcon(str(asset(f"icons/{state.value}.svg")))
