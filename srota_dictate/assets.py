"""Find the files shipped in `resources/`, from a wheel or from a source checkout."""

from importlib.resources import files
from pathlib import Path


def asset(relative: str) -> Path:
    """Path of a shipped file, e.g. `asset("vad/silero_vad_16k_sequence.onnx")`.

    In a wheel `resources/` lies inside the package; in a checkout it stands beside it.
    """
    packaged = Path(str(files("srota_dictate"))) / "resources"
    root = packaged if packaged.is_dir() else packaged.parents[1] / "resources"
    return root / relative
