## What is painted how, and wishes that went wrong. In Telegram's HTML.

send-a-photo = Send me a photo first, and I'll paint it.

# $wish (text): a style or a mixture, a strength, whose colours and so on, as many as were said, with commas between.
remembered = Noted: { $wish }. Now send me a photo, and I'll paint it.
# $strength (number): from 0 to 1, shown as a percentage.
strength = { NUMBER($strength, style: "percent", maximumFractionDigits: 1) }
# These stand in a list after a style and a strength: "wave, 70%, method WCT, levels 3–5, your photo's colours".
# $method (text): AdaIN, WCT, VAE or Gatys, names that stay as they are.
by-method = method { $method }
colours-of-photo = your photo's colours
colours-of-painting = the painting's colours
# The painting's colours, moved towards those of the photo.
colours-matched = colours matched to your photo
strokes-fine = fine strokes
strokes-normal = strokes of the usual size
strokes-broad = broad strokes
# $size (number): 1 is the usual size, from 0.25 to 2.
strokes-other = strokes of size { NUMBER($size, maximumFractionDigits: 2) }
# Levels of the method WCT. $levels (text): "3–5" or "1, 3". $count (number): how many they are, from 1 to 5.
levels-some =
    { $count ->
        [one] level { $levels }
       *[other] levels { $levels }
    }
# $pixels (text): of the longer side.
size-pixels = { $pixels } pixels
size-full = full size
# $count (number): of steps in which the method Gatys paints.
iterations-some =
    { $count ->
        [one] { $count } iteration
       *[other] { $count } iterations
    }
iterations-as-needed = as many iterations as are needed
# Under a painting. $style (text): its style. $controls (text): a strength, and perhaps whose colours.
caption = <b>{ $style }</b>, { $controls }
# The same for a style that the person made.
caption-own = <b>{ $style }</b> (your own), { $controls }

## How something is set now, and how to change it: the answer to a command without arguments.

# $strength (text): as the message "strength" writes it.
strength-now = Strength is { $strength }. Change it with a number from 0 to 100: <code>/strength 40</code>.
# $styles (text): a style, or several with their parts. $one and $other (text): names of styles, as an example.
mix-now = I paint in <b>{ $styles }</b> now. Mix two to four styles, as much of each as you like: <code>/mix { $one } 60 { $other } 40</code>.
# $method (text): AdaIN, WCT, VAE or Gatys.
method-now = I paint by the method { $method } now. Tap another one to copy it: <code>/method AdaIN</code> (fast), <code>/method VAE</code> (soft), <code>/method WCT</code> (bold, with /levels), <code>/method Gatys</code> (slow, with /iterations).
# $colours (text): one of the messages "colours-…".
colours-now = You get { $colours } now. <code>/colours keep</code> is for your photo's, <code>/colours match</code> for the painting's moved towards your photo's, <code>/colours off</code> for the painting's.
# $strokes (text): one of the messages "strokes-…".
stroke-now = I paint with { $strokes } now. Choose <code>/stroke fine</code>, <code>/stroke normal</code> or <code>/stroke broad</code>, or a number from 0.25 to 2.
# $levels (text): one of the messages "levels-…". $deepest (text): the number of the last level.
levels-now = The method WCT paints { $levels } now, of 1 (colours and texture) to { $deepest } (large shapes). Choose some with <code>/levels 3-{ $deepest }</code> or <code>/levels 1,3</code>, all with <code>/levels all</code>, and the usual ones with <code>/levels default</code>.
# $size (text): "size-pixels" or "size-full".
size-now = You get { $size } now. Choose the longer side, from 64 to 4096 pixels: <code>/size 2048</code>. <code>/size full</code> is as large as I can.
# $iterations (text): one of the messages "iterations-…".
iterations-now = The method Gatys takes { $iterations }. Choose from 1 to 1000: <code>/iterations 300</code>. More are better, and slower.

## Wishes that went wrong: what, and how to say it.

# The names of styles as a choice. $names (text): all but the last, with commas. $last (text): the last.
either = { $names } or { $last }
# $said (text): what the person wrote.
unknown-style = I don't know a style called “{ $said }”. /styles shows them all.
# $names (text): the names of the most similar styles, as a choice.
unknown-style-guess = I don't know a style called “{ $said }”. Did you mean { $names }? /styles shows them all.
# Comes after one of the two above, when a picture was sent along. The straight quotes are to be typed.
unknown-style-keep = To make this picture a style of that name, quote it: <code>/style "{ $said }"</code>.
bad-strength = “{ $said }” is not a strength. Send a number from 0 to 100, like <code>/strength 70</code>.
# $one and $other (text): names of styles, as an example.
bad-mix = I can't mix “{ $said }”. Name two to four styles, with a number for each if you like: <code>/mix { $one } 60 { $other } 40</code>.
bad-method = “{ $said }” is not a method of mine. It's <code>/method AdaIN</code> (fast), <code>/method VAE</code> (soft), <code>/method WCT</code> (bold) or <code>/method Gatys</code> (slow).
# $names (text): the most similar names of methods, as a choice.
bad-method-guess = “{ $said }” is not a method of mine. Did you mean { $names }? /method shows them all.
bad-colours = I don't understand “{ $said }” here. It's <code>/colours keep</code> for your photo's colours, <code>/colours match</code> for the painting's moved towards them, <code>/colours off</code> for the painting's.
bad-stroke = “{ $said }” is not a size of strokes. It's <code>/stroke fine</code>, <code>/stroke normal</code>, <code>/stroke broad</code>, or a number from 0.25 to 2.
# $deepest (text): the number of the last level.
bad-levels = There are no levels “{ $said }”. They go from 1 to { $deepest }: <code>/levels 3-{ $deepest }</code>, <code>/levels 1,3</code> or <code>/levels all</code>.
bad-size = “{ $said }” is not a size. Send the longer side in pixels, from 64 to 4096, like <code>/size 2048</code>, or <code>/size full</code>.
bad-iterations = “{ $said }” is not a number of iterations. Send one from 1 to 1000, like <code>/iterations 300</code>.
# $method (text): AdaIN, WCT, VAE or Gatys. $deepest (text): the number of the last level.
levels-of-method = Only the method { $method } has levels. Leave the other method out, like <code>/levels 3-{ $deepest }</code>.
iterations-of-method = Only the method { $method } takes iterations. Leave the other method out, like <code>/iterations 300</code>.
# $style (text): a style, or several with their parts. $others (text): names of methods, as a choice.
not-by-method = I can't paint { $style } by the method { $method }. Try { $others }, or another style: /styles.
# $style (text): the name of a style, as an example.
unclear = I understood all but “{ $said }”. A style and a strength will do, like <code>{ $style } 70%</code>.
not-understood = I paint photos: send me one, or a style for the last one, like <code>{ $style } 70%</code>. /help shows the rest.
