## Свои стили и сохранённые настройки. В HTML Telegram.

# Название стиля, которому его создатель названия не дал. $number (number): начиная с 1.
style-without-a-name = Стиль { $number }
# $name и $words (text): название стиля; в <code> его можно скопировать касанием.
style-learned = Ваш стиль <b>{ $name }</b> готов. Пришлите фото, чтобы перерисовать его в этом стиле, — или когда угодно напишите <code>{ $words }</code>.
nothing-to-learn = В этом сообщении нет картинки. Ответьте /style на фото или картину.
name-the-preset = Дайте название: <code>/save закат</code>.
# $limit (number): в знаках, в родительном падеже.
name-too-long =
    Слишком длинное название. Придумайте покороче: не длиннее { $limit ->
        [one] { $limit } знака.
        [few] { $limit } знаков.
       *[many] { $limit } знаков.
    }
nothing-to-save = Сохранять пока нечего. Пришлите фото, подберите вид, который вам нравится, и сохраните его: /save.
# $name (text): название настроек. $look (text): стиль, сила и, может быть, чьи цвета.
saved = Сохранено как <b>{ $name }</b>: { $look }. Вернуть можно через /presets.
choose-preset = Ваши сохранённые настройки. Нажмите, чтобы применить.
no-presets = Сохранённых настроек пока нет. Когда вид вам понравится, сохраните его: <code>/save НАЗВАНИЕ</code>.
# The name of a style that nobody painted: a random one. $number (text): which.
style-of-chance = Случай { $number }
