"""Whatever the process does, each recording is answered once: against a scripted fake process.

The same with the real process and model is in `test_client.py`; here the moment of each death is exact.
"""

import json
import logging
import os
import sys
import threading
from collections.abc import Generator
from concurrent.futures import CancelledError, Future, wait
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from srota_dictate.errors import UserFixableError
from srota_dictate.recognizer.client import RecognizerClient
from srota_dictate.recognizer.supervisor import Patience
from srota_dictate.types import RecognizerPhase, RecognizerStatus, Samples, Transcript, TranscriptFlag
from tests.recognizer.support import WAIT_S, StatusLog, copy_of, noise, wait_until

FAKE = Path(__file__).parents[1] / "fakes" / "scripted_worker.py"
PHASES = RecognizerPhase
AUDIO = noise(0.5)

pytestmark = pytest.mark.timeout(120)


@contextmanager
def scripted(
    tmp_path: Path,
    *behaviours: str,
    idle_minutes: float = 0,
    patience: Patience | None = None,
    load: bool = True,
) -> Generator[tuple[RecognizerClient, StatusLog]]:
    """A client whose processes behave as scripted, one after the other."""
    script = tmp_path / "script.json"
    script.write_text(json.dumps(behaviours))
    statuses = StatusLog()
    command = [sys.executable, str(FAKE), str(script)]
    with RecognizerClient(statuses, idle_minutes, command=command, patience=patience) as client:
        if load:
            client.load("tiny")
        yield client, statuses


def starts(tmp_path: Path) -> int:
    return int((tmp_path / "script.starts").read_text())


def text_of(future: Future[Transcript]) -> str:
    return future.result(WAIT_S).text


def test_answers_come_in_order_and_belong_to_their_audio(tmp_path: Path) -> None:
    finished: list[int] = []
    with scripted(tmp_path, "obey") as (client, statuses):
        futures = [client.submit(noise(0.1 * n)) for n in range(1, 6)]
        for n, future in enumerate(futures):
            future.add_done_callback(lambda _, n=n: finished.append(n))
        assert [text_of(future) for future in futures] == [f"{1600 * n} samples" for n in range(1, 6)]
        assert futures[0].result().audio_s == pytest.approx(0.1)
    assert finished == [0, 1, 2, 3, 4]
    assert statuses.phases == [PHASES.LOADING, PHASES.READY]


def test_other_terms_are_told_from_the_next_recording_on_and_nothing_is_loaded_again(tmp_path: Path) -> None:
    with scripted(tmp_path, "say the context") as (client, _):
        before = client.submit(AUDIO)
        client.use_terms(["Srota", "GitHub", "Diwali"], 2)
        told = client.submit(AUDIO)
        client.use_terms([], 2)
        assert text_of(client.submit(AUDIO)) == text_of(before) == ""
        assert text_of(told) == "Technical terms: Srota, GitHub"
    assert starts(tmp_path) == 1


def test_loading_is_told_step_by_step(tmp_path: Path) -> None:
    with scripted(tmp_path, "obey") as (_, statuses):
        ready = statuses.wait_for(PHASES.READY)
    loading = [status for status in statuses.all if status.phase is PHASES.LOADING]
    assert [status.step for status in loading] == ["starting the recogniser", "pretending"]
    assert [status.progress for status in loading] == [0.0, 0.5]
    assert ready.model == "tiny"
    assert ready.device is not None
    assert (ready.device.device, ready.device.precision) == ("cpu", "f32")


def test_a_death_in_the_middle_is_not_noticed_by_who_waits(tmp_path: Path) -> None:
    with scripted(tmp_path, "die on request 1", "obey") as (client, _):
        futures = [client.submit(AUDIO), client.submit(noise(1))]
        assert [text_of(future) for future in futures] == ["8000 samples", "16000 samples"]
    assert starts(tmp_path) == 2


def test_a_recording_that_kills_twice_is_given_up_and_the_next_one_is_answered(tmp_path: Path) -> None:
    with scripted(tmp_path, "die on request 1", "die on request 1", "obey") as (client, _):
        first, second = client.submit(AUDIO), client.submit(noise(1))
        with pytest.raises(UserFixableError, match="stopped twice on this recording"):
            first.result(WAIT_S)
        assert text_of(second) == "16000 samples"
    assert starts(tmp_path) == 3


def test_each_recording_gets_its_own_restart(tmp_path: Path) -> None:
    with scripted(tmp_path, *["die on request 2"] * 4) as (client, _):
        assert [text_of(client.submit(AUDIO)) for _ in range(4)] == ["8000 samples"] * 4
    assert starts(tmp_path) == 4


