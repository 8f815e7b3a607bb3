"""Which recording is the next, and which may be worked on beside others."""

from concurrent.futures import Future

from srota_dictate.recognizer.jobs import MOST_AT_ONCE, Job, Jobs
from tests.recognizer.support import noise


def job(number: int, batch: bool = False, deaths: int = 0) -> Job:
    return Job(number, noise(0.1), 0.1, Future(), batch=batch, deaths=deaths)


def begun(jobs: Jobs) -> list[int]:
    found: list[int] = []
    while (following := jobs.start_next()) is not None:
        found.append(following.number)
    return found


def filled(*some: Job) -> Jobs:
    jobs = Jobs()
    for one in some:
        jobs.add(one)
    return jobs


def test_what_somebody_waits_for_goes_one_at_a_time() -> None:
    jobs = filled(job(1), job(2))
    assert begun(jobs) == [1]
    assert begun(jobs) == []
    jobs.finish(1)
    assert begun(jobs) == [2]


def test_what_can_wait_goes_together_behind_what_cant() -> None:
    jobs = filled(*(job(n, batch=True) for n in range(20)), job(100), job(101))
    assert begun(jobs) == [100, *range(MOST_AT_ONCE - 1)]
    jobs.finish(100)
    assert begun(jobs) == [101]
    jobs.finish(101)
    assert begun(jobs) == [MOST_AT_ONCE - 1]


def test_somebody_waits_for_no_batch() -> None:
    jobs = filled(*(job(n, batch=True) for n in range(20)))
    assert len(begun(jobs)) == MOST_AT_ONCE
    jobs.add(job(100))
    assert begun(jobs) == [100]


def test_after_a_death_each_is_alone() -> None:
    jobs = filled(*(job(n, batch=True) for n in range(3)))
    assert begun(jobs) == [0, 1, 2]
    for one in jobs.running.values():
        one.deaths += 1
    jobs.put_back()
    for number in (0, 1, 2):
        assert begun(jobs) == [number]
        jobs.finish(number)


def test_a_cancelled_one_is_not_begun_and_not_put_back() -> None:
    first, second, third = job(1, batch=True), job(2, batch=True), job(3, batch=True)
    jobs = filled(first, second, third)
    second.future.cancel()
    assert begun(jobs) == [1, 3]
    third.future.cancel()
    assert jobs.drop(3), "running: the process must be told"
    jobs.put_back()
    assert begun(jobs) == [1]
