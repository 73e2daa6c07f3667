"""What an admin sees: figures, people, failures, and the switch for maintenance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.language import Html, Locale
from bot.storage.models.jobs import Job, JobState
from bot.storage.models.people import User
from bot.storage.moments import now
from bot.storage.overview import Activity, Overview
from bot.views.buttons import button
from bot.views.callback_data import Verb

OVERVIEW, PEOPLE, PERSON, BAN, UNBAN = "overview", "people", "person", "ban", "unban"
FAILURES, RETRY, PAUSE, RESUME = "failures", "retry", "pause", "resume"
_NAME_LENGTH = 24
_ERROR_LENGTH = 160
_COLUMNS = 3


def overview(locale: Locale, figures: Overview, *, in_maintenance: bool) -> Html:
    """Show how the bot does."""
    lines = [
        *([locale.html("admin-in-maintenance")] if in_maintenance else []),
        locale.html("admin-people", people=figures.people, new=figures.new, active=figures.active),
        locale.html("admin-waiting", jobs=figures.waiting)
        if figures.oldest is None
        else locale.html("admin-waiting-since", jobs=figures.waiting, time=_span(locale, now() - figures.oldest)),
        locale.html("admin-jobs", states=_states(locale, figures)),
        locale.html("admin-errors", errors=_counted(figures.errors))
        if figures.errors
        else locale.html("admin-no-errors"),
    ]
    return Html("\n".join(lines))


def overview_buttons(locale: Locale, *, in_maintenance: bool) -> InlineKeyboardMarkup:
    """Return the ways on from the figures."""
    switch = locale.text("button-resume") if in_maintenance else locale.text("button-pause")
    return InlineKeyboardMarkup(
        (
            (
                button(locale.text("button-people"), Verb.ADMIN, "", PEOPLE),
                button(locale.text("button-failures"), Verb.ADMIN, "", FAILURES),
            ),
            (button(switch, Verb.ADMIN, "", RESUME if in_maintenance else PAUSE),),
            (button(locale.text("button-refresh-figures"), Verb.ADMIN, "", OVERVIEW),),
        )
    )


def people(locale: Locale, words: str, found: Sequence[User]) -> Html:
    """Stand above a list of people: those who were searched for, or the newest."""
    if not found:
        return locale.html("admin-nobody", said=words)
    return locale.html("admin-people-found", said=words) if words else locale.html("admin-newest-people")


def people_buttons(locale: Locale, found: Sequence[User]) -> InlineKeyboardMarkup:
    """Return one button for each."""
    rows = [(button(_label(user), Verb.ADMIN, "", f"{PERSON}.{user.id}"),) for user in found]
    return InlineKeyboardMarkup((*rows, (_to_overview(locale),)))


def person(locale: Locale, user: User, activity: Activity, *, is_admin: bool) -> Html:
    """Show one person."""
    name = f"{user.first_name} (@{user.username})" if user.username else user.first_name
    lines = [
        locale.html("admin-person", name=name, id=Html(f"<code>{user.id}</code>")),
        locale.html("admin-person-since", date=user.created_at.date().isoformat()),
        locale.html("admin-person-jobs", jobs=activity.jobs, lately=activity.lately),
        *([locale.html("admin-person-is-admin")] if is_admin else []),
        *([locale.html("admin-person-blocked-bot")] if user.blocked_at else []),
        *([locale.html("admin-person-banned")] if user.banned_at else []),
    ]
    return Html("\n".join(lines))


def person_buttons(locale: Locale, user: User, *, is_admin: bool) -> InlineKeyboardMarkup:
    """Return the way to shut them out or let them in again, which nobody does to an admin."""
    rows = []
    if user.banned_at is not None:
        rows.append((button(locale.text("button-unban"), Verb.ADMIN, "", f"{UNBAN}.{user.id}"),))
    elif not is_admin:
        rows.append((button(locale.text("button-ban"), Verb.ADMIN, "", f"{BAN}.{user.id}"),))
    return InlineKeyboardMarkup((*rows, (button(locale.text("button-people"), Verb.ADMIN, "", PEOPLE),)))


def failures(locale: Locale, jobs: Sequence[Job]) -> Html:
    """Show the jobs that failed last, numbered."""
    if not jobs:
        return locale.html("admin-no-failures")
    lines = [
        locale.html(
            "admin-failure-held" if job.state is JobState.HELD else "admin-failure",
            number=number,
            job=job.kind.value,
            user=Html(f"<code>{job.user_id}</code>"),
            time=_span(locale, now() - (job.finished_at or job.created_at)),
            error=Html(f"<code>{escape((job.error or '')[:_ERROR_LENGTH], quote=False)}</code>"),
        )
        for number, job in enumerate(jobs, 1)
    ]
    return Html("\n\n".join((locale.html("admin-failures"), *lines)))


def failures_buttons(locale: Locale, jobs: Sequence[Job]) -> InlineKeyboardMarkup:
    """Return one button for each job that is held: to try it again."""
    retries = [
        button(locale.text("button-retry-job", number=number), Verb.ADMIN, "", f"{RETRY}.{job.id}")
        for number, job in enumerate(jobs, 1)
        if job.state is JobState.HELD
    ]
    rows = [retries[at : at + _COLUMNS] for at in range(0, len(retries), _COLUMNS)]
    return InlineKeyboardMarkup((*rows, (_to_overview(locale),)))


def maintenance_notice(locale: Locale, *, on: bool) -> str:
    """Confirm the switch."""
    return locale.text("maintenance-begun" if on else "maintenance-over")


def banned_notice(locale: Locale) -> str:
    """Confirm that somebody is shut out."""
    return locale.text("banned-notice")


def unbanned_notice(locale: Locale) -> str:
    """Confirm that somebody is let in again."""
    return locale.text("unbanned-notice")


def retried_notice(locale: Locale) -> str:
    """Confirm that a job is tried again."""
    return locale.text("retried-notice")


def _to_overview(locale: Locale) -> InlineKeyboardButton:
    return button(locale.text("button-overview"), Verb.ADMIN, "", OVERVIEW)


def _label(user: User) -> str:
    name = user.first_name or str(user.id)
    short = name if len(name) <= _NAME_LENGTH else f"{name[: _NAME_LENGTH - 1]}…"
    return f"⛔ {short}" if user.banned_at is not None else short


def _states(locale: Locale, figures: Overview) -> Html:
    return Html(
        ", ".join(
            locale.html("admin-jobs-in-state", kind=state.value, jobs=figures.jobs[state])
            for state in JobState
            if figures.jobs.get(state)
        )
        or "0"
    )


def _counted(errors: Sequence[tuple[str, int]]) -> Html:
    return Html("\n".join(f"• <code>{escape(name, quote=False)}</code> {count}" for name, count in errors))


def _span(locale: Locale, time: timedelta) -> str:
    minutes = max(round(time.total_seconds() / 60), 0)
    return (
        locale.text("span-minutes", count=minutes)
        if minutes < 90
        else locale.text("span-hours", count=round(minutes / 60))
    )
