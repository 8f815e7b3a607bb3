"""A take's audio on disk: readable at any moment, private, and never in the way."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

import errno
import os
from io import FileIO
from pathlib import Path

import numpy as np
import pytest
import soundfile

from srota_dictate.audio import read_file
from srota_dictate.recorder.journal import Journal, read_journal, repair_journal
from tests.recorder.fakes import noise


def test_it_is_private_and_makes_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "state" / "takes" / "1.wav"
    Journal(path).close()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_audio_is_on_disk_every_quarter_of_a_second(tmp_path: Path) -> None:
    journal, source = Journal(tmp_path / "1.wav"), noise(16_000)
    for start in range(0, 16_000, 320):
        journal.push(source[start : start + 320])
        n_on_disk = soundfile.info(tmp_path / "1.wav").frames
        assert start + 320 - n_on_disk <= 4000 + 320
    path = journal.close()
    assert path is not None
    np.testing.assert_array_equal(read_file(path), source)


def test_a_file_whose_header_was_never_finished_is_still_readable(tmp_path: Path) -> None:
    path = tmp_path / "1.wav"
    journal, source = Journal(path), noise(9000)
    journal.push(source)
    journal.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4] + bytes(4) + whole[8:40] + bytes(4) + whole[44:-1])  # sizes 0, half a sample at the end
    np.testing.assert_array_equal(read_journal(path), source[:-1])
    assert repair_journal(path)
    assert not repair_journal(path)
    np.testing.assert_array_equal(read_file(path), source[:-1])
    assert soundfile.info(path).frames == 8999


def test_a_file_that_ends_in_its_header(tmp_path: Path) -> None:
    path = tmp_path / "1.wav"
    path.write_bytes(b"RIFF")
    assert read_journal(path).size == 0
    assert repair_journal(path)
    assert soundfile.info(path).frames == 0


def test_an_earlier_take_is_never_overwritten(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "1.wav").write_bytes(b"precious")
    journal = Journal(tmp_path / "1.wav")
    journal.push(noise(9000))
    assert journal.close() is None
    assert (tmp_path / "1.wav").read_bytes() == b"precious"
    assert "File exists" in caplog.text


def test_a_full_disk_ends_the_journal_not_the_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    journal = Journal(tmp_path / "1.wav")
    journal.push(noise(9000))
    monkeypatch.setattr(journal, "_file", FullDisk(tmp_path / "1.wav"))
    journal.push(noise(9000))
    journal.push(noise(9000))
    assert journal.close() is None
    assert not (tmp_path / "1.wav").exists(), "half a take is not left behind"
    assert caplog.text.count("No space left") == 1


class FullDisk(FileIO):
    def write(self, _: object, /) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_cancelled_take_leaves_no_file(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "1.wav")
    journal.push(noise(9000))
    journal.discard()
    journal.discard()
    assert journal.close() is None
    assert list(tmp_path.iterdir()) == []
