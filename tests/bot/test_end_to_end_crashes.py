"""The real `python -m bot`, killed and tripped up in the middle of its work: nothing is lost, nothing comes twice."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.local_playground import free_port
from tests.bot.stand_in import picture
from tests.easel_process import EaselProcess, is_alive
from tests.person import Json, Person

# Starting a process and loading torch on a busy machine.
PATIENCE_S = 60.0


def is_result(message: Json) -> bool:
    return bool(message["from_bot"] and ("photo" in message or "document" in message))


@pytest.fixture
async def easel(running_bot: EaselProcess) -> EaselProcess:
    """The bot, alive again where a test has left it dead."""
    if not running_bot.is_running:
        running_bot.start()
    return running_bot


@pytest.fixture
async def anna(easel: EaselProcess) -> AsyncIterator[Person]:
    """A person in a chat of their own; what they armed is disarmed after them."""
    anna = await Person.join(easel.url, "Anna")
    yield anna
    await anna.clear_faults()
    await anna.close()


@pytest.fixture
async def ben(easel: EaselProcess) -> AsyncIterator[Person]:
    """Another one."""
    ben = await Person.join(easel.url, "Ben")
    yield ben
    await ben.close()


async def in_flight(person: Person, method: str) -> None:
    """Wait until the failure armed for `method` has been taken: the call hangs at this moment."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if all(fault["method"] != method for fault in await person.faults()):
                return
            await asyncio.sleep(0.02)


async def the_only_result(person: Person, photo: Json) -> Json:
    """Wait for the painting; fail if a second one comes before the answer to a later message does."""
    result = await person.wait_for(is_result, PATIENCE_S, after=photo)
    later = await person.send_photo(picture(64, 64, "red"))
    await person.wait_for(is_result, PATIENCE_S, after=later)
    results = [message for message in await person.messages(photo["message_id"]) if is_result(message)]
    assert len(results) == 2, "the painting came twice"
    return result


async def test_a_worker_killed_in_mid_job_costs_a_retry(easel: EaselProcess, anna: Person) -> None:
    await anna.fault("file", "timeout", seconds=600)
    photo = await anna.send_photo(picture())
    await in_flight(anna, "file")
    killed = easel.worker_pid
    easel.kill_worker()

    result = await the_only_result(anna, photo)
    assert result["reply_to_message"]["message_id"] == photo["message_id"]
    assert easel.is_running
    assert easel.worker_pid != killed


@pytest.mark.parametrize("hangs_for", [1.0, 600.0], ids=["the worker may finish", "the worker must give up"])
async def test_a_bot_killed_in_mid_job_goes_on_where_it_was(
    easel: EaselProcess, anna: Person, hangs_for: float
) -> None:
    await anna.fault("file", "slow" if hangs_for < 10 else "timeout", seconds=hangs_for)
    photo = await anna.send_photo(picture())
    await in_flight(anna, "file")
    orphan = easel.worker_pid
    easel.kill()
    easel.start()

    await the_only_result(anna, photo)
    assert not is_alive(orphan)


async def test_an_update_whose_handling_was_cut_off_is_handled_after_the_restart(
    easel: EaselProcess, anna: Person
) -> None:
    await anna.fault("sendMessage", "timeout", seconds=600)
    said = await anna.send_text("/help")
    await in_flight(anna, "sendMessage")
    easel.kill()
    easel.start()
    await anna.wait_for(lambda m: m["from_bot"] and "text" in m, PATIENCE_S, after=said)


async def test_a_worker_killed_while_it_delivers_delivers_at_most_twice(easel: EaselProcess, anna: Person) -> None:
    await anna.fault("sendPhoto", "timeout", seconds=600, after_effect=True)
    photo = await anna.send_photo(picture())
    await in_flight(anna, "sendPhoto")

    async def answers() -> list[Json]:
        since = [m for m in await anna.messages(photo["message_id"]) if is_result(m)]
        return [m for m in since if m["reply_to_message"]["message_id"] == photo["message_id"]]

    first = await anna.wait_for(is_result, PATIENCE_S, after=photo)
    easel.kill_worker()
    # Telegram had it, and cannot be asked: once more is right, more often is not.
    await anna.wait_for(lambda m: is_result(m) and m["message_id"] > first["message_id"], PATIENCE_S, after=photo)
    later = await anna.send_photo(picture(64, 64, "red"))
    await anna.wait_for(is_result, PATIENCE_S, after=later)
    assert len(await answers()) == 2


