## Coming in. Everything here is in Telegram's HTML: <b>, <i> and <code> stay as they are, and so do /commands.

# $name (text): the first name of the person. Stands under a picture: one photo in twelve styles.
welcome = Hi { $name }! Send me a photo, and I'll repaint it like this – in any of my styles, or in one of your own.

# $style (text): the name of a style, as an example. bot/grammar must understand what is in <code>.
help =
    <b>Send me a photo</b>, a picture as a file, or a sticker, and I paint it. The buttons under it change the style, how strong it is, and much more.

    <b>Or say it in words</b>, as a caption, a reply or a message:
    <code>{ $style } 70%</code> – a style and how strong
    <code>keep colours</code> – your photo's own colours; <code>colours off</code> for the painting's

    <b>Make your own style</b>: send a painting with the caption <code>/style</code>, or <code>/style my wave</code> to name it. Replying <code>/style</code> to a picture works too.
# The same where inline mode is switched on: stands before the last paragraph. $bot (text): its username. $style (text): the name of a style.
help-inline = <b>In any other chat</b>: write <code>@{ $bot } { $style } 70%</code>, and pick the painting to show there.
help-rest = Everything else is in the menu: just type /

unknown-command = I don't know that command. /help shows what I can do.
something-went-wrong = Sorry, something went wrong on my side. Please try that once more.
# Answers, in a group, an admin who hides behind the group's name, or a channel.
write-as-yourself = You write in the name of a group or a channel, and I couldn't tell you from the others who do. Write as yourself, and I'll paint for you.
