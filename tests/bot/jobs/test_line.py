from datetime import timedelta

from bot.jobs.line import Place, places
from bot.look import Look, Share
from bot.storage.models.jobs import Job, JobKind, JobState
from bot.storage.moments import now

NOON = now()


def job(name: str, minute: int, *, priority: int = 0, owner: str | None = None, method: str = "adain") -> Job:
    """Return a job that was asked for, or begun if it has an `owner`, at a minute."""
    at = NOON + timedelta(minutes=minute)
    return Job(
        id=name,
        kind=JobKind.PAINT,
        state=JobState.QUEUED if owner is None else JobState.RUNNING,
        look=Look((Share("gallery:iris"),), method=method),
        priority=priority,
        lease_owner=owner,
        created_at=at,
        started_at=None if owner is None else at,
    )


def line(*jobs: Job, painted: str = "") -> dict[str, Place]:
    return dict(
        places(
            jobs,
            is_painted=lambda one: one.id in painted.split(),
            left=lambda one: 10.0,
            takes_long=lambda one: one.look.method == "gatys",
        )
    )


def test_the_next_one_waits_for_what_is_painted() -> None:
    assert line(job("b", 2), job("a", 1, owner="w"), painted="a") == {"b": Place(1, 10.0)}


def test_places_follow_the_queue_and_not_the_clock() -> None:
    found = line(job("late", 3), job("of one with many", 1, priority=5), job("early", 2))
    assert sorted(found, key=lambda name: found[name].number) == ["early", "late", "of one with many"]
    assert found["of one with many"] == Place(3, 20.0)


def test_what_a_worker_has_at_hand_comes_before_the_queue() -> None:
    assert line(job("queued", 1), job("at hand", 2, owner="w", priority=9))["queued"] == Place(2, 10.0)


def test_long_work_and_short_work_do_not_wait_for_each_other() -> None:
    found = line(job("long", 1, owner="w", method="gatys"), job("short", 2), job("longer", 3, method="gatys"))
    assert found == {"long": Place(1, 0.0), "short": Place(1, 0.0), "longer": Place(2, 10.0)}


def test_two_workers_halve_the_wait() -> None:
    assert line(job("a", 1, owner="v"), job("b", 2, owner="w"), job("c", 3), painted="a b")["c"] == Place(1, 10.0)


def test_what_is_only_to_be_delivered_keeps_nobody_waiting() -> None:
    delivering = job("a", 1, owner="w")
    delivering.state = JobState.DELIVERING
    assert line(delivering, job("b", 2)) == {"b": Place(1, 0.0)}
