## Что и как рисовать, и пожелания, которые не удалось понять. В HTML Telegram.

choose-style = В каком стиле нарисовать ваше фото?
choose-style-first = Выберите стиль и пришлите фото.
send-a-photo = Сначала пришлите фото, и я его перерисую.

# $wish (text): стиль, сила, чьи цвета — или несколько из этого через запятую.
remembered = Запомнил: { $wish }. Теперь пришлите фото, и я его перерисую.
# $strength (number): от 0 до 1, показывается в процентах.
strength = { NUMBER($strength, style: "percent", maximumFractionDigits: 1) }
# Эти два стоят в перечислении после стиля и силы: «wave, 70 %, цвета вашего фото».
colours-of-photo = цвета вашего фото
colours-of-painting = цвета картины
# Под картиной. $style (text): её стиль. $controls (text): сила и, может быть, чьи цвета.
caption = <b>{ $style }</b>, { $controls }
# То же для стиля, который человек создал сам.
caption-own = <b>{ $style }</b> (ваш стиль), { $controls }
# $strength (text): как её пишет сообщение «strength».
strength-now = Сейчас сила { $strength }. Изменить её можно числом от 0 до 100: <code>/strength 40</code>.

# Названия стилей на выбор. $names (text): все, кроме последнего, через запятую. $last (text): последнее.
either = { $names } или { $last }
# $said (text): что написал человек.
unknown-style = Стиля «{ $said }» я не знаю. Все стили — в /styles.
# $names (text): названия самых похожих стилей, на выбор.
unknown-style-guess = Стиля «{ $said }» я не знаю. Может быть, { $names }? Все стили — в /styles.
# Идёт после одного из двух предыдущих, если прислали картинку. Прямые кавычки нужно набрать.
unknown-style-keep = Чтобы сделать из этой картинки стиль с таким названием, возьмите его в кавычки: <code>/style "{ $said }"</code>.
bad-strength = «{ $said }» — это не сила стиля. Пришлите число от 0 до 100, например <code>/strength 70</code>.
# $names (text): названные стили, на выбор.
several-styles = Пожалуйста, по одному стилю за раз: { $names }?
# $style (text): название стиля для примера.
unclear = Всё понятно, кроме «{ $said }». Достаточно стиля и силы, например <code>{ $style } 70%</code>.
bad-colours = Не понимаю, что здесь значит «{ $said }». <code>/colours keep</code> — цвета вашего фото, <code>/colours off</code> — цвета картины.
not-understood = Я рисую по фотографиям: пришлите фото или стиль для последнего, например <code>{ $style } 70%</code>. Остальное — в /help.
