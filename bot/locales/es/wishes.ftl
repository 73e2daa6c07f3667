## Qué se pinta y cómo, y deseos que no se han entendido. En el HTML de Telegram.

choose-style = ¿Qué estilo quieres para tu foto?
choose-style-first = Elige un estilo y envíame una foto.
send-a-photo = Envíame primero una foto y la pinto.

# $wish (text): un estilo, una intensidad, de quién son los colores, o varias de estas cosas con comas.
remembered = Anotado: { $wish }. Ahora envíame una foto y la pinto.
# $strength (number): de 0 a 1, se muestra como porcentaje.
strength = { NUMBER($strength, style: "percent", maximumFractionDigits: 1) }
# Estos dos van en una lista tras un estilo y una intensidad: «wave, 70 %, los colores de tu foto».
colours-of-photo = los colores de tu foto
colours-of-painting = los colores del cuadro
# Debajo de un cuadro. $style (text): su estilo. $controls (text): una intensidad y quizá de quién son los colores.
caption = <b>{ $style }</b>, { $controls }
# Lo mismo para un estilo que ha creado la persona.
caption-own = <b>{ $style }</b> (tuyo), { $controls }
# $strength (text): tal como la escribe el mensaje «strength».
strength-now = La intensidad es { $strength }. Cámbiala con un número de 0 a 100: <code>/strength 40</code>.

# Nombres de estilos a elegir. $names (text): todos menos el último, con comas. $last (text): el último.
either = { $names } o { $last }
# $said (text): lo que ha escrito la persona.
unknown-style = No conozco ningún estilo llamado «{ $said }». En /styles están todos.
# $names (text): los nombres de los estilos más parecidos, a elegir.
unknown-style-guess = No conozco ningún estilo llamado «{ $said }». ¿Querías decir { $names }? En /styles están todos.
# Va detrás de uno de los dos anteriores cuando también se ha enviado una imagen. Las comillas rectas se teclean.
unknown-style-keep = Para convertir esta imagen en un estilo con ese nombre, ponlo entre comillas: <code>/style "{ $said }"</code>.
bad-strength = «{ $said }» no es una intensidad. Envíame un número de 0 a 100, por ejemplo <code>/strength 70</code>.
# $names (text): los estilos nombrados, a elegir.
several-styles = De uno en uno, por favor: ¿{ $names }?
# $style (text): el nombre de un estilo, como ejemplo.
unclear = Lo he entendido todo menos «{ $said }». Basta con un estilo y una intensidad, por ejemplo <code>{ $style } 70%</code>.
bad-colours = No entiendo «{ $said }» aquí. Usa <code>/colours keep</code> para los colores de tu foto y <code>/colours off</code> para los del cuadro.
not-understood = Lo mío es pintar fotos: envíame una, o un estilo para la última, por ejemplo <code>{ $style } 70%</code>. En /help tienes el resto.
