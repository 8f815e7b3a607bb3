"""Which looks the process gets, and that none of them costs a recording anything, whatever the process does."""

import json
import os
import random
import signal
import sys
from collections.abc import Generator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from srota_dictate.lab.tiny.vocabulary import WORDS
from srota_dictate.recognizer import protocol
from srota_dictate.recognizer.client import RecognizerClient
from srota_dictate.recognizer.inbox import Looked
from srota_dictate.recognizer.options import WorkAhead
from srota_dictate.recognizer.previews import Previews
from srota_dictate.types import SAMPLE_RATE_HZ, DraftHeard, Moment, RecognizerPhase, Samples, SegmentKey, Transcript
from tests.desktop.speech import spoken
from tests.recognizer.support import WAIT_S, StatusLog, needs_model_packages, noise, wait_until

pytestmark = pytest.mark.timeout(280)

FAKE = Path(__file__).parents[1] / "fakes" / "scripted_worker.py"
SPEAKING, PAUSE, SETTLED = Moment.SPEAKING, Moment.PAUSE, Moment.SETTLED


class Sent:
    """A FAKE process that notes what it is sent: the number of samples of each look."""

    def __init__(self) -> None:
        self.looks: list[int] = []
        self.n_forgets = 0
        self.contexts: list[str] = []

    def send(self, message: protocol.Request, samples: Samples | None = None) -> None:
        match message:
            case protocol.Preview(_, n_samples):
                assert samples is not None
                assert samples.size == n_samples
                self.looks.append(n_samples)
                self.contexts.append(message.context)
            case protocol.Forget():
                self.n_forgets += 1
            case _:
                raise AssertionError(message)


def look(n_samples: int, moment: Moment = SPEAKING, key: SegmentKey = (1, 0)) -> Looked:
    return Looked(key, np.zeros(n_samples, np.float32), 1.0, moment)


DONE = protocol.Drafted((1, 0))


def ignore(draft: DraftHeard) -> None:
    del draft


def test_one_at_a_time_and_the_newest_of_those_that_wait() -> None:
    previews, process = Previews(ignore), Sent()
    for n in (1, 2, 3):
        previews.offer(look(n), process)
    assert process.looks == [1]
    previews.answered(DONE, process)
    assert process.looks == [1, 3]
    previews.answered(DONE, process)
    assert process.looks == [1, 3]


def test_terms_come_along() -> None:
    previews, process = Previews(ignore), Sent()
    previews.offer(Looked((1, 0), np.zeros(9, np.float32), 1.0, PAUSE, "Technical terms: Srota"), process)
    assert process.contexts == ["Technical terms: Srota"]


def test_one_that_is_final_does_not_wait_for_others() -> None:
    previews, process = Previews(ignore), Sent()
    for n, moment in ((1, SPEAKING), (2, PAUSE), (3, SETTLED), (4, SETTLED)):
        previews.offer(look(n, moment), process)
    assert process.looks == [1, 3]
    previews.answered(DONE, process)
    assert process.looks == [1, 3, 4]


@pytest.mark.parametrize(("limit", "looks"), [(WorkAhead.OFF, []), (WorkAhead.PAUSES, [2]), (WorkAhead.AUTO, [1, 2])])
def test_the_setting_decides_what_is_looked_at(limit: WorkAhead, looks: list[int]) -> None:
    previews, process = Previews(ignore), Sent()
    previews.work_ahead = limit
    for n, moment in ((1, SPEAKING), (2, SETTLED)):
        previews.offer(look(n, moment), process)
    assert process.looks == looks


def test_what_is_complete_or_forgotten_is_not_looked_at_any_more() -> None:
    for end in ("complete", "forgotten", "another is complete"):
        previews, process = Previews(ignore), Sent()
        previews.offer(look(1), process)
        previews.offer(look(2), process)
        match end:
            case "complete":
                previews.is_complete((1, 0))
            case "forgotten":
                previews.forget(process)
            case _:
                previews.is_complete((0, 5))
                previews.is_complete(None)
        previews.answered(DONE, process)
        assert process.looks == ([1, 2] if end == "another is complete" else [1])
        assert process.n_forgets == (end == "forgotten")


def test_a_dead_process_leaves_nothing_and_two_end_it_until_another_model_is_chosen() -> None:
    previews = Previews(ignore)
    for n_processes in (1, 2, 3):
        process = Sent()
        previews.offer(look(1), process)
        previews.offer(look(2), process)
        assert process.looks == ([1] if n_processes < 3 else [])
        previews.died()
        previews.lost()
    previews.forgive()
    process = Sent()
    previews.offer(look(1), process)
    assert process.looks == [1]


def test_what_was_found_is_told() -> None:
    told: list[DraftHeard] = []
    previews, process = Previews(told.append), Sent()
    previews.offer(look(1), process)
    previews.answered(protocol.Drafted((1, 0), "कल"), process)
    previews.offer(look(2), process)
    previews.answered(DONE, process)
    assert told == [DraftHeard((1, 0), "कल")]
    assert "कल" not in repr(told)


