## Что и как рисовать, и пожелания, которые не удалось понять. В HTML Telegram.

send-a-photo = Сначала пришлите фото, и я его перерисую.

# $wish (text): стиль или смесь, сила, чьи цвета и так далее — сколько было сказано, через запятую.
remembered = Запомнил: { $wish }. Теперь пришлите фото, и я его перерисую.
# $strength (number): от 0 до 1, показывается в процентах.
strength = { NUMBER($strength, style: "percent", maximumFractionDigits: 1) }
# Эти стоят в перечислении после стиля и силы: «wave, 70 %, метод WCT, уровни 3–5, цвета вашего фото».
# $method (text): AdaIN, WCT, VAE или Gatys — названия, которые не переводятся.
by-method = метод { $method }
colours-of-photo = цвета вашего фото
colours-of-painting = цвета картины
# Цвета картины, приближенные к цветам фото.
colours-matched = цвета, подобранные к вашему фото
strokes-fine = мелкие мазки
strokes-normal = обычные мазки
strokes-broad = широкие мазки
# $size (number): 1 — обычный размер, от 0,25 до 2.
strokes-other = мазки размера { NUMBER($size, maximumFractionDigits: 2) }
# Уровни метода WCT. $levels (text): «3–5» или «1, 3». $count (number): сколько их, от 1 до 5.
levels-some =
    { $count ->
        [one] уровень { $levels }
        [few] уровни { $levels }
       *[many] уровни { $levels }
    }
# $pixels (text): длинной стороны.
size-pixels = { $pixels } пикс.
size-full = полный размер
# $count (number): шаги, за которые рисует метод Gatys.
iterations-some =
    { $count ->
        [one] { $count } итерация
        [few] { $count } итерации
       *[many] { $count } итераций
    }
iterations-as-needed = столько итераций, сколько понадобится
# Под картиной. $style (text): её стиль. $controls (text): сила и, может быть, чьи цвета.
caption = <b>{ $style }</b>, { $controls }
# То же для стиля, который человек создал сам.
caption-own = <b>{ $style }</b> (ваш стиль), { $controls }

## Что сейчас выбрано и как это изменить: ответ на команду без аргументов.

# $strength (text): как её пишет сообщение «strength».
strength-now = Сейчас сила { $strength }. Изменить её можно числом от 0 до 100: <code>/strength 40</code>.
# $styles (text): стиль или несколько с долями. $one и $other (text): названия стилей для примера.
mix-now = Сейчас я рисую в стиле <b>{ $styles }</b>. Смешайте от двух до четырёх стилей в любых долях: <code>/mix { $one } 60 { $other } 40</code>.
# $method (text): AdaIN, WCT, VAE или Gatys.
method-now = Сейчас я рисую методом { $method }. Коснитесь другого, чтобы скопировать: <code>/method AdaIN</code> (быстрый), <code>/method VAE</code> (мягкий), <code>/method WCT</code> (смелый, с уровнями /levels), <code>/method Gatys</code> (медленный, с итерациями /iterations).
# $colours (text): одно из сообщений «colours-…».
colours-now = Сейчас: { $colours }. <code>/colours keep</code> — цвета вашего фото, <code>/colours match</code> — цвета картины, подобранные к фото, <code>/colours off</code> — цвета картины.
# $strokes (text): одно из сообщений «strokes-…».
stroke-now = Сейчас: { $strokes }. Выберите <code>/stroke fine</code> (мелкие), <code>/stroke normal</code> (обычные), <code>/stroke broad</code> (широкие) или число от 0,25 до 2.
# $levels (text): одно из сообщений «levels-…». $deepest (text): номер последнего уровня.
levels-now = Сейчас у метода WCT — { $levels }: от 1 (цвета и фактура) до { $deepest } (крупные формы). Выбрать некоторые: <code>/levels 3-{ $deepest }</code> или <code>/levels 1,3</code>, все: <code>/levels all</code>, обычные: <code>/levels default</code>.
# $size (text): «size-pixels» или «size-full».
size-now = Сейчас: { $size }. Выберите длинную сторону от 64 до 4096 пикселей: <code>/size 2048</code>. <code>/size full</code> — самый большой, какой я могу.
# $iterations (text): одно из сообщений «iterations-…».
iterations-now = Сейчас у метода Gatys — { $iterations }. Выберите от 1 до 1000: <code>/iterations 300</code>. Чем больше, тем лучше и дольше.

