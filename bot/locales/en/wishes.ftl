## What is painted how, and wishes that went wrong. In Telegram's HTML.

choose-style = Which style for your photo?
choose-style-first = Pick a style, then send me a photo.
send-a-photo = Send me a photo first, and I'll paint it.

# $wish (text): a style, a strength, whose colours, or several of these with commas between.
remembered = Noted: { $wish }. Now send me a photo, and I'll paint it.
# $strength (number): from 0 to 1, shown as a percentage.
strength = { NUMBER($strength, style: "percent", maximumFractionDigits: 1) }
# These two stand in a list after a style and a strength: "wave, 70%, your photo's colours".
colours-of-photo = your photo's colours
colours-of-painting = the painting's colours
# Under a painting. $style (text): its style. $controls (text): a strength, and perhaps whose colours.
caption = <b>{ $style }</b>, { $controls }
# The same for a style that the person made.
caption-own = <b>{ $style }</b> (your own), { $controls }
# $strength (text): as the message "strength" writes it.
strength-now = Strength is { $strength }. Change it with a number from 0 to 100: <code>/strength 40</code>.

# The names of styles as a choice. $names (text): all but the last, with commas. $last (text): the last.
either = { $names } or { $last }
# $said (text): what the person wrote.
unknown-style = I don't know a style called “{ $said }”. /styles shows them all.
# $names (text): the names of the most similar styles, as a choice.
unknown-style-guess = I don't know a style called “{ $said }”. Did you mean { $names }? /styles shows them all.
# Comes after one of the two above, when a picture was sent along. The straight quotes are to be typed.
unknown-style-keep = To make this picture a style of that name, quote it: <code>/style "{ $said }"</code>.
bad-strength = “{ $said }” is not a strength. Send a number from 0 to 100, like <code>/strength 70</code>.
# $names (text): the styles that were named, as a choice.
several-styles = One style at a time, please: { $names }?
# $style (text): the name of a style, as an example.
unclear = I understood all but “{ $said }”. A style and a strength will do, like <code>{ $style } 70%</code>.
bad-colours = I don't understand “{ $said }” here. It's <code>/colours keep</code> for your photo's colours, <code>/colours off</code> for the painting's.
not-understood = I paint photos: send me one, or a style for the last one, like <code>{ $style } 70%</code>. /help shows the rest.
