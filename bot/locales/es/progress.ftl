## Mientras un cuadro tarda: HTML de Telegram, salvo los botones y las respuestas a un toque.

# $time (text): como lo escriben "progress-seconds" o "progress-minutes".
progress-next = Tu cuadro es el siguiente: unos { $time }.
# $number (number): el puesto en la cola, desde 2. $time (text): como arriba.
progress-waiting = Tu cuadro es el número { $number } de la cola: unos { $time }.
# Título sobre una barra. $style (text): el nombre de un estilo, o de varios mezclados.
progress-painting = Pintando en el estilo <b>{ $style }</b>
# Bajo la barra. $percent (text): cuánto está hecho, "40 %". $time (text): como arriba.
progress-left = { $percent } hecho, quedan unos { $time }
# $seconds (number): redondeado a 5, de 5 a 120.
progress-seconds = { $seconds } s
# $minutes (number): desde 2.
progress-minutes = { $minutes } min
# La persona ha tocado «Parar». Debajo hay dos botones: «Píntalo igualmente» y «Píntalo rápido».
progress-stopped = Parado. Tu foto sigue aquí, por si cambias de idea.
# Tras «Píntalo igualmente»: se ve hasta que llega el cuadro.
progress-again = Vuelvo a ello…

# Solo en su fila: para el cuadro que se está pintando.
button-stop-painting = ✕ Parar
# Solo en su fila, tras parar.
button-paint-after-all = ▶ Píntalo igualmente
# Solo en su fila, tras parar: con un método que tarda un segundo y no un minuto.
button-paint-quickly = ⚡ Píntalo rápido

# Respuestas a un toque.
progress-stopping = Parando…
progress-stopped-at-once = Parado.
progress-too-late = Demasiado tarde: ya está hecho.
