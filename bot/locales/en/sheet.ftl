## The gallery: a photo in all styles as one numbered picture, with a button for each number.

# Under the picture, in Telegram's HTML. $styles (text): which number is which style, as the next message writes them.
sheet =
    <b>Tap the number you like.</b>
    { $styles }
# Stands in a row with others. $number (text): on the picture and the button. $name (text): of the style.
sheet-style = <b>{ $number }</b>{ "\u00A0" }{ $name }
# Answers a tap, in plain text: the picture takes about a second.
painting-sheet = Painting your photo in every style…
# Above the names of the styles, in Telegram's HTML: there is no photo yet.
styles-first = Pick a style, then send me a photo.
