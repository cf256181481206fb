"""People who read pages: many connections from one process, each waiting between its pages."""

import asyncio
import random
import statistics
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Load:
    """What a load of readers saw."""

    milliseconds: tuple[float, ...]
    wrong: int
    seconds: float

    @property
    def p95(self) -> float:
        """The time within which 95 of 100 answers were whole, in milliseconds."""
        return statistics.quantiles(self.milliseconds, n=100)[94]

    @property
    def p50(self) -> float:
        """The middle time, in milliseconds."""
        return statistics.median(self.milliseconds)

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.milliseconds) / self.seconds


async def _fetch(port: int, path: str, cookie: str) -> int:
    """One page on a connection of its own. Returns the status once every byte has come."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        more = f"Cookie: {cookie}\r\n" if cookie else ""
        head = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n{more}\r\n"
        writer.write(head.encode())
        await writer.drain()
        answer = await reader.read(65_536)
        status = int(answer.split(b" ", 2)[1])
        while await reader.read(1 << 20):
            pass
        return status
    finally:
        writer.close()


async def _reader(
    port: int, pages: list[str], cookie: str, *, until: float, pause: float, seed: int
) -> list[tuple[float, int]]:
    rng = random.Random(seed)
    seen = []
    await asyncio.sleep(rng.random() * max(pause, 0.05))
    while time.perf_counter() < until:
        begun = time.perf_counter()
        status = await _fetch(port, rng.choice(pages), cookie)
        seen.append(((time.perf_counter() - begun) * 1000, status))
        if pause:
            await asyncio.sleep(rng.expovariate(1 / pause))
    return seen


def load(
    port: int,
    pages: list[str],
    *,
    users: int,
    seconds: float,
    pause: float,
    cookie: str = "",
) -> Load:
    """Let many people read pages at once. `pause` is the mean time one looks at a page."""

    async def everybody() -> list[list[tuple[float, int]]]:
        until = time.perf_counter() + seconds
        readers = (
            _reader(port, pages, cookie, until=until, pause=pause, seed=seed)
            for seed in range(users)
        )
        return await asyncio.gather(*readers)

    begun = time.perf_counter()
    seen = [each for one in asyncio.run(everybody()) for each in one]
    took = time.perf_counter() - begun
    return Load(tuple(ms for ms, _ in seen), sum(status != 200 for _, status in seen), took)
