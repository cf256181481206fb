"""Changes that many people begin at the same moment."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread

from django.db import connections

from headwater.core.errors import HeadwaterError


def at_once(tasks: Sequence[Callable[[], object]]) -> list[str]:
    """Everything begun at the same moment, and how each ended: `done`, or what refused it."""
    start, ended = Barrier(len(tasks)), []

    def run(task: Callable[[], object]) -> None:
        start.wait()
        try:
            task()
        except HeadwaterError as error:
            ended.append(type(error).__name__)
        else:
            ended.append("done")
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ended) == len(tasks), "one ended by an error of ours"
    return sorted(ended)
