## Coming in. Everything here is in Telegram's HTML: <b>, <i> and <code> stay as they are, and so do /commands.

# $name (text): the first name of the person.
welcome =
    Hi { $name }! I repaint photos in the style of paintings.

    Send me a photo, and see. Or look round first: /styles are what I paint in, /help is everything else.

# $style (text): the name of a style, as an example. bot/grammar.py must understand what is in <code>.
help =
    <b>Send me a photo</b>, or a picture as a file, and I paint it. The buttons under it change the style, its strength and the colours.

    <b>Or say it in words</b>, as a caption, a reply or a message:
    <code>{ $style } 70%</code> – a style and how strong
    <code>keep colours</code> – your photo's own colours; <code>colours off</code> for the painting's

    <b>Make your own style</b>: send a painting with the caption <code>/style</code>, or <code>/style my wave</code> to name it. Replying <code>/style</code> to a picture works too.

    /styles – all styles
    /strength 70 – how strong, from 0 to 100
    /colours – keep the photo's colours, or not
    /save NAME – keep what you have set; /presets brings it back
    /language – the language I speak

unknown-command = I don't know that command. /help shows what I can do.
something-went-wrong = Sorry, something went wrong on my side. Please try that once more.