## Пожелания, которые не удались: что не так и как сказать иначе.

# Названия стилей на выбор. $names (text): все, кроме последнего, через запятую. $last (text): последнее.
either = { $names } или { $last }
# $said (text): что написал человек.
unknown-style = Стиля «{ $said }» я не знаю. Все стили — в /styles.
# $names (text): названия самых похожих стилей, на выбор.
unknown-style-guess = Стиля «{ $said }» я не знаю. Может быть, { $names }? Все стили — в /styles.
# Идёт после одного из двух предыдущих, если прислали картинку. Прямые кавычки нужно набрать.
unknown-style-keep = Чтобы сделать из этой картинки стиль с таким названием, возьмите его в кавычки: <code>/style "{ $said }"</code>.
bad-strength = «{ $said }» — это не сила стиля. Пришлите число от 0 до 100, например <code>/strength 70</code>.
# $one и $other (text): названия стилей для примера.
bad-mix = Не могу смешать «{ $said }». Назовите от двух до четырёх стилей, можно с числами: <code>/mix { $one } 60 { $other } 40</code>.
bad-method = Метода «{ $said }» у меня нет. Есть <code>/method AdaIN</code> (быстрый), <code>/method VAE</code> (мягкий), <code>/method WCT</code> (смелый) и <code>/method Gatys</code> (медленный).
# $names (text): самые похожие названия методов, на выбор.
bad-method-guess = Метода «{ $said }» у меня нет. Может быть, { $names }? Все методы — в /method.
bad-colours = Не понимаю, что здесь значит «{ $said }». <code>/colours keep</code> — цвета вашего фото, <code>/colours match</code> — цвета картины, подобранные к нему, <code>/colours off</code> — цвета картины.
bad-stroke = «{ $said }» — это не размер мазков. Можно <code>/stroke fine</code> (мелкие), <code>/stroke normal</code> (обычные), <code>/stroke broad</code> (широкие) или число от 0,25 до 2.
# $deepest (text): номер последнего уровня.
bad-levels = «{ $said }» — это не уровни. Они идут от 1 до { $deepest }: <code>/levels 3-{ $deepest }</code>, <code>/levels 1,3</code> или <code>/levels all</code>.
bad-size = «{ $said }» — это не размер. Пришлите длинную сторону в пикселях, от 64 до 4096, например <code>/size 2048</code>, или <code>/size full</code>.
bad-iterations = «{ $said }» — это не число итераций. Пришлите число от 1 до 1000, например <code>/iterations 300</code>.
# $method (text): AdaIN, WCT, VAE или Gatys. $deepest (text): номер последнего уровня.
levels-of-method = Уровни есть только у метода { $method }. Не называйте вместе с ними другой: <code>/levels 3-{ $deepest }</code>.
iterations-of-method = Итерации есть только у метода { $method }. Не называйте вместе с ними другой: <code>/iterations 300</code>.
# $style (text): стиль или несколько с долями. $others (text): названия методов, на выбор.
not-by-method = Методом { $method } стиль { $style } нарисовать не получится. Попробуйте { $others } или другой стиль: /styles.
# $style (text): название стиля для примера.
unclear = Всё понятно, кроме «{ $said }». Достаточно стиля и силы, например <code>{ $style } 70%</code>.
not-understood = Я рисую по фотографиям: пришлите фото или стиль для последнего, например <code>{ $style } 70%</code>. Остальное — в /help.
