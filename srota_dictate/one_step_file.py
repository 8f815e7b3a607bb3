"""Write a file in one step: whoever reads meanwhile sees the old one or the new one, never half of it."""

import os
import tempfile
from pathlib import Path


def replace_file(target: Path, content: bytes) -> None:
    """Raises OSError when it can't be written; the old file is then untouched."""
    # mkstemp makes the file 0600: what one dictates into and with is nobody else's business.
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
