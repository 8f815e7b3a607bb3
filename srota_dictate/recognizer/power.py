"""Whether this machine runs on battery."""

# psutil comes without types.
# pyright: reportMissingTypeStubs=false, reportMissingModuleSource=false, reportUnknownMemberType=false

from contextlib import suppress


def is_on_battery() -> bool:
    """False also where nobody knows: what such machines have is a plug."""
    # A battery that is being pulled out, or a system that keeps it to itself.
    with suppress(ImportError, OSError, RuntimeError, AttributeError):
        import psutil

        battery = psutil.sensors_battery()
        return battery is not None and battery.power_plugged is False
    return False
