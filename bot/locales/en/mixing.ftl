## Mixtures of styles, and styles that nobody painted. Buttons and notices are plain text; how long a label may be
## says buttons.ftl.

# Under a painting, in Telegram's HTML: in a style near the one that is named. $number (text): which of many.
variation = Variation { $number }

# One of three: shows what lies between the styles, as seven small paintings side by side.
button-strip = 🎞 Steps
# One of three: sends a short film that goes from style to style and back.
button-film = 🎬 Film
# One of three, under a style by chance: another one by chance.
button-another-surprise = 🎲 Another
# One of three, under a style by chance: one that resembles it.
button-similar = 🌱 Similar
# One of two: a style that resembles the one there is.
button-vary = 🌱 More like this

# Under the seven paintings, in Telegram's HTML. $styles (text): "Iris → Wave".
strip = <b>{ $styles }</b> in seven steps. Tap the number you like.
# Under the film, in Telegram's HTML. $styles (text): "Iris → Wave → Iris".
film = <b>{ $styles }</b>
# Under either, in Telegram's HTML, if the look is painted by a slow method. $quick and $slow (text): "AdaIN", "Gatys".
painted-quickly = Painted by { $quick } this time: { $slow } would take many minutes for so many paintings.

## Notices.

# Above the names of all styles. $most (number): how many can be mixed.
pick-styles =
    Tap a style to mix it in, and again to take it out: up to { $most ->
        [one] { $most } style.
       *[other] { $most } styles.
    }
last-style = That's the only style there is. Tap another one to mix it with.
too-many-styles =
    A mixture has { $most ->
        [one] { $most } style
       *[other] { $most } styles
    } at most. Tap one with a tick first, to take it out.
do-not-mix = There is no method that can paint in both of these. Pick another style.
mixed-style-gone = One of these styles has been deleted. Pick another one in its place.
painting-strip = Painting the seven steps…
painting-film = Painting the film. That takes some ten seconds…
film-on-its-way = That film is on its way already.
nothing-similar = I know nothing that is like this style. Try another one: /styles.