@contextmanager
def scripted(folder: Path, *behaviours: str) -> Generator[tuple[RecognizerClient, StatusLog]]:
    script = folder / "script.json"
    script.write_text(json.dumps(behaviours))
    statuses = StatusLog()
    with RecognizerClient(statuses, 0, command=[sys.executable, str(FAKE), str(script)]) as client:
        client.load("tiny")
        statuses.wait_for(RecognizerPhase.READY)
        yield client, statuses


def test_a_process_that_dies_of_a_look_is_not_noticed_by_who_waits(tmp_path: Path) -> None:
    with scripted(tmp_path, "die on preview", "obey") as (client, _):
        client.preview((1, 0), noise(1), 0.9, PAUSE)
        future = client.submit(noise(0.5), 0.4, (1, 0))
        assert future.result(WAIT_S).text == "8000 samples"
    assert int((tmp_path / "script.starts").read_text()) == 2


def test_looking_does_not_start_a_process(tmp_path: Path) -> None:
    with scripted(tmp_path, "die on preview") as (client, statuses):
        client.preview((1, 0), noise(1), 0.9, PAUSE)
        statuses.wait_for(RecognizerPhase.UNLOADED)
        client.preview((1, 0), noise(1), 0.9, PAUSE)
        client.forget_previews()
    assert int((tmp_path / "script.starts").read_text()) == 1


@pytest.fixture(scope="module")
def sentences() -> list[Samples]:
    dice = random.Random(11)
    return [spoken(" ".join(dice.sample(WORDS, dice.randint(2, 9)))) for _ in range(8)]


@pytest.fixture(scope="module")
def drafts() -> list[DraftHeard]:
    return []


@pytest.fixture(scope="module")
def real(drafts: list[DraftHeard]) -> Generator[RecognizerClient]:
    """The real process with the tiny model."""
    statuses = StatusLog()
    with RecognizerClient(statuses, 0, on_draft=drafts.append) as client:
        client.load("tiny", device="cpu")
        statuses.wait_for(RecognizerPhase.READY)
        yield client


@pytest.fixture(scope="module")
def texts(real: RecognizerClient, sentences: list[Samples]) -> list[str]:
    """Without looks."""
    futures = [real.submit(samples) for samples in sentences]
    return [future.result(WAIT_S).text for future in futures]


@needs_model_packages
def test_texts_are_the_same_whatever_was_looked_at_while_they_were_spoken(
    real: RecognizerClient, sentences: list[Samples], texts: list[str]
) -> None:
    """Looks at any moment, more than there is time for, so that each recording stops one in the middle."""
    dice = random.Random(5)
    for round_number in range(3):
        futures: list[Future[Transcript]] = []
        for index, samples in enumerate(sentences):
            key = (round_number, index)
            for share in sorted(dice.random() for _ in range(dice.randint(0, 5))):
                part = samples[: int(share * samples.size)]
                real.preview(key, part, part.size / SAMPLE_RATE_HZ, dice.choice(list(Moment)))
            if dice.random() < 0.2:
                real.forget_previews()
            if dice.random() < 0.2:
                real.warm_up()
            futures.append(real.submit(samples, None, key))
            if dice.random() < 0.3:  # else it is still at work while the next one is spoken
                wait(futures, WAIT_S)
        assert [future.result(WAIT_S).text for future in futures] == texts


@needs_model_packages
def test_a_look_to_the_end_shows_the_text_and_the_recording_says_how_long_it_took(
    real: RecognizerClient, drafts: list[DraftHeard], sentences: list[Samples], texts: list[str]
) -> None:
    for index, samples in enumerate(sentences):
        real.preview((7, index), samples, samples.size / SAMPLE_RATE_HZ, SETTLED)
        wait_until(lambda index=index: any(draft.key == (7, index) for draft in drafts))
        assert drafts[-1].text == texts[index]
        heard = real.submit(samples, None, (7, index)).result(WAIT_S)
        assert heard.text == texts[index]
        assert heard.ahead_s > 0
        assert real.submit(samples, None, (8, index)).result(WAIT_S).ahead_s == 0


@needs_model_packages
def test_after_a_crash_in_a_look_the_text_is_the_same(
    sentences: list[Samples], texts: list[str], tmp_path: Path
) -> None:
    statuses = StatusLog()
    note = f"import os; open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))"
    run = "import runpy; runpy.run_module('srota_dictate.recognizer.worker', run_name='__main__', alter_sys=True)"
    with RecognizerClient(statuses, 0, command=[sys.executable, "-c", f"{note}; {run}"]) as client:
        client.load("tiny", device="cpu")
        statuses.wait_for(RecognizerPhase.READY)
        process = int((tmp_path / "pid").read_text())
        os.kill(process, signal.SIGSTOP)  # it has the look, and does not come to an end of it
        client.preview((1, 0), sentences[0], 1.0, PAUSE)
        future = client.submit(sentences[0], None, (1, 0))
        os.kill(process, signal.SIGKILL)
        assert future.result(WAIT_S).text == texts[0]
