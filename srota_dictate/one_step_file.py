"""Write a file in one step: whoever reads meanwhile sees the old one or the new one, never half of it."""

import os
import tempfile
from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """Its folder is made where there is none.

    Raises OSError when it can't be written; the old file is then untouched.
    """
    target = path.resolve()  # a link, as keepers of dotfiles have it, stays one
    target.parent.mkdir(parents=True, exist_ok=True)
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
