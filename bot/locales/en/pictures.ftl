## Why something cannot be painted, and what to do about it: one cause, one remedy. In Telegram's HTML.

# $kind: what was sent instead of a picture; "other" is what could not be told.
not-a-picture =
    { $kind ->
        [animated-sticker] That's an animated sticker, and I paint still pictures. Send a photo or a plain sticker instead.
        [archive] That's an archive, not a picture. Send a photo instead.
        [audio] That's sound, and I have only eyes. Send a photo instead.
        [pdf] That's a PDF, not a picture. Send a photo of the page, or a screenshot.
        [svg] That's a vector drawing, and I need pixels. Save it as PNG and send that.
        [text] That's a text file, not a picture. Send a photo instead.
        [unsupported-picture] That's a kind of picture that I can't read. Save it as JPEG or PNG and send that.
        [video] That's a video, and I paint still pictures. Send a screenshot of the moment you like.
       *[other] I can't find a picture in that. Send a photo instead.
    }
# $size and $limit (text): as the message "megabytes" writes them.
file-too-large = That file is too large for me ({ $size }): I can take up to { $limit }. Send it as a photo, or save it smaller.
file-too-large-unmeasured = That file is too large for me: I can take up to { $limit }. Send it as a photo, or save it smaller.
# $size (number): of a file, in megabytes.
megabytes = { NUMBER($size, maximumFractionDigits: 1) } MB
empty-file = That file is empty: the upload was probably cut off. Send it once more.
damaged-picture = That picture is damaged or cut off. Send it once more, or save it anew first.
# $width and $height (number): in pixels. $limit (number): in millions of pixels.
too-many-pixels =
    { $width } × { $height } pixels are more than I can paint. Send it with at most { $limit ->
        [one] { $limit } megapixel
       *[other] { $limit } megapixels
    }, or as a photo.
# $limit (number): how many times the short side the long one may be.
too-narrow =
    { $width } × { $height } pixels is too thin a strip to paint. Crop it so that the long side is at most { $limit ->
        [one] as long as the short one.
       *[other] { $limit } times the short one.
    }
# $minimum (number): in pixels.
too-small =
    { $width } × { $height } pixels are too few to paint. Send a larger one: at least { $minimum ->
        [one] { $minimum } pixel
       *[other] { $minimum } pixels
    } on the short side.
picture-gone = Telegram doesn't have that picture any more. Send it once more.
# The bot has no right to send pictures to the group, only words.
pictures-forbidden = I may not send pictures here. Ask an admin to allow it, or write to me in private.
# Telegram takes no more than 50 MB at once.
result-too-large = The result is too large for Telegram. Choose a smaller size: /size.

style-unusable = I can't use that style any more. Pick another one: /styles.
came-out-wrong = That one came out wrong on my side. Try another strength, or another style: /styles.
controls-refused = I can't paint with these settings. Try another strength, or another style: /styles.
out-of-memory = That picture takes more memory than I have. Send it smaller, or as a photo instead of a file.
cannot-paint-now = I can't paint just now: something is amiss in my workshop. Try again a little later.
held = I tried twice and couldn't paint that one, so I've set it aside. Try another photo or style.
stopped = Stopped. Send another photo whenever you like.

# Under a painting. $pixels (number): of its longer side.
painted-smaller =
    Smaller than usual, { $pixels ->
        [one] { $pixels } pixel
       *[other] { $pixels } pixels
    } on the long side: there was not enough memory for more.
painted-broader = The strokes are broader than usual: there was not enough memory for finer ones.
