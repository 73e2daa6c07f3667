## Modo inline: en cualquier chat se escribe el nombre del bot y unas palabras, y se elige entre imágenes. Cómo se activa
## está en el README. Los cuatro primeros van solos en una línea encima de las imágenes, o en su lugar: texto sin formato,
## del que en un teléfono solo se ven unos 40 caracteres. Al tocar la línea se abre el chat con el bot.

# Aún no ha enviado ninguna foto que se pueda pintar.
inline-no-photo = Envíame antes una foto
# Estará ahí cuando vuelva a mirar.
inline-painting = Aún estoy pintando… mira en un momento
# Se puede pintar en el chat con el bot, pero no aquí y ahora.
inline-not-painted = Aún sin pintar: pídemelo en nuestro chat
# $words (text): lo que se ha escrito. Al final, porque puede ser largo.
inline-unknown-style = No conozco ningún estilo «{ $words }»

# Explica cómo funciona a quien llega al chat por esa línea. En el HTML de Telegram.
# $bot (text): su nombre de usuario. $style (text): el nombre de un estilo. Lo que va en <code> lo tiene que entender bot/grammar.
inline-how-to = Envíame aquí una foto. Después escribe <code>@{ $bot } { $style } 70%</code> en cualquier chat y elige la pintura que quieras enseñar.
