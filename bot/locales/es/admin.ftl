## Lo que solo ven los administradores. En el HTML de Telegram, salvo botones y avisos.

admin-in-maintenance = 🔧 <b>Mantenimiento:</b> los deseos se anotan y se pintan después.
# $people, $new, $active (número)
admin-people = <b>Personas:</b> { $people }. En 24 horas: { $new } nuevas, { $active } activas.
# $jobs (número)
admin-waiting = <b>En espera:</b> { $jobs }
# $time (texto): «5 min», por ejemplo.
admin-waiting-since = <b>En espera:</b> { $jobs }, el más antiguo desde hace { $time }
# $states (texto): una lista, del mensaje de abajo.
admin-jobs = <b>Trabajos:</b> { $states }
# $kind: estado. $jobs (número)
admin-jobs-in-state =
    { $kind ->
        [queued] { $jobs } en cola
        [running] { $jobs } pintándose
        [delivering] { $jobs } enviándose
        [done] { $jobs } hechos
        [held] { $jobs } apartados
       *[cancelled] { $jobs } cancelados
    }
# $errors (texto): una lista.
admin-errors =
    <b>Errores en 24 horas:</b>
    { $errors }
admin-no-errors = <b>Errores en 24 horas:</b> ninguno
# $count (número)
span-minutes = { $count } min
span-hours = { $count } h

# Dos de estos tres están en una fila.
button-people = 👥 Personas
button-failures = ⚠️ Fallos
button-refresh-figures = ↻ Actualizar
# Cada uno solo en su fila.
button-pause = 🔧 Iniciar mantenimiento
button-resume = ▶ Acabar mantenimiento
button-overview = ‹ Resumen
maintenance-begun = La pintura hace una pausa. Los deseos se anotan.
maintenance-over = Se vuelve a pintar.

admin-newest-people = Las personas más recientes. Para buscar a alguien: <code>/admin NOMBRE</code>, o su número.
# $said (texto): lo que buscó el administrador.
admin-people-found = Personas parecidas a «{ $said }»:
admin-nobody = No hay nadie parecido a «{ $said }».
# $name (texto): nombre y nombre de usuario. $id (texto): su número en Telegram.
admin-person = <b>{ $name }</b>, { $id }
# $date (texto): 2026-01-31
admin-person-since = Aquí desde { $date }
# $jobs y $lately (número)
admin-person-jobs = Imágenes: { $jobs }, de ellas { $lately } en 24 horas
admin-person-is-admin = Es administrador
admin-person-blocked-bot = Ha bloqueado el bot
admin-person-banned = ⛔ Tiene el acceso cerrado
# Cada uno solo en su fila.
button-ban = ⛔ Cerrar el acceso
button-unban = Abrir de nuevo
banned-notice = Acceso cerrado.
unbanned-notice = Acceso abierto de nuevo.

admin-failures = Lo último que falló; lo apartado se puede intentar de nuevo.
admin-no-failures = No ha fallado nada.
# $number (número): su lugar en la lista. $job (texto): «paint», por ejemplo. $user (texto): el número de una persona. $time (texto): hace cuánto. $error (texto)
admin-failure = { $number }. { $job } para { $user }, hace { $time }: { $error }
admin-failure-held = { $number }. <b>apartado:</b> { $job } para { $user }, hace { $time }: { $error }
# Uno de tres. $number (número): su lugar en la lista.
button-retry-job = ↻ { $number }
retried-notice = Está otra vez en la cola.

broadcast-how-to = Escribe lo que deben recibir todos y respóndele con /broadcast. Lo verás una vez más antes de que salga.
broadcast-question =
    Esto lo { $count ->
        [one] recibe { $count } persona
       *[other] reciben { $count } personas
    }. ¿Lo envío?
# Uno de dos.
button-send-to-all = Enviar a todos
button-do-not-send = No enviar
broadcast-dropped = No se ha enviado nada.
broadcast-impossible = Telegram no me deja copiar ese mensaje. Escríbelo de nuevo y respóndele con /broadcast.
# Todos números: $sent, $blocked (quienes han bloqueado el bot), $failed, $left (faltan).
broadcast-under-way = En camino: { $sent } enviados, { $blocked } me habían bloqueado, { $failed } fallidos, faltan { $left }.
broadcast-done = <b>Difusión terminada:</b> { $sent } enviados, { $blocked } me habían bloqueado, { $failed } fallidos.
# Uno de dos.
button-stop-broadcast = ✕ Parar
