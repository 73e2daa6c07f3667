## Inline mode: people write the bot's name and a few words in any chat, and choose from pictures. How it is set up is
## in the README. The first four stand alone in a line above the pictures, or in their place: plain text, and only about
## 40 characters of it are seen on a phone. A tap on the line opens the chat with the bot.

# They have sent no photo yet that could be painted.
inline-no-photo = Send me a photo first
# It will be there when they look again.
inline-painting = Still painting… look again in a moment
# It can be painted in the chat with the bot, but not here and now.
inline-not-painted = Not painted yet – ask me in our chat
# $words (text): what was written. Last, since it may be long.
inline-unknown-style = I know no style called “{ $words }”

# Tells those who come to the chat by the line how it works. In Telegram's HTML.
# $bot (text): its username. $style (text): the name of a style. bot/grammar must understand what is in <code>.
inline-how-to = Send me a photo here. After that, write <code>@{ $bot } { $style } 70%</code> in any chat, and pick the painting that you want to show there.
