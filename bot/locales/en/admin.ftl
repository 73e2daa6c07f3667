## What only admins see. In Telegram's HTML, but for buttons and notices.

admin-in-maintenance = 🔧 <b>Maintenance:</b> wishes are taken down and painted later.
# $people, $new, $active (number)
admin-people = <b>People:</b> { $people }. Within 24 hours: { $new } new, { $active } active.
# $jobs (number)
admin-waiting = <b>Waiting:</b> { $jobs }
# $time (text): "5 min", say.
admin-waiting-since = <b>Waiting:</b> { $jobs }, the longest for { $time }
# $states (text): a list, of the message below.
admin-jobs = <b>Jobs:</b> { $states }
# $kind: of state. $jobs (number)
admin-jobs-in-state =
    { $kind ->
        [queued] { $jobs } queued
        [running] { $jobs } being painted
        [delivering] { $jobs } being sent
        [done] { $jobs } done
        [held] { $jobs } held
       *[cancelled] { $jobs } called off
    }
# $errors (text): a list.
admin-errors =
    <b>Errors within 24 hours:</b>
    { $errors }
admin-no-errors = <b>Errors within 24 hours:</b> none
# $count (number)
span-minutes = { $count } min
span-hours = { $count } h

# Two of these three stand in one row.
button-people = 👥 People
button-failures = ⚠️ Failures
button-refresh-figures = ↻ Refresh
# Alone in their rows.
button-pause = 🔧 Begin maintenance
button-resume = ▶ End maintenance
button-overview = ‹ Overview
maintenance-begun = Painting pauses. Wishes are taken down.
maintenance-over = Painting goes on.

admin-newest-people = The newest people. To find somebody: <code>/admin NAME</code>, or their number.
# $said (text): what the admin searched for.
admin-people-found = People like “{ $said }”:
admin-nobody = There is nobody like “{ $said }”.
# $name (text): first name and username. $id (text): the number that Telegram knows them by.
admin-person = <b>{ $name }</b>, { $id }
# $date (text): 2026-01-31
admin-person-since = Here since { $date }
# $jobs and $lately (number)
admin-person-jobs = Pictures: { $jobs }, of which { $lately } within 24 hours
admin-person-is-admin = Is an admin
admin-person-blocked-bot = Has blocked the bot
admin-person-banned = ⛔ Is shut out
# Alone in their rows.
button-ban = ⛔ Shut out
button-unban = Let in again
banned-notice = They are shut out.
unbanned-notice = They are let in again.

admin-failures = What failed last; what is held can be tried again.
admin-no-failures = Nothing has failed.
# $number (number): its place in the list. $job (text): "paint", say. $user (text): a person's number. $time (text): how long ago. $error (text)
admin-failure = { $number }. { $job } for { $user }, { $time } ago: { $error }
admin-failure-held = { $number }. <b>held:</b> { $job } for { $user }, { $time } ago: { $error }
# One of three. $number (number): its place in the list.
button-retry-job = ↻ { $number }
retried-notice = It is in the queue again.

broadcast-how-to = Write what everybody is to get, then reply to it with /broadcast. You see it once more before it goes out.
broadcast-question =
    That is what { $count ->
        [one] { $count } person gets
       *[other] { $count } people get
    }. Send it?
# One of two.
button-send-to-all = Send to all
button-do-not-send = Don't send
broadcast-dropped = Nothing was sent.
broadcast-impossible = Telegram doesn't let me copy that message. Write it anew, then reply to it with /broadcast.
# All numbers: $sent, $blocked (those who have blocked the bot), $failed, $left (to go).
broadcast-under-way = On its way: { $sent } sent, { $blocked } had blocked me, { $failed } failed, { $left } to go.
broadcast-done = <b>Broadcast over:</b> { $sent } sent, { $blocked } had blocked me, { $failed } failed.
# One of two.
button-stop-broadcast = ✕ Stop
