## While a painting takes long: in Telegram's HTML, but for the buttons and the answers to a tap.

# $time (text): as "progress-seconds" or "progress-minutes" writes it.
progress-next = Your picture is next: about { $time }.
# $number (number): the place in the line, 2 or more. $time (text): as above.
progress-waiting = Your picture is number { $number } in the line: about { $time }.
# A title above a progress bar. $style (text): the name of a style, or of several that are mixed.
progress-painting = Painting in the style <b>{ $style }</b>
# Under the bar. $percent (text): how much is done, "40%". $time (text): as above.
progress-left = { $percent } done, about { $time } to go
# $seconds (number): rounded to 5, from 5 to 120.
progress-seconds = { $seconds } s
# $minutes (number): from 2 on.
progress-minutes = { $minutes } min
# The person has tapped "Stop". Two buttons stand under it: "Paint it after all" and "Paint it quickly".
progress-stopped = Stopped. Your photo is still here, should you change your mind.
# After "Paint it after all": stands there until the painting comes.
progress-again = Back to work on it…

# Alone in its row: stops the painting that is under way.
button-stop-painting = ✕ Stop
# Alone in its row, after a stop.
button-paint-after-all = ▶ Paint it after all
# Alone in its row, after a stop: by a method that takes a second and not a minute.
button-paint-quickly = ⚡ Paint it quickly

# Answers to a tap.
progress-stopping = Stopping…
progress-stopped-at-once = Stopped.
progress-too-late = Too late: it's done already.
