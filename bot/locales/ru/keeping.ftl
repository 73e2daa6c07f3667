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

# Stands above the list.
own-styles = Ваши стили. Нажмите на любой, чтобы увидеть картину.
own-styles-none = Своих стилей у вас пока нет. Пришлите картину с подписью <code>/style</code>, и я научусь её стилю.
# Under the painting of a style. $name (text): the style's.
own-style = <b>{ $name }</b> – ваш собственный стиль.
# Under the painting of a style that somebody else has shared. $name (text): the style's.
own-style-received = Стиль <b>{ $name }</b> теперь среди ваших. Пришлите фото, и я перерисую его в этом стиле.
# $name (text): the style's. $link (text): a link to the bot.
own-style-link =
    <b>{ $name }</b>: кто откроет эту ссылку, тоже получит стиль.
    { $link }
# Answers a tap: plain text, and so do the next one that ends in -deleted.
own-style-link-shown = Ссылка – под картиной.
own-style-renamed = Теперь стиль называется <b>{ $name }</b>.
own-style-name-taken = Стиль <b>{ $name }</b> у вас уже есть. Пришлите другое название.
own-style-deleted = Стиль «{ $name }» удалён.
own-style-not-shared = Этим стилем больше не делятся. Все стили: /styles.
# Answers a link to a style. $name (text): how the person calls it.
own-style-yours-already = Этот стиль у вас уже есть: <b>{ $name }</b>.
# $name (text): what the style is called so far.
ask-for-name = Как назвать стиль <b>{ $name }</b>? Пришлите новое название.
# The same for a preset.
ask-for-preset-name = Как назвать настройку <b>{ $name }</b>? Пришлите новое название.
edit-presets = Какую настройку изменить?
# $name (text): the preset's. $look (text): style, strength and so on, with commas between.
preset = <b>{ $name }</b>: { $look }.
preset-renamed = Теперь настройка называется <b>{ $name }</b>.
preset-name-taken = Настройка <b>{ $name }</b> уже есть. Пришлите другое название.
# Answers a tap: plain text.
preset-deleted = Настройка «{ $name }» удалена.
# Under the painting of a style. This one stands alone in its row; the next six are each one of two.
button-use = 🖌 Взять
button-rename = Назвать иначе
button-share = Поделиться
button-delete = 🗑 Удалить
button-close = Закрыть
button-delete-really = 🗑 Да, удалить
button-keep = Оставить
# Under the list of presets, each alone in its row: changing presets, and back to using them.
button-edit = Изменить…
button-done = Готово
# Alone in its row: makes a preset what new chats begin with. The next one: it is.
button-default = Брать в новых чатах
button-default-on = ★ Берётся в новых чатах
# $limit (number): how many a person may have.
own-styles-full =
    У вас уже { $limit ->
        [one] { $limit } свой стиль
        [few] { $limit } своих стиля
       *[many] { $limit } своих стилей
    }, больше не поместится. Сначала удалите один: /mystyles.
too-many-presets =
    У вас уже { $limit ->
        [one] { $limit } настройка
        [few] { $limit } настройки
       *[many] { $limit } настроек
    }, больше не поместится. Сначала удалите одну: /presets.
# Answers a name such as “70%”, which I would take for a strength. $name (text): it.
own-style-no-name = «{ $name }» не подойдёт: такое название я приму за пожелание. Пришлите другое.
