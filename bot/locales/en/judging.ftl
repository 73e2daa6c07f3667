## Being judged: ratings, /survey, /quiz and /stats. In Telegram's HTML, but for buttons, what stands in tables, and what
## answers a tap. How long a label may be says buttons.ftl.

# Two answers to taps under a painting, at which the numbers from 1 to 10 stand. $score (number)
rating-question = How do you like it? 1 is not at all, 10 is very much.
rating-thanks = Thank you! { $score } out of 10.
rating-too-early = The painting isn't there yet. Rate it once you can see it.

# Under a picture with a photo on the left and its painting on the right; below it the numbers from 1 to 10. $number and $count (number): the third of ten, say.
survey-question =
    <b>{ $number } / { $count }</b>
    How do you like the painting on the right? 1 is not at all, 10 is very much.
# Each one of two.
button-skip = Skip ›
button-stop-survey = ✕ Stop
survey-stopped = We'll stop here; what you said is kept. /survey goes on where you left off.
survey-thanks = <b>Thank you!</b> That was all of them.
# $mean (number): from 1 to 10. $count (number): of paintings.
survey-own-mean =
    Your mean: <b>{ NUMBER($mean, minimumFractionDigits: 1, maximumFractionDigits: 1) }</b> for { $count ->
        [one] { $count } painting
       *[other] { $count } paintings
    }.
# Also in /stats. $mean (number): from 1 to 10. $people (number)
survey-mean =
    Everybody's mean: <b>{ NUMBER($mean, minimumFractionDigits: 1, maximumFractionDigits: 1) }</b>, from { $people ->
        [one] { $people } person
       *[other] { $people } people
    }.
# $count (number): of paintings.
survey-skipped =
    You skipped { $count ->
        [one] { $count } painting; the button below brings it back
       *[other] { $count } paintings; the button below brings them back
    }.
survey-then-quiz = If you liked that: /quiz asks whether you can tell a painter from a machine.
# Alone in its row.
button-survey-again = ↻ Once more
# In a group. $link (text): an address.
survey-only-in-private = The survey is for the two of us: { $link }

# Under a picture; below it two buttons. $number and $count (number): the third of ten, say.
quiz-question = <b>{ $number } / { $count }</b> Painted by hand, or by a machine?
# Each one of two.
button-by-hand = 🖌 By hand
button-by-machine = ⚙️ By a machine
# Answers to taps.
quiz-right-hand = ✅ Right! That was painted by hand.
quiz-wrong-hand = ❌ No, that was painted by hand.
quiz-right-machine = ✅ Right! That was a machine: me.
quiz-wrong-machine = ❌ No, that was a machine: me.
# Above the next question, about the picture that is gone. $verdict (text): one of these four.
quiz-before = The one before: { $verdict }
# $right and $count (number)
quiz-score = You were right about <b>{ $right }</b> of { $count }.
# $share (text): "34%", say.
quiz-everybody = Everybody together takes { $share } of my paintings for ones by hand.
# Alone in its row.
button-quiz-again = ↻ Once more
quiz-off = There is no quiz here: whoever runs this bot hasn't given me paintings by hand to mix with mine.
# In a group. $link (text): an address.
quiz-only-in-private = The quiz is for the two of us: { $link }

stats-no-ratings = Nobody has rated a painting yet. Under each one, “More…” has a button for it.
stats-by-method = How people like their paintings, by <b>method</b>, from 1 to 10:
stats-by-style = How people like their paintings, by <b>style</b>, from 1 to 10:
stats-by-pair = By painting, in the order of the survey:
stats-no-survey = Nobody has answered the survey yet. Be the first: /survey
# $share (text): "34%", say. $count (number): of answers.
stats-quiz-machine =
    My paintings were taken for ones by hand in <b>{ $share }</b> of { $count ->
        [one] { $count } answer
       *[other] { $count } answers
    }.
stats-quiz-hand =
    Paintings by hand were recognised in <b>{ $share }</b> of { $count ->
        [one] { $count } answer
       *[other] { $count } answers
    }.
stats-no-quiz = Nobody has answered the quiz yet.
# In tables: at most 13 letters; the columns at most 5.
stats-all = all
stats-mixtures = mixtures
stats-own-styles = own styles
stats-samples = surprises
stats-column-mean = mean
stats-column-count = n
# $value (number): 7.3, say.
stats-number = { NUMBER($value, minimumFractionDigits: 1, maximumFractionDigits: 1) }
# Each one of two, the chosen one with two dots and two spaces around it.
button-stats-methods = Methods
button-stats-styles = Styles
button-stats-survey = Survey
button-stats-quiz = Quiz
# Alone in its row; only admins see it.
button-export = ⬇ Export as CSV
stats-sending-files = The files are on their way.