@pytest.mark.parametrize("behaviour", ["hang on request 1", "talk nonsense on request 1"])
def test_a_process_that_hangs_or_raves_counts_as_dead(tmp_path: Path, behaviour: str) -> None:
    patience = Patience(request_s=2.0, request_per_audio_s=0.1)
    with scripted(tmp_path, behaviour, "obey", patience=patience) as (client, _):
        assert text_of(client.submit(AUDIO)) == "8000 samples"
    assert starts(tmp_path) == 2


@pytest.mark.parametrize(
    ("behaviour", "trouble"),
    [
        ("card exits with 5 on request 2", "the graphics card ran out of memory"),
        ("card exits with 4 on request 2", "the graphics card stopped working"),
        ("card hangs on request 2", "the graphics card stopped working"),
    ],
)
def test_a_card_that_fails_in_a_take_is_left_alone_and_the_take_answered(
    tmp_path: Path, behaviour: str, trouble: str
) -> None:
    patience = Patience(request_s=2.0, request_per_audio_s=0.1)
    with scripted(tmp_path, behaviour, patience=patience) as (client, statuses):
        on_card = statuses.wait_for(PHASES.READY).device
        assert on_card is not None
        assert (on_card.device, on_card.trouble) == ("cuda", "")
        lengths = (0.5, 1.0, 1.5, 2.0)
        assert [text_of(client.submit(noise(s))) for s in lengths] == [f"{16_000 * s:.0f} samples" for s in lengths]
        after = statuses.all[-1].device
        assert after is not None
        assert (after.device, after.trouble) == ("cpu", trouble)
        assert starts(tmp_path) == 2
        # Whoever chooses the model again wants the card tried again.
        since = statuses.mark()
        client.load("tiny", device="cuda")
        again = statuses.wait_for(PHASES.READY, since).device
        assert again is not None
        assert again.device == "cuda"


def test_a_card_that_fails_without_being_used_is_no_reason_to_try_for_ever(tmp_path: Path) -> None:
    with (
        scripted(tmp_path, "exit with 5", "exit with 5", "exit with 5", "obey") as (client, _),
        pytest.raises(UserFixableError, match="stopped twice on this recording"),
    ):
        client.submit(AUDIO).result(WAIT_S)
    assert starts(tmp_path) == 3


def test_a_death_between_recordings_is_mended_at_once(tmp_path: Path) -> None:
    with scripted(tmp_path, "die after answer 1", "obey") as (client, statuses):
        statuses.wait_for(PHASES.READY)
        since = statuses.mark()
        assert text_of(client.submit(AUDIO)) == "8000 samples"
        statuses.wait_for(PHASES.READY, since)
        assert text_of(client.submit(AUDIO)) == "8000 samples"
    assert starts(tmp_path) == 2


def test_a_process_that_dies_unused_is_not_restarted_for_ever(tmp_path: Path) -> None:
    with scripted(tmp_path, "die when ready", "obey") as (client, statuses):
        statuses.wait_for(PHASES.UNLOADED)
        assert starts(tmp_path) == 1
        assert text_of(client.submit(AUDIO)) == "8000 samples"


@pytest.mark.parametrize("behaviour", ["die on load", "exit before connecting", "talk nonsense on load"])
def test_one_death_while_loading_is_mended(tmp_path: Path, behaviour: str) -> None:
    with scripted(tmp_path, behaviour, "obey") as (client, _):
        assert text_of(client.submit(AUDIO)) == "8000 samples"
    assert starts(tmp_path) == 2


@pytest.mark.parametrize("behaviour", ["die on load", "exit before connecting"])
def test_two_deaths_while_loading_are_told(tmp_path: Path, behaviour: str) -> None:
    with scripted(tmp_path, behaviour, behaviour, "obey") as (client, statuses):
        future = client.submit(AUDIO)
        with pytest.raises(UserFixableError, match="stopped while loading"):
            future.result(WAIT_S)
        failed = statuses.wait_for(PHASES.FAILED)
        assert failed.error is future.exception()
        assert starts(tmp_path) == 2
        # What made it die may be gone: the next one who speaks is the one who tries again.
        assert text_of(client.submit(AUDIO)) == "8000 samples"


