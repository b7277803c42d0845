"""What every measured client runs: updates on demand, and what they cost this process.

A line on stdin is how many updates to make, and how many at a time; a line on stdout is the answer.
Imported first, so that its clock starts before the client's package is read. Needs only Python.
"""

import asyncio
import json
import resource
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

CPU_AT_START = time.process_time()
WALL_AT_START = time.perf_counter()


def serve(update: Callable[[], object]) -> None:
    """Makes updates one after the other, or in threads."""
    for line in sys.stdin:
        count, at_once = map(int, line.split())
        begin = _now()
        if at_once == 1:
            for _ in range(count):
                update()
        else:
            with ThreadPoolExecutor(at_once) as pool:
                for done in [pool.submit(update) for _ in range(count)]:
                    done.result()
        _answer(begin)


async def serve_async(update: Callable[[], Awaitable[object]]) -> None:
    """Makes updates in one event loop, each task one after the other."""
    for line in sys.stdin:
        count, at_once = map(int, line.split())
        begin = _now()
        left = iter(range(count))

        async def some(left: Iterator[int] = left) -> None:
            for _ in left:
                await update()

        await asyncio.gather(*(some() for _ in range(at_once)))
        _answer(begin)


def _now() -> tuple[float, float]:
    return time.process_time(), time.perf_counter()


def _answer(begin: tuple[float, float]) -> None:
    cpu, wall = _now()
    answer = {
        "cpu": cpu - begin[0],
        "wall": wall - begin[1],
        "cpu_since_start": cpu - CPU_AT_START,
        "wall_since_start": wall - WALL_AT_START,
        "memory": _memory(),
    }
    print(json.dumps(answer), flush=True)


def _memory() -> int:
    """Bytes that the process holds; where there is no /proc, the most that it held."""
    try:
        with open("/proc/self/statm") as file:  # noqa: PTH123 - what imports pathlib would count
            return int(file.read().split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
