## On buttons, and what answers a tap: plain text. A button alone in its row has room for 24 characters,
## one of two for 18, of three for 12, of four for 9, of five for 5. An answer may have 200.

# Between two arrows. $style (text): the name of the style, cut to fit.
button-style = 🎨 { $style }
# Alone in its row.
button-all-styles = 🎨 All styles
# Alone in its row: opens more buttons.
button-more = More…
# Alone in its row: back to the buttons before.
button-back = ‹ Back
# One of five. $percent (number): from 0 to 100.
button-strength = { NUMBER($percent, maximumFractionDigits: 1) }%

not-your-picture = These buttons belong to somebody else's picture. Send your own photo, and you get your own.
picture-forgotten = I don't remember this picture any more. Send the photo again, and I'll paint it anew.
button-out-of-date = That button is out of date. Send /styles to pick a style.
buttons-renewed = That button was out of date. Here are the current ones.
# $style (text): a style's name. $strength (text): as the message "strength" writes it.
painting-now = Painting: { $style }, { $strength }…
style-noted = { $style } it is. Now send me a photo.
as-you-see = That's what you see already.
sending-file = The full-size file is on its way.