@pytest.mark.parametrize("behaviour", ["hang on load", "never connect"])
def test_hanging_while_loading(tmp_path: Path, behaviour: str) -> None:
    with scripted(tmp_path, behaviour, "obey", patience=Patience(load_step_s=4.0)) as (client, _):
        assert text_of(client.submit(AUDIO)) == "8000 samples"
    assert starts(tmp_path) == 2


def test_a_load_that_fails_fails_who_waits_and_leaves_the_client_usable(tmp_path: Path) -> None:
    with scripted(tmp_path, "fail to load", "obey") as (client, statuses):
        futures = [client.submit(AUDIO), client.submit(AUDIO)]
        for future in futures:
            with pytest.raises(UserFixableError, match="out of sorts"):
                future.result(WAIT_S)
        error = statuses.wait_for(PHASES.FAILED).error
        assert error is not None
        assert (error.message, error.hint) == ("The model is out of sorts", "Try another")
        client.load("tiny")
        statuses.wait_for(PHASES.READY)
        assert text_of(client.submit(AUDIO)) == "8000 samples"


def test_a_refusal_concerns_one_recording(tmp_path: Path) -> None:
    with scripted(tmp_path, "refuse") as (client, _):
        for _attempt in range(2):
            with pytest.raises(UserFixableError, match="Nobody can hear this"):
                client.submit(AUDIO).result(WAIT_S)
    assert starts(tmp_path) == 1


def test_a_command_that_cant_be_run(tmp_path: Path) -> None:
    statuses = StatusLog()
    with RecognizerClient(statuses, command=[str(tmp_path / "no-python")]) as client:
        client.load("tiny")
        error = statuses.wait_for(PHASES.FAILED).error
    assert error is not None
    assert 'pip install "srota-dictate[local]"' in error.hint


def test_no_process_is_started_for_a_folder_that_cant_be_loaded(tiny: Path, tmp_path: Path) -> None:
    folder = copy_of(tiny, tmp_path / "model")
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1])
    with scripted(tmp_path, "obey", load=False) as (client, statuses):
        for model, message in (
            (str(folder), "damaged or only partly"),
            (str(tmp_path / "gone"), "doesn't exist"),
            ("srotaa", "no model called"),
            ("someone/never-downloaded", "isn't downloaded"),
        ):
            since = statuses.mark()
            client.load(model)
            future = client.submit(AUDIO)
            error = statuses.wait_for(PHASES.FAILED, since).error
            assert message in str(error)
            with pytest.raises(UserFixableError, match=message):
                future.result(WAIT_S)
        assert not (tmp_path / "script.starts").exists()
        client.load("tiny")
        assert text_of(client.submit(AUDIO)) == "8000 samples"


def test_nothing_is_asked_of_a_client_without_a_model(tmp_path: Path) -> None:
    with scripted(tmp_path, "obey", load=False) as (client, _):
        client.warm_up()
        with pytest.raises(UserFixableError, match="No model is loaded"):
            client.submit(AUDIO).result(WAIT_S)


def test_cancel_what_runs_and_what_waits(tmp_path: Path) -> None:
    with scripted(tmp_path, "wait for a stop") as (client, statuses):
        statuses.wait_for(PHASES.READY)
        running, waiting = client.submit(AUDIO), client.submit(AUDIO)
        client.cancel(waiting)
        client.cancel(running)
        client.cancel(running)
        # `wait` returns only when the cancellation has been dealt with, a mere `cancelled()` doesn't tell.
        assert wait([running, waiting], timeout=WAIT_S).not_done == set()
        for future in (running, waiting):
            with pytest.raises(CancelledError):
                future.result(WAIT_S)
    assert starts(tmp_path) == 1


def test_a_cancelled_recording_isnt_replayed(tmp_path: Path) -> None:
    patience = Patience(request_s=2.0, request_per_audio_s=0)
    with scripted(tmp_path, "hang on request 1", "obey", patience=patience) as (client, statuses):
        statuses.wait_for(PHASES.READY)
        first, second = client.submit(AUDIO), client.submit(noise(1))
        client.cancel(first)
        assert text_of(second) == "16000 samples"
        assert first.cancelled()
    assert starts(tmp_path) == 2


def test_switching_replays_what_runs_on_the_new_model(tiny: Path, tmp_path: Path) -> None:
    other = str(copy_of(tiny, tmp_path / "other"))
    with scripted(tmp_path, "wait for a stop", "obey") as (client, statuses):
        statuses.wait_for(PHASES.READY)
        future = client.submit(AUDIO)
        client.load(other)
        assert text_of(future) == "8000 samples"
        assert statuses.all[-1].model == other
    assert starts(tmp_path) == 2


