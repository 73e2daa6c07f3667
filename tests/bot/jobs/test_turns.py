import asyncio
from collections.abc import Callable

import pytest

from bot.jobs.turns import Turns

WORK_S = 0.01


class Gone(Exception):
    pass


def never() -> asyncio.Future[Exception]:
    return asyncio.get_running_loop().create_future()


async def test_one_at_a_time_first_come_first_served() -> None:
    turns, heard = Turns(), list[str]()

    async def work(name: str) -> None:
        async with turns.turn(never()):
            heard.append(f"{name} begins")
            await asyncio.sleep(WORK_S)
            heard.append(f"{name} ends")

    await asyncio.gather(*(work(name) for name in "abc"))
    assert heard == [f"{name} {what}" for name in "abc" for what in ("begins", "ends")]


async def test_the_lowest_priority_goes_first() -> None:
    turns, served = Turns(), list[str]()

    async def work(name: str, priority: int) -> None:
        async with turns.turn(never(), priority):
            served.append(name)

    async with turns.turn(never()):
        waiting = [asyncio.create_task(work(*one)) for one in (("a", 7), ("b", 8), ("c", 0), ("d", 7))]
        await asyncio.sleep(0)
    await asyncio.gather(*waiting)
    assert served == ["c", "a", "d", "b"]


async def test_a_turn_that_comes_in_the_moment_of_cancelling_goes_to_the_next() -> None:
    turns, served = Turns(), asyncio.Event()

    async def work() -> None:
        async with turns.turn(never()):
            served.set()

    async with turns.turn(never()):
        cancelled, behind = asyncio.create_task(work()), asyncio.create_task(work())
        await asyncio.sleep(0)
    cancelled.cancel()
    await behind
    assert cancelled.cancelled() or served.is_set()
    async with turns.turn(never()):
        pass


async def test_who_is_called_off_leaves_the_line_at_once_and_the_others_move_up() -> None:
    turns, unless, served = Turns(), never(), asyncio.Event()

    async def work(gone: asyncio.Future[Exception]) -> None:
        async with turns.turn(gone):
            served.set()

    async with turns.turn(never()):
        waiting = asyncio.create_task(work(unless))
        behind = asyncio.create_task(work(never()))
        await asyncio.sleep(0)
        unless.set_result(Gone())
        with pytest.raises(Gone):
            await waiting
        assert not served.is_set()
    await behind
    assert served.is_set()


async def test_who_was_called_off_before_gets_no_turn() -> None:
    turns, unless = Turns(), never()
    unless.set_result(Gone())
    with pytest.raises(Gone):
        async with turns.turn(unless):
            raise AssertionError("it was called off")
    async with turns.turn(never()):
        pass


async def test_long_work_lets_those_pass_who_wait_and_goes_on() -> None:
    turns, heard = Turns(), list[str]()
    loop = asyncio.get_running_loop()

    def strokes(aside: Callable[[], None]) -> None:
        for number in range(3):
            heard.append(f"stroke {number}")
            aside()

    async def short(name: str) -> None:
        async with turns.turn(never()):
            heard.append(name)
            await asyncio.sleep(WORK_S)

    async with turns.turn(never()):
        waiting = [asyncio.create_task(short(name)) for name in "ab"]
        await asyncio.sleep(0)
        await asyncio.to_thread(strokes, lambda: turns.step_aside(loop))
    await asyncio.gather(*waiting)
    assert heard == ["stroke 0", "a", "b", "stroke 1", "stroke 2"]


async def test_long_work_is_not_overtaken_by_those_who_come_while_it_stands_aside() -> None:
    turns, heard = Turns(), list[str]()
    loop, later = asyncio.get_running_loop(), list[asyncio.Task[None]]()

    async def short(name: str) -> None:
        async with turns.turn(never()):
            heard.append(name)
            if name == "a":
                later.append(asyncio.create_task(short("b")))
                await asyncio.sleep(0)

    async with turns.turn(never(), 5):
        waiting = asyncio.create_task(short("a"))
        await asyncio.sleep(0)
        await asyncio.to_thread(turns.step_aside, loop)
        heard.append("stroke")
    await asyncio.gather(waiting, *later)
    assert heard == ["a", "stroke", "b"]


async def test_with_nobody_waiting_long_work_is_not_interrupted() -> None:
    turns, loop = Turns(), asyncio.get_running_loop()
    async with turns.turn(never()):
        # In the loop's own thread it would wait for itself, if it did anything.
        turns.step_aside(loop)
