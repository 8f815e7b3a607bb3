"""A folder's own words: parts of identifiers, the most frequent first, no ordinary English."""

from pathlib import Path

import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.rules.identifiers import words_of

ORDINARY = frozenset({"parse", "name", "run", "file", "test", "get", "use", "copy", "is", "was"})


def write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def test_identifiers_are_split_and_counted(tmp_path: Path) -> None:
    write(tmp_path / "a.py", "def getSrotaFile(qwen_model): return SROTA_HTTPServer  # srotaName qwen\n")
    write(tmp_path / "sub/b.ts", "let Srota = parsing.names(HTTPServer); running(tested, qwen2Srota)\n")
    write(tmp_path / "c.go", "using copies copied isn't wasn’t using copies copied isn't wasn’t\n")
    assert words_of(tmp_path, ORDINARY) == ("Srota", "qwen", "HTTP", "Server")
    assert words_of(tmp_path, ORDINARY, most=1) == ("Srota",)


def test_what_others_wrote_was_built_or_is_no_source_is_skipped(tmp_path: Path) -> None:
    write(tmp_path / "own.py", "srota srota")
    for skipped in (".git/x.py", "node_modules/y/x.js", ".venv/x.py", "build/x.c", "notes.txt", "sub/__pycache__/x.py"):
        write(tmp_path / skipped, "foreign foreign foreign")
    write(tmp_path / "binary.c", b"foreign foreign\0")
    write(tmp_path / "large.js", "foreign " * 200_000)
    write(tmp_path / "broken.py", b"foreigner\xff srota")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "gone.py").symlink_to(tmp_path / "nowhere")
    assert words_of(tmp_path, ORDINARY) == ("srota",)


def test_a_folder_without_source_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserFixableError, match="No words of its own"):
        words_of(tmp_path, ORDINARY)