def test_loading_what_is_loaded_starts_nothing_and_says_so(tmp_path: Path) -> None:
    with scripted(tmp_path, "obey") as (client, statuses):
        first = statuses.wait_for(PHASES.READY)
        since = statuses.mark()
        client.load("tiny")
        assert statuses.wait_for(PHASES.READY, since) == first
    assert starts(tmp_path) == 1


def test_the_last_of_many_loads_wins(tiny: Path, tmp_path: Path) -> None:
    others = [str(copy_of(tiny, tmp_path / f"other{n}")) for n in range(3)]
    with scripted(tmp_path, "obey") as (client, statuses):
        for other in others:
            client.load(other)
        statuses.wait_for(PHASES.READY, also=lambda status: status.model == others[-1])
        assert text_of(client.submit(AUDIO)) == "8000 samples"


def test_unload_when_idle_and_load_again_for_the_next(tmp_path: Path) -> None:
    with scripted(tmp_path, "obey", idle_minutes=0.002) as (client, statuses):
        statuses.wait_for(PHASES.UNLOADED)
        assert text_of(client.submit(AUDIO)) == "8000 samples"
        since = statuses.mark()
        statuses.wait_for(PHASES.UNLOADED, since)
        since = statuses.mark()
        client.warm_up()
        statuses.wait_for(PHASES.READY, since)
    assert starts(tmp_path) == 3


def test_silence_is_answered_without_asking(tmp_path: Path) -> None:
    with scripted(tmp_path, "obey", load=False) as (client, _):
        for samples in (np.zeros(0, np.float32), np.zeros(16_000, np.float32), noise(0.05)):
            transcript = client.submit(samples).result(timeout=0)
            assert (transcript.text, transcript.flags) == ("", frozenset({TranscriptFlag.NO_SPEECH}))
            assert transcript.audio_s == pytest.approx(samples.size / 16_000)


def test_what_is_no_such_audio_is_an_error_of_the_caller(tmp_path: Path) -> None:
    with scripted(tmp_path, "obey") as (client, _):
        with pytest.raises(ValueError, match="longer than 30 s"):
            client.submit(noise(31))
        with pytest.raises(TypeError, match="float32"):
            client.submit(np.zeros(1600, np.int16))  # pyright: ignore[reportArgumentType]
        assert text_of(client.submit(AUDIO)) == "8000 samples"
    assert starts(tmp_path) == 1


def test_the_callers_buffer_may_be_used_again(tmp_path: Path) -> None:
    samples: Samples = noise(0.5)
    with scripted(tmp_path, "obey") as (client, _):
        future = client.submit(samples)
        samples[:] = 0
        assert text_of(future) == "8000 samples"


@pytest.mark.parametrize("behaviour", ["obey", "hang on request 1", "never connect", "hang on load"])
def test_close_ends_everything(tmp_path: Path, behaviour: str) -> None:
    with scripted(tmp_path, behaviour) as (client, statuses):
        statuses.wait_for(PHASES.LOADING)
        futures = [client.submit(AUDIO) for _ in range(3)]
        wait_until((tmp_path / "script.pids").exists)
        client.close()
        client.close()
        assert wait(futures, timeout=WAIT_S).not_done == set()
        assert client.submit(AUDIO).cancelled()
        client.load("tiny")
    for pid in (tmp_path / "script.pids").read_text().split():
        # A zombie would still be there.
        with pytest.raises(ProcessLookupError):
            os.kill(int(pid), 0)


def test_a_callback_may_close_the_client(tmp_path: Path) -> None:
    with scripted(tmp_path, "obey") as (client, _):
        closed = threading.Event()

        def close(_: Future[Transcript]) -> None:
            client.close()
            closed.set()

        client.submit(AUDIO).add_done_callback(close)
        assert closed.wait(WAIT_S)


def test_a_status_that_cant_be_shown_changes_nothing(tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    script.write_text('["obey"]')

    def broken(_: RecognizerStatus) -> None:
        raise RuntimeError("no window")

    with RecognizerClient(broken, command=[sys.executable, str(FAKE), str(script)]) as client:
        client.load("tiny")
        assert text_of(client.submit(AUDIO)) == "8000 samples"


def test_what_was_said_isnt_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), scripted(tmp_path, "die on request 2", "obey") as (client, _):
        transcripts = [client.submit(AUDIO).result(WAIT_S) for _ in range(2)]
    assert "samples" not in caplog.text
    assert "samples" not in repr(transcripts)
