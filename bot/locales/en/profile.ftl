## What Telegram shows of the bot: plain text. Commands stand in a menu, one line each.

# Shown in the empty chat, before the first message: at most 512 characters.
bot-description =
    I repaint your photos in the style of paintings.

    Send me a photo and pick a style, or send a painting and I'll learn its style. Strength, colours and the full-size file are one tap away.
# Shown on the bot's profile and with its link: at most 120 characters.
bot-short-description = Repaints your photos in the style of paintings: from the gallery, or from any picture you send.

command-styles = All styles
# "/style NAME 70%" shows what to type; translate NAME.
command-style = Paint in a style: /style NAME 70%
command-strength = How strong, from 0 to 100
command-colours = Keep your photo's colours, or not
# "/mix NAME NAME" shows what to type; translate NAME.
command-mix = Mix two to four styles: /mix NAME NAME
command-method = Fast, soft, bold or slow
command-save = Keep this look under a name
command-presets = Your saved looks
command-mystyles = Your own styles: use, rename, share
command-survey = Ten paintings: how do you like them?
command-stats = What everybody thinks of the paintings
command-language = The language I speak
command-help = What I can do
command-privacy = What I keep of you, and what not
command-forget = Delete everything I keep of you
