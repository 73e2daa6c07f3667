## What is kept of people: /privacy; and how it is deleted: /forget. In Telegram's HTML, but for buttons and notices.

# The next five, with $days and without, make up the answer to /privacy. Every word of them must be true.
privacy-kept =
    <b>What I keep:</b> your Telegram ID, name and username; your language and settings; which picture was painted how and when, with Telegram's references to the files; the styles you made, as Telegram's reference and the numbers that describe their brushwork; your saved looks; your ratings and answers.
privacy-not-kept =
    <b>What I don't keep:</b> your photos and paintings. I fetch a photo from Telegram, paint it in memory and send it back; nothing of it is written to disk, and memory holds only the last few pictures. Where and with what a photo was taken (EXIF, GPS) never gets into a painting.
# In place of it, where the bot has a server of its own between itself and Telegram.
privacy-kept-for-a-while =
    <b>What I don't keep:</b> your paintings, and your photos for long. My own server fetches a photo from Telegram and has it on its disk for a day or two; I paint it in memory and send it back, and memory holds only the last few pictures. Where and with what a photo was taken (EXIF, GPS) never gets into a painting.
# $days (number)
privacy-how-long =
    <b>For how long:</b> until you say /forget. Your messages are deleted as soon as they are answered; only one at which something went wrong stays, for up to { $days ->
        [one] { $days } day
       *[other] { $days } days
    }, so that it can be mended.
privacy-who-sees =
    <b>Who can see it:</b> whoever runs this bot can read what I keep, and nobody else gets it from me. Your pictures are in your Telegram chats, as all of your messages are. In a group, everybody there sees them. Whoever opens the link of a style that you share sees its painting and gets a copy, which stays with them.
# Only where the bot has such a chat.
privacy-inline =
    <b>Inline:</b> pictures that you ask for in other chats, by my name, are put into a chat of whoever runs this bot, since Telegram shows them from there.
privacy-delete = <b>To delete all of it:</b> /forget.

# $what (text): a list, of the lines "kept-…" below.
forget-question =
    Shall I forget you? Then I delete

    { $what }

    and call off what is still being painted. There is no way back. The messages in your chats stay with Telegram.
# Alone in their rows.
button-forget-everything = Forget everything
button-keep-everything = Keep everything
kept-pictures =
    { $count ->
        [one] what I know of { $count } picture; its buttons stop working
       *[other] what I know of { $count } pictures; their buttons stop working
    }
kept-styles =
    { $count ->
        [one] { $count } style of your own
       *[other] { $count } styles of your own
    }
kept-presets =
    { $count ->
        [one] { $count } saved look
       *[other] { $count } saved looks
    }
kept-opinions =
    { $count ->
        [one] { $count } rating or answer
       *[other] { $count } ratings and answers
    }
kept-always = your name, your language and your settings
# $what (text): the same list.
forgotten =
    Forgotten:

    { $what }

    Nothing of yours is left with me. If you ever write again, we start anew.
# The same to somebody whom an admin has shut out.
forgotten-but-shut-out =
    Forgotten:

    { $what }

    Only your Telegram ID stays, so that you stay shut out.
forgotten-notice = Everything is forgotten.
kept-as-it-is = Nothing was deleted; all is as it was.
not-your-question = That question was for somebody else. Send /forget yourself, and I'll ask you.
