## Las notas: bajo un cuadro, en /survey, /quiz y /stats. En HTML de Telegram, salvo botones, tablas y respuestas a toques.
## Cuánto cabe en un botón lo dice buttons.ftl.

# Dos respuestas a toques bajo un cuadro, donde están los números del 1 al 10. $score (number)
rating-question = ¿Te gusta? 1 es nada, 10 es muchísimo.
rating-thanks = ¡Gracias! { $score } de 10.
rating-too-early = El cuadro aún no está. Ponle nota cuando lo veas.

# Bajo una imagen con la foto a la izquierda y el cuadro a la derecha; debajo, los números del 1 al 10. $number y $count (number): el tercero de diez, por ejemplo.
survey-question =
    <b>{ $number } / { $count }</b>
    ¿Te gusta el cuadro de la derecha? 1 es nada, 10 es muchísimo.
# Cada uno, uno de dos.
button-skip = Saltar ›
button-stop-survey = ✕ Parar
survey-stopped = Lo dejamos aquí; guardo lo que has dicho. /survey sigue donde lo dejaste.
survey-thanks = <b>¡Gracias!</b> Eso es todo.
# $mean (number): del 1 al 10. $count (number): de cuadros.
survey-own-mean =
    Tu media: <b>{ NUMBER($mean, minimumFractionDigits: 1, maximumFractionDigits: 1) }</b> en { $count ->
        [one] { $count } cuadro
       *[other] { $count } cuadros
    }.
# También en /stats. $mean (number): del 1 al 10. $people (number)
survey-mean =
    La media de todos: <b>{ NUMBER($mean, minimumFractionDigits: 1, maximumFractionDigits: 1) }</b>, de { $people ->
        [one] { $people } persona
       *[other] { $people } personas
    }.
# $count (number): de cuadros.
survey-skipped =
    Te has saltado { $count ->
        [one] { $count } cuadro; el botón de abajo lo trae de vuelta
       *[other] { $count } cuadros; el botón de abajo los trae de vuelta
    }.
survey-then-quiz = Si te ha gustado: /quiz te pregunta si distingues a un pintor de una máquina.
# Solo en su fila.
button-survey-again = ↻ Otra vez
# En un grupo. $link (text): una dirección.
survey-only-in-private = La encuesta es entre tú y yo: { $link }

# Bajo una imagen; debajo, dos botones. $number y $count (number): la tercera de diez, por ejemplo.
quiz-question = <b>{ $number } / { $count }</b> ¿Pintado a mano o por una máquina?
# Cada uno, uno de dos.
button-by-hand = 🖌 A mano
button-by-machine = ⚙️ Una máquina
# Respuestas a toques.
quiz-right-hand = ✅ ¡Sí! Está pintado a mano.
quiz-wrong-hand = ❌ No, está pintado a mano.
quiz-right-machine = ✅ ¡Sí! Fue una máquina: yo.
quiz-wrong-machine = ❌ No, fue una máquina: yo.
# Sobre la pregunta siguiente, de la imagen que ya no se ve. $verdict (text): una de estas cuatro.
quiz-before = La anterior: { $verdict }
# $right y $count (number)
quiz-score = Has acertado <b>{ $right }</b> de { $count }.
# $share (text): «34 %», por ejemplo.
quiz-everybody = Entre todos, el { $share } de mis cuadros pasa por pintado a mano.
# Solo en su fila.
button-quiz-again = ↻ Otra vez
quiz-off = Aquí no hay concurso: quien lleva este bot no me ha dado cuadros hechos a mano para mezclarlos con los míos.
# En un grupo. $link (text): una dirección.
quiz-only-in-private = El concurso es entre tú y yo: { $link }

stats-no-ratings = Nadie ha puesto nota a un cuadro todavía. Bajo cada uno, en «Más…», hay un botón para hacerlo.
stats-by-method = Cuánto gustan los cuadros, por <b>método</b>, del 1 al 10:
stats-by-style = Cuánto gustan los cuadros, por <b>estilo</b>, del 1 al 10:
stats-by-pair = Por cuadro, en el orden de la encuesta:
stats-no-survey = Nadie ha contestado la encuesta todavía. Empieza tú: /survey
# $share (text): «34 %», por ejemplo. $count (number): de respuestas.
stats-quiz-machine =
    Mis cuadros pasaron por pintados a mano en el <b>{ $share }</b> de { $count ->
        [one] { $count } respuesta
       *[other] { $count } respuestas
    }.
stats-quiz-hand =
    Los pintados a mano se reconocieron en el <b>{ $share }</b> de { $count ->
        [one] { $count } respuesta
       *[other] { $count } respuestas
    }.
stats-no-quiz = Nadie ha contestado el concurso todavía.
# En tablas: 13 letras como mucho; las columnas, 5.
stats-all = todos
stats-mixtures = mezclas
stats-own-styles = propios
stats-samples = sorpresas
stats-column-mean = media
stats-column-count = n
# $value (number): 7,3, por ejemplo.
stats-number = { NUMBER($value, minimumFractionDigits: 1, maximumFractionDigits: 1) }
# Cada uno, uno de dos; el elegido lleva dos puntos y dos espacios alrededor.
button-stats-methods = Métodos
button-stats-styles = Estilos
button-stats-survey = Encuesta
button-stats-quiz = Concurso
# Solo en su fila; lo ven quienes administran.
button-export = ⬇ Exportar CSV
stats-sending-files = Los archivos van de camino.
