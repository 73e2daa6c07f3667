## Оценки: под картиной, в /survey, /quiz и /stats. В HTML Telegram, кроме кнопок, таблиц и ответов на нажатия.
## О длине подписей сказано в buttons.ftl.

# Два ответа на нажатия под картиной, где стоят числа от 1 до 10. $score (number)
rating-question = Как вам картина? 1 — совсем не нравится, 10 — очень нравится.
rating-thanks = Спасибо! { $score } из 10.
rating-too-early = Картина ещё не готова. Оцените её, когда увидите.

# Под картинкой: слева фото, справа картина; ниже числа от 1 до 10. $number и $count (number): третья из десяти, например.
survey-question =
    <b>{ $number } / { $count }</b>
    Как вам картина справа? 1 — совсем не нравится, 10 — очень нравится.
# Каждая — одна из двух.
button-skip = Пропустить ›
button-stop-survey = ✕ Закончить
survey-stopped = Остановимся здесь, ваши ответы сохранены. /survey продолжит с того же места.
survey-thanks = <b>Спасибо!</b> Это были все.
# $mean (number): от 1 до 10. $count (number): сколько картин.
survey-own-mean =
    Ваша средняя оценка: <b>{ NUMBER($mean, minimumFractionDigits: 1, maximumFractionDigits: 1) }</b> за { $count ->
        [one] { $count } картину
        [few] { $count } картины
       *[many] { $count } картин
    }.
# И в /stats. $mean (number): от 1 до 10. $people (number)
survey-mean =
    Средняя оценка всех: <b>{ NUMBER($mean, minimumFractionDigits: 1, maximumFractionDigits: 1) }</b>, { $people ->
        [one] ответил { $people } человек
        [few] ответили { $people } человека
       *[many] ответили { $people } человек
    }.
# $count (number): сколько картин.
survey-skipped =
    Вы пропустили { $count ->
        [one] { $count } картину; кнопка ниже вернёт её
        [few] { $count } картины; кнопка ниже вернёт их
       *[many] { $count } картин; кнопка ниже вернёт их
    }.
survey-then-quiz = Если понравилось: /quiz проверит, отличите ли вы художника от машины.
# Одна в ряду.
button-survey-again = ↻ Ещё раз
# В группе. $link (text): адрес.
survey-only-in-private = Опрос — для нас двоих: { $link }

# Под картинкой; ниже две кнопки. $number и $count (number): третий вопрос из десяти, например.
quiz-question = <b>{ $number } / { $count }</b> Рука художника или машина?
# Каждая — одна из двух.
button-by-hand = 🖌 Художник
button-by-machine = ⚙️ Машина
# Ответы на нажатия.
quiz-right-hand = ✅ Верно! Это написал художник.
quiz-wrong-hand = ❌ Нет, это написал художник.
quiz-right-machine = ✅ Верно! Это машина, то есть я.
quiz-wrong-machine = ❌ Нет, это машина, то есть я.
# Над следующим вопросом, о картинке, которой уже не видно. $verdict (text): один из этих четырёх ответов.
quiz-before = Прошлая: { $verdict }
# $right и $count (number)
quiz-score = Верных ответов: <b>{ $right }</b> из { $count }.
# $share (text): «34 %», например.
quiz-everybody = Все вместе принимают за ручную работу { $share } моих картин.
# Одна в ряду.
button-quiz-again = ↻ Ещё раз
quiz-off = Викторины здесь нет: владелец бота не дал мне картин художников, чтобы смешать их с моими.
# В группе. $link (text): адрес.
quiz-only-in-private = Викторина — для нас двоих: { $link }

stats-no-ratings = Картин ещё никто не оценивал. Кнопка для оценки — под каждой картиной, в «Ещё…».
stats-by-method = Как людям нравятся их картины, по <b>методам</b>, от 1 до 10:
stats-by-style = Как людям нравятся их картины, по <b>стилям</b>, от 1 до 10:
stats-by-pair = По картинам, в порядке опроса:
stats-no-survey = На опрос ещё никто не ответил. Будьте первым: /survey
# $share (text): «34 %», например. $count (number): сколько ответов.
stats-quiz-machine =
    Мои картины приняли за ручную работу в <b>{ $share }</b> из { $count ->
        [one] { $count } ответа
        [few] { $count } ответов
       *[many] { $count } ответов
    }.
stats-quiz-hand =
    Работу художников узнали в <b>{ $share }</b> из { $count ->
        [one] { $count } ответа
        [few] { $count } ответов
       *[many] { $count } ответов
    }.
stats-no-quiz = На вопросы викторины ещё никто не отвечал.
# В таблицах: не длиннее 13 букв; заголовки столбцов — не длиннее 5.
stats-all = все
stats-mixtures = смеси
stats-own-styles = свои стили
stats-samples = сюрпризы
stats-column-mean = сред.
stats-column-count = n
# $value (number): 7,3, например.
stats-number = { NUMBER($value, minimumFractionDigits: 1, maximumFractionDigits: 1) }
# Каждая — одна из двух, у выбранной по краям две точки с пробелами.
button-stats-methods = Методы
button-stats-styles = Стили
button-stats-survey = Опрос
button-stats-quiz = Викторина
# Одна в ряду; её видят только администраторы.
button-export = ⬇ Скачать CSV
stats-sending-files = Файлы уже в пути.
