## The menu "More" under a painting. Buttons and answers are plain text; how long a label may be says buttons.ftl.

# Each one of two: what can be changed, or done.
button-colours = 🌈 Colours
button-stroke = 🖌 Strokes
button-method = 🧪 Method
button-mix = 🎛 Mix styles
button-surprise = 🎲 Surprise me
button-rate = ⭐ Rate it
# Keeps style, strength and all the rest as a preset.
button-save = 💾 Save look
# Sends the painting in full size as a file.
button-file = 📄 Full-size file

# Each alone in its row, with two dots and two spaces around the chosen one: whose colours the painting has.
button-colours-of-painting = The painting's
button-colours-of-photo = Your photo's
# The painting's, but shifted so that they suit the photo.
button-colours-matched = Toned to your photo

# Each alone in its row, as above: how large the strokes are.
button-stroke-fine = Fine strokes
button-stroke-normal = Usual strokes
button-stroke-broad = Broad strokes

# Each alone in its row, as above: how it is painted, the name that specialists know, and about how long it takes.
button-method-adain = Fast (AdaIN), 1 s
button-method-vae = Soft (VAE), 1 s
button-method-wct = Bold (WCT), 3 s
button-method-gatys = Slow (Gatys), 1 min

# $name (text): of the preset.
preset-saved = Saved as “{ $name }”. /presets brings it back.
preset-known = You have saved this look already: “{ $name }”. See /presets.
# $limit (number): how many presets a person may have.
presets-full =
    There is room for { $limit ->
        [one] { $limit } saved look
       *[other] { $limit } saved looks
    }, and you have them all. Delete one in /presets first.
