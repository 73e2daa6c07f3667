## When people have to wait, or are shut out; and what groups are told at first. In Telegram's HTML.

# Also an answer to a tap, of at most 200 characters. $wait (text): one of the three below.
too-many-wishes = You're quicker than my brush! Try again { $wait }. What you've set is kept.
in-seconds =
    in { $count ->
        [one] { $count } second
       *[other] { $count } seconds
    }
in-minutes =
    in { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
in-hours =
    in { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
maintenance = My workshop is being tidied up, so painting takes a break. Your wish is noted: the picture comes by itself as soon as I'm back.
# To somebody whom an admin has shut out; they get no other answer after this one.
shut-out = I'm sorry, I can't paint for you any more: those who run me have decided so. Only /privacy and /forget still work.
let-in-again = You're welcome again: send me a photo, and I'll paint it.
# To a group that the bot was added to. $bot (text): its username. $style (text): the name of a style.
hello-group = Hi! To have a photo painted here, send it with the caption <code>@{ $bot } { $style }</code>, or reply to it with these words.
