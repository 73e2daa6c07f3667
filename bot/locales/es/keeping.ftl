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

# Stands above the list.
own-styles = Tus estilos. Toca uno para ver su cuadro.
own-styles-none = Aún no tienes estilos propios. Envía un cuadro con el texto <code>/style</code> y lo aprenderé.
# Under the painting of a style. $name (text): the style's.
own-style = <b>{ $name }</b>, un estilo tuyo.
# Under the painting of a style that somebody else has shared. $name (text): the style's.
own-style-received = <b>{ $name }</b> ya está entre tus estilos. Envíame una foto para pintarla así.
# $name (text): the style's. $link (text): a link to the bot.
own-style-link =
    <b>{ $name }</b>: quien abra este enlace también recibirá el estilo.
    { $link }
# Answers a tap: plain text, and so do the next one that ends in -deleted.
own-style-link-shown = El enlace está bajo el cuadro.
own-style-renamed = Ahora se llama <b>{ $name }</b>.
own-style-name-taken = Otro estilo tuyo se llama <b>{ $name }</b>. Envíame otro nombre.
own-style-deleted = «{ $name }» se ha borrado.
own-style-not-shared = Ese estilo ya no se comparte. En /styles está lo que hay.
# Answers a link to a style. $name (text): how the person calls it.
own-style-yours-already = Ya tienes este estilo: <b>{ $name }</b>.
# $name (text): what the style is called so far.
ask-for-name = ¿Cómo quieres llamar a <b>{ $name }</b>? Envíame el nombre nuevo.
# The same for a preset.
ask-for-preset-name = ¿Cómo quieres llamar al aspecto <b>{ $name }</b>? Envíame el nombre nuevo.
edit-presets = ¿Cuál quieres cambiar?
# $name (text): the preset's. $look (text): style, strength and so on, with commas between.
preset = <b>{ $name }</b>: { $look }.
preset-renamed = Ahora el aspecto se llama <b>{ $name }</b>.
preset-name-taken = Otro aspecto guardado se llama <b>{ $name }</b>. Envíame otro nombre.
# Answers a tap: plain text.
preset-deleted = «{ $name }» se ha borrado.
# Under the painting of a style. This one stands alone in its row; the next six are each one of two.
button-use = 🖌 Usarlo
button-rename = Cambiar nombre
button-share = Compartir
button-delete = 🗑 Borrar
button-close = Cerrar
button-delete-really = 🗑 Sí, borrar
button-keep = Conservar
# Under the list of presets, each alone in its row: changing presets, and back to using them.
button-edit = Editar…
button-done = Listo
# Alone in its row: makes a preset what new chats begin with. The next one: it is.
button-default = Usar en chats nuevos
button-default-on = ★ Se usa en chats nuevos
# $limit (number): how many a person may have.
own-styles-full =
    Ya tienes { $limit ->
        [one] { $limit } estilo propio
       *[other] { $limit } estilos propios
    } y no caben más. Borra antes uno en /mystyles.
too-many-presets =
    Ya tienes { $limit ->
        [one] { $limit } aspecto guardado
       *[other] { $limit } aspectos guardados
    } y no caben más. Borra antes uno en /presets.
# Answers a name such as “70%”, which I would take for a strength. $name (text): it.
own-style-no-name = «{ $name }» no sirve como nombre: lo tomaría por un deseo. Envíame otro.
