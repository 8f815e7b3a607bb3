"""Commands that work the running program, where none runs."""

from pathlib import Path

import pytest

from tests.cli.command import run


@pytest.mark.parametrize("command", ["press", "paste-last"])
def test_without_the_program_it_says_so(tmp_path: Path, command: str) -> None:
    done = run(command, home=tmp_path, extra_env={"XDG_RUNTIME_DIR": str(tmp_path)})
    assert done.returncode == 1
    assert done.stderr == "Srota Dictate isn't running, or doesn't answer. Start it: srota-dictate.\n"
    assert done.stdout == ""
