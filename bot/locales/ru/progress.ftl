## Пока картина пишется долго: HTML Телеграма, кроме кнопок и ответов на нажатие.

# $time (text): как в "progress-seconds" или "progress-minutes".
progress-next = Ваша картина следующая: примерно { $time }.
# $number (number): место в очереди, от 2. $time (text): как выше.
progress-waiting = Ваша картина в очереди под номером { $number }: примерно { $time }.
# Заголовок над полосой. $style (text): название стиля или нескольких смешанных.
progress-painting = Рисую в стиле <b>{ $style }</b>
# Под полосой. $percent (text): сколько готово, "40 %". $time (text): как выше.
progress-left = Готово { $percent }, осталось примерно { $time }
# $seconds (number): с точностью до 5, от 5 до 120.
progress-seconds = { $seconds } с
# $minutes (number): от 2.
progress-minutes = { $minutes } мин
# Человек нажал «Остановить». Ниже две кнопки: «Всё-таки нарисовать» и «Нарисовать быстро».
progress-stopped = Остановлено. Фото всё ещё здесь, если передумаете.
# После «Всё-таки нарисовать»: видно, пока не придёт картина.
progress-again = Снова за работу…

# Одна в ряду: останавливает картину, которая сейчас пишется.
button-stop-painting = ✕ Остановить
# Одна в ряду, после остановки.
button-paint-after-all = ▶ Всё-таки нарисовать
# Одна в ряду, после остановки: способом, которому нужна секунда, а не минута.
button-paint-quickly = ⚡ Нарисовать быстро

# Ответы на нажатие.
progress-stopping = Останавливаю…
progress-stopped-at-once = Остановлено.
progress-too-late = Поздно: картина уже готова.