async def test_stopping_in_good_order_leaves_no_process_and_loses_no_job(easel: EaselProcess, anna: Person) -> None:
    await anna.fault("file", "slow", seconds=2)
    photo = await anna.send_photo(picture())
    await in_flight(anna, "file")
    worker = easel.worker_pid
    assert await asyncio.to_thread(easel.stop) == 0
    assert not is_alive(worker)
    # There was time to finish; had there been none, the job would be queued again.
    easel.start()
    await the_only_result(anna, photo)


async def test_failures_of_telegram_one_after_the_other_lose_nothing(anna: Person) -> None:
    for kind in ("429", "500", "drop"):
        await anna.fault("sendPhoto", kind)
    await anna.fault("getFile", "502")
    photo = await anna.send_photo(picture())
    await the_only_result(anna, photo)


async def test_one_who_blocks_the_bot_stops_nobody_else(anna: Person, ben: Person) -> None:
    await anna.fault("file", "slow", seconds=0.5)
    await anna.send_photo(picture())
    await anna.block()
    photo = await ben.send_photo(picture())
    await ben.wait_for(is_result, PATIENCE_S, after=photo)
    await anna.block(False)
    said = await anna.send_text("/help")
    await anna.wait_for(lambda m: m["from_bot"] and "text" in m, after=said)


async def test_help_comes_at_once_while_a_painting_and_a_large_download_are_under_way(
    anna: Person, ben: Person
) -> None:
    heavy = picture(1600, 1200, "teal", "PNG")
    # 20 MB on the wire, of which the picture is what decodes; the rest is padding that no decoder reads.
    heavy += os.urandom(20 * 2**20 - len(heavy) - 1024)
    photos = [await ben.send_file(heavy, "holiday.png") for _ in range(3)]
    for _ in range(3):
        said = await anna.send_text("/help")
        await anna.wait_for(lambda m: m["from_bot"], after=said)
    painted = [message for message in await ben.messages() if is_result(message)]
    assert len(painted) < len(photos), "the answers have waited for the paintings"
    await ben.wait_for(is_result, PATIENCE_S, after=photos[-1])


async def test_with_nothing_set_it_runs_by_itself_and_keeps_its_address_and_chat(tmp_path: Path) -> None:
    port = free_port(19_000)
    with EaselProcess(tmp_path, embedded=True, playground_port=str(port)) as easel:
        easel.start()
        assert easel.url == f"http://127.0.0.1:{port}"
        async with Person(easel.url) as anna:
            photo = await anna.send_photo(picture())
            await anna.wait_for(is_result, PATIENCE_S, after=photo)
        easel.kill()
        easel.start()
        assert easel.url == f"http://127.0.0.1:{port}"
        async with Person(easel.url) as anna:
            assert any(is_result(message) for message in await anna.messages())
            said = await anna.send_text("/help")
            await anna.wait_for(lambda m: m["from_bot"], PATIENCE_S, after=said)


async def test_by_webhook_the_same_conversation_goes_on(tmp_path: Path) -> None:
    port = free_port(19_000)
    with EaselProcess(
        tmp_path, public_url=f"http://127.0.0.1:{port}", web_host="127.0.0.1", web_port=str(port)
    ) as easel:
        easel.start()
        async with Person(easel.url) as anna, aiohttp.ClientSession() as session:
            said = await anna.send_text("/help")
            await anna.wait_for(lambda m: m["from_bot"], after=said)
            assert await anna.calls("getUpdates", everywhere=True) == []
            async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
                assert (answer.status, await answer.json()) == (200, {"status": "well", "problems": []})


async def test_where_its_port_is_taken_the_next_one_is(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with EaselProcess(tmp_path, embedded=True, playground_port=str(port)) as easel:
            easel.start()
            assert int(easel.url.rsplit(":", 1)[1]) > port


async def test_a_second_bot_in_the_same_folder_says_so_and_leaves(easel: EaselProcess, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    with (
        EaselProcess(other, data_dir=str(easel.data_dir)) as second,
        pytest.raises(AssertionError, match="Another Easel is running"),
    ):
        second.start()
    assert easel.is_running
