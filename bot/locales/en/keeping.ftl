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
choose-preset = Your saved looks. Tap one to use it.
no-presets = You have no saved looks yet. When you like a look, keep it with <code>/save NAME</code>.
# The name of a style that nobody painted: a random one. $number (text): which.
style-of-chance = Chance { $number }

# Stands above the list.
own-styles = Your own styles. Tap one to see its painting.
own-styles-none = You have no styles of your own yet. Send a painting with the caption <code>/style</code>, and I learn it.
# Under the painting of a style. $name (text): the style's.
own-style = <b>{ $name }</b>, a style of your own.
# Under the painting of a style that somebody else has shared. $name (text): the style's.
own-style-received = <b>{ $name }</b> is among your styles now. Send me a photo to paint in it.
# $name (text): the style's. $link (text): a link to the bot.
own-style-link =
    <b>{ $name }</b>: whoever opens this link gets the style too.
    { $link }
# Answers a tap: plain text, and so do the next one that ends in -deleted.
own-style-link-shown = The link is under the painting.
own-style-renamed = It is called <b>{ $name }</b> now.
own-style-name-taken = Another style of yours is called <b>{ $name }</b>. Send me another name.
own-style-deleted = “{ $name }” is gone.
own-style-not-shared = That style isn't shared any more. /styles shows what there is.
# Answers a link to a style. $name (text): how the person calls it.
own-style-yours-already = You have this style already: <b>{ $name }</b>.
# $name (text): what the style is called so far.
ask-for-name = What shall <b>{ $name }</b> be called? Send me its new name.
# The same for a preset.
ask-for-preset-name = What shall the saved look <b>{ $name }</b> be called? Send me its new name.
edit-presets = Which one would you like to change?
# $name (text): the preset's. $look (text): style, strength and so on, with commas between.
preset = <b>{ $name }</b>: { $look }.
preset-renamed = The saved look is called <b>{ $name }</b> now.
preset-name-taken = Another saved look is called <b>{ $name }</b>. Send me another name.
# Answers a tap: plain text.
preset-deleted = “{ $name }” is gone.
# Under the painting of a style. This one stands alone in its row; the next six are each one of two.
button-use = 🖌 Use it
button-rename = Rename
button-share = Share
button-delete = 🗑 Delete
button-close = Close
button-delete-really = 🗑 Yes, delete
button-keep = Keep it
# Under the list of presets, each alone in its row: changing presets, and back to using them.
button-edit = Edit…
button-done = Done
# Alone in its row: makes a preset what new chats begin with. The next one: it is.
button-default = Use in new chats
button-default-on = ★ Used in new chats
# $limit (number): how many a person may have.
own-styles-full =
    You have { $limit ->
        [one] { $limit } style
       *[other] { $limit } styles
    } of your own, and there is room for no more. Delete one in /mystyles first.
too-many-presets =
    You have { $limit ->
        [one] { $limit } saved look
       *[other] { $limit } saved looks
    }, and there is room for no more. Delete one in /presets first.
# Answers a name such as “70%”, which I would take for a strength. $name (text): it.
own-style-no-name = “{ $name }” won't do as a name: I couldn't tell it from a wish. Send me another one.
