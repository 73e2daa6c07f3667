## Albums: several pictures that were sent together, and are painted together.

# $painted and $whole (number): how many pictures of the album are painted, of how many; above the reasons.
album-some-painted =
    { $whole ->
        [one] { $painted } of { $whole } picture.
       *[other] { $painted } of { $whole } pictures.
    }
# $number (number): the place of a picture in the album. $reason: one of the sentences of pictures.ftl.
album-left-out = No. { $number }: { $reason }

# Alone in its row, under a painting of one picture in the style of another that came with it: has the second one
# painted in the style of the first.
button-swap = ⇄ The other way round
# Answers a tap on that button: plain text.
album-swapped = The other way round: painting…
