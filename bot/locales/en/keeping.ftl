## Styles of one's own, and presets. In Telegram's HTML.

# The name of a style that its maker did not name. $number (number): from 1 on.
style-without-a-name = Style { $number }
# $name and $words (text): the name of the style; in <code> a tap copies it.
style-learned = Your style <b>{ $name }</b> is ready. Send me a photo to paint in it – or say <code>{ $words }</code> any time.
nothing-to-learn = There is no picture in that message. Reply with /style to a photo or a painting.
name-the-preset = Give it a name: <code>/save sunset</code>.
# $limit (number): of characters.
name-too-long =
    That name is too long. Choose one of at most { $limit ->
        [one] { $limit } character.
       *[other] { $limit } characters.
    }
nothing-to-save = There is nothing to save yet. Send me a photo, find a look you like, then /save it.
# $name (text): the name of the preset. $look (text): style, strength, and perhaps whose colours.
saved = Saved as <b>{ $name }</b>: { $look }. /presets brings it back.
choose-preset = Your presets. Tap one to use it.
no-presets = You have no presets yet. When you like a look, keep it with <code>/save NAME</code>.
# The name of a style that nobody painted: a random one. $number (text): which.
style-of-chance = Chance { $number }
