## То, что видят только администраторы. В HTML Telegram, кроме кнопок и уведомлений.

admin-in-maintenance = 🔧 <b>Обслуживание:</b> пожелания записываются, рисование позже.
# $people, $new, $active (число)
admin-people = <b>Люди:</b> { $people }. За сутки новых: { $new }, активных: { $active }.
# $jobs (число)
admin-waiting = <b>Ждут:</b> { $jobs }
# $time (текст): например, «5 мин».
admin-waiting-since = <b>Ждут:</b> { $jobs }, дольше всех { $time }
# $states (текст): список из сообщения ниже.
admin-jobs = <b>Работы:</b> { $states }
# $kind: состояние. $jobs (число)
admin-jobs-in-state =
    { $kind ->
        [queued] в очереди { $jobs }
        [running] рисуются { $jobs }
        [delivering] отправляются { $jobs }
        [done] готово { $jobs }
        [held] отложено { $jobs }
       *[cancelled] отменено { $jobs }
    }
# $errors (текст): список.
admin-errors =
    <b>Ошибки за сутки:</b>
    { $errors }
admin-no-errors = <b>Ошибки за сутки:</b> нет
# $count (число)
span-minutes = { $count } мин
span-hours = { $count } ч

# Две из этих трёх стоят в одном ряду.
button-people = 👥 Люди
button-failures = ⚠️ Сбои
button-refresh-figures = ↻ Обновить
# Каждая одна в ряду.
button-pause = 🔧 Начать обслуживание
button-resume = ▶ Закончить
button-overview = ‹ Обзор
maintenance-begun = Рисование на паузе. Пожелания записываются.
maintenance-over = Рисование продолжается.

admin-newest-people = Новые люди. Чтобы найти кого-то: <code>/admin ИМЯ</code> или его номер.
# $said (текст): что искал администратор.
admin-people-found = Похожие на «{ $said }»:
admin-nobody = Никого похожего на «{ $said }» нет.
# $name (текст): имя и имя пользователя. $id (текст): номер в Telegram.
admin-person = <b>{ $name }</b>, { $id }
# $date (текст): 2026-01-31
admin-person-since = Здесь с { $date }
# $jobs и $lately (число)
admin-person-jobs = Картинок: { $jobs }, из них за сутки: { $lately }
admin-person-is-admin = Администратор
admin-person-blocked-bot = Заблокировал бота
admin-person-banned = ⛔ Доступ закрыт
# Каждая одна в ряду.
button-ban = ⛔ Закрыть доступ
button-unban = Снова открыть доступ
banned-notice = Доступ закрыт.
unbanned-notice = Доступ снова открыт.

admin-failures = Последние сбои; отложенное можно попробовать снова.
admin-no-failures = Сбоев не было.
# $number (число): место в списке. $job (текст): например, «paint». $user (текст): номер человека. $time (текст): как давно. $error (текст)
admin-failure = { $number }. { $job } для { $user }, { $time } назад: { $error }
admin-failure-held = { $number }. <b>отложено:</b> { $job } для { $user }, { $time } назад: { $error }
# Одна из трёх. $number (число): место в списке.
button-retry-job = ↻ { $number }
retried-notice = Снова в очереди.

broadcast-how-to = Напишите то, что должны получить все, и ответьте на это командой /broadcast. Перед отправкой вы увидите всё ещё раз.
broadcast-question =
    Это { $count ->
        [one] получит { $count } человек
        [few] получат { $count } человека
       *[many] получат { $count } человек
    }. Отправить?
# Одна из двух.
button-send-to-all = Отправить всем
button-do-not-send = Не отправлять
broadcast-dropped = Ничего не отправлено.
broadcast-impossible = Telegram не даёт скопировать это сообщение. Напишите его заново и ответьте на него командой /broadcast.
# Все числа: $sent, $blocked (кто заблокировал бота), $failed, $left (осталось).
broadcast-under-way = В пути: отправлено { $sent }, заблокировали меня { $blocked }, не дошло { $failed }, осталось { $left }.
broadcast-done = <b>Рассылка окончена:</b> отправлено { $sent }, заблокировали меня { $blocked }, не дошло { $failed }.
# Одна из двух.
button-stop-broadcast = ✕ Остановить
