"""Work handed to a thread that sleeps in `select`: run in order, answered once, refused when nobody is there."""

import select
import threading

import pytest

from srota_dictate.mailbox import Mailbox


def test_tasks_run_in_order_on_the_owning_thread_and_their_results_come_back() -> None:
    mailbox = Mailbox()
    seen: list[tuple[int, str]] = []

    def own() -> None:
        while len(seen) < 3:
            select.select([mailbox], [], [], 10)
            mailbox.run_pending()
        mailbox.close()

    def task(number: int) -> int:
        seen.append((number, threading.current_thread().name))
        return number * 10

    owner = threading.Thread(target=own, name="owner")
    owner.start()
    futures = [mailbox.post(lambda n=n: task(n)) for n in range(3)]
    assert [future.result(10) for future in futures] == [0, 10, 20]
    owner.join(10)
    assert seen == [(0, "owner"), (1, "owner"), (2, "owner")]


def test_what_a_task_raises_belongs_to_whoever_asked() -> None:
    mailbox = Mailbox()
    future = mailbox.post(lambda: 1 // 0)
    mailbox.run_pending()
    with pytest.raises(ZeroDivisionError):
        future.result(0)
    mailbox.close()


def test_closing_runs_what_is_left_and_refuses_more() -> None:
    mailbox = Mailbox()
    future = mailbox.post(lambda: "done")
    mailbox.close()
    assert future.result(0) == "done"
    with pytest.raises(RuntimeError):
        mailbox.post(lambda: None)
