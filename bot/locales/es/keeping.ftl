## Estilos propios y aspectos guardados. En el HTML de Telegram.

# El nombre de un estilo al que su autor no le puso ninguno. $number (number): a partir de 1.
style-without-a-name = Estilo { $number }
# $name y $words (text): el nombre del estilo; en <code> se copia con un toque.
style-learned = Tu estilo <b>{ $name }</b> está listo. Envíame una foto para pintarla con él, o escribe <code>{ $words }</code> cuando quieras.
nothing-to-learn = En ese mensaje no hay ninguna imagen. Responde con /style a una foto o a un cuadro.
name-the-preset = Ponle un nombre: <code>/save atardecer</code>.
# $limit (number): en caracteres.
name-too-long =
    Ese nombre es demasiado largo. Elige uno de { $limit ->
        [one] { $limit } carácter como mucho.
       *[other] { $limit } caracteres como mucho.
    }
nothing-to-save = Todavía no hay nada que guardar. Envíame una foto, busca un aspecto que te guste y guárdalo con /save.
# $name (text): el nombre del aspecto. $look (text): estilo, intensidad y quizá de quién son los colores.
saved = Guardado como <b>{ $name }</b>: { $look }. Con /presets lo recuperas.
choose-preset = Tus aspectos guardados. Toca uno para usarlo.
no-presets = Aún no tienes aspectos guardados. Cuando uno te guste, guárdalo con <code>/save NOMBRE</code>.
# The name of a style that nobody painted: a random one. $number (text): which.
style-of-chance = Azar { $number }
