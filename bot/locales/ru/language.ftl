## Выбор языка. Сообщения — в HTML Telegram, кнопки и ответы на нажатие — простой текст.

choose-language = На каком языке мне говорить?
choose-language-of-group = На каком языке мне говорить в этой группе?
# Одна в ряду: язык приложения Telegram.
button-language-of-app = Как в Telegram
# Одна в ряду, в группах: каждому отвечают на языке его приложения.
button-language-of-each = Каждому на своём
language-chosen = Теперь я говорю по-русски.
language-of-app = Теперь я говорю на языке вашего Telegram.
language-of-each = Теперь я отвечаю здесь каждому на его языке.
