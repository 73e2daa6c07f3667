## Choosing a language. Messages are in Telegram's HTML, buttons and answers to a tap plain text.

choose-language = Which language shall I speak?
choose-language-of-group = Which language shall I speak in this group?
# Alone in its row: the language of the person's Telegram app.
button-language-of-app = As in Telegram
# Alone in its row, in groups: everybody is answered in the language of their own app.
button-language-of-each = Each in their own
language-chosen = I speak English now.
language-of-app = I speak the language of your Telegram app now.
language-of-each = I answer everybody here in their own language now.
