## Qué se pinta y cómo, y deseos que no se han entendido. En el HTML de Telegram.

send-a-photo = Envíame primero una foto y la pinto.

# $wish (text): un estilo o una mezcla, una intensidad, de quién son los colores, etc.: lo que se haya dicho, con comas.
remembered = Anotado: { $wish }. Ahora envíame una foto y la pinto.
# $strength (number): de 0 a 1, se muestra como porcentaje.
strength = { NUMBER($strength, style: "percent", maximumFractionDigits: 1) }
# Estos van en una lista tras un estilo y una intensidad: «wave, 70 %, método WCT, niveles 3–5, los colores de tu foto».
# $method (text): AdaIN, WCT, VAE o Gatys, nombres que se dejan tal cual.
by-method = método { $method }
colours-of-photo = los colores de tu foto
colours-of-painting = los colores del cuadro
# Los colores del cuadro, acercados a los de la foto.
colours-matched = colores ajustados a tu foto
strokes-fine = trazos finos
strokes-normal = trazos normales
strokes-broad = trazos anchos
# $size (number): 1 es el tamaño normal, de 0,25 a 2.
strokes-other = trazos de tamaño { NUMBER($size, maximumFractionDigits: 2) }
# Niveles del método WCT. $levels (text): «3–5» o «1, 3». $count (number): cuántos son, de 1 a 5.
levels-some =
    { $count ->
        [one] nivel { $levels }
       *[other] niveles { $levels }
    }
# $pixels (text): del lado largo.
size-pixels = { $pixels } píxeles
size-full = tamaño completo
# $count (number): pasos en los que pinta el método Gatys.
iterations-some =
    { $count ->
        [one] { $count } iteración
       *[other] { $count } iteraciones
    }
iterations-as-needed = las iteraciones que hagan falta
# Debajo de un cuadro. $style (text): su estilo. $controls (text): una intensidad y quizá de quién son los colores.
caption = <b>{ $style }</b>, { $controls }
# Lo mismo para un estilo que ha creado la persona.
caption-own = <b>{ $style }</b> (tuyo), { $controls }

## Cómo está puesto algo y cómo cambiarlo: la respuesta a un comando sin argumentos.

# $strength (text): tal como la escribe el mensaje «strength».
strength-now = La intensidad es { $strength }. Cámbiala con un número de 0 a 100: <code>/strength 40</code>.
# $styles (text): un estilo, o varios con sus partes. $one y $other (text): nombres de estilos, como ejemplo.
mix-now = Ahora pinto con el estilo <b>{ $styles }</b>. Mezcla de dos a cuatro estilos en la proporción que quieras: <code>/mix { $one } 60 { $other } 40</code>.
# $method (text): AdaIN, WCT, VAE o Gatys.
method-now = Ahora pinto con el método { $method }. Toca otro para copiarlo: <code>/method AdaIN</code> (rápido), <code>/method VAE</code> (suave), <code>/method WCT</code> (audaz, con /levels), <code>/method Gatys</code> (lento, con /iterations).
# $colours (text): uno de los mensajes «colours-…».
colours-now = Ahora: { $colours }. <code>/colours keep</code> para los de tu foto, <code>/colours match</code> para los del cuadro ajustados a ella, <code>/colours off</code> para los del cuadro.
# $strokes (text): uno de los mensajes «strokes-…».
stroke-now = Ahora pinto con { $strokes }. Elige <code>/stroke fine</code> (finos), <code>/stroke normal</code> (normales), <code>/stroke broad</code> (anchos) o un número de 0,25 a 2.
# $levels (text): uno de los mensajes «levels-…». $deepest (text): el número del último nivel.
levels-now = El método WCT pinta ahora { $levels }, del 1 (colores y textura) al { $deepest } (formas grandes). Elige algunos con <code>/levels 3-{ $deepest }</code> o <code>/levels 1,3</code>, todos con <code>/levels all</code> y los habituales con <code>/levels default</code>.
# $size (text): «size-pixels» o «size-full».
size-now = Ahora: { $size }. Elige el lado largo, de 64 a 4096 píxeles: <code>/size 2048</code>. Con <code>/size full</code> es lo más grande que puedo.
# $iterations (text): uno de los mensajes «iterations-…».
iterations-now = El método Gatys usa ahora { $iterations }. Elige de 1 a 1000: <code>/iterations 300</code>. Cuantas más, mejor y más lento.

## Deseos que no han podido ser: qué falla y cómo decirlo.

# Nombres de estilos a elegir. $names (text): todos menos el último, con comas. $last (text): el último.
either = { $names } o { $last }
# $said (text): lo que ha escrito la persona.
unknown-style = No conozco ningún estilo llamado «{ $said }». En /styles están todos.
# $names (text): los nombres de los estilos más parecidos, a elegir.
unknown-style-guess = No conozco ningún estilo llamado «{ $said }». ¿Querías decir { $names }? En /styles están todos.
# Va detrás de uno de los dos anteriores cuando también se ha enviado una imagen. Las comillas rectas se teclean.
unknown-style-keep = Para convertir esta imagen en un estilo con ese nombre, ponlo entre comillas: <code>/style "{ $said }"</code>.
bad-strength = «{ $said }» no es una intensidad. Envíame un número de 0 a 100, por ejemplo <code>/strength 70</code>.
# $one y $other (text): nombres de estilos, como ejemplo.
bad-mix = No puedo mezclar «{ $said }». Nombra de dos a cuatro estilos, con un número para cada uno si quieres: <code>/mix { $one } 60 { $other } 40</code>.
bad-method = «{ $said }» no es un método mío. Hay <code>/method AdaIN</code> (rápido), <code>/method VAE</code> (suave), <code>/method WCT</code> (audaz) y <code>/method Gatys</code> (lento).
# $names (text): los nombres de método más parecidos, a elegir.
bad-method-guess = «{ $said }» no es un método mío. ¿Querías decir { $names }? En /method están todos.
bad-colours = No entiendo «{ $said }» aquí. Usa <code>/colours keep</code> para los colores de tu foto, <code>/colours match</code> para los del cuadro ajustados a ella y <code>/colours off</code> para los del cuadro.
bad-stroke = «{ $said }» no es un tamaño de trazo. Usa <code>/stroke fine</code> (fino), <code>/stroke normal</code> (normal), <code>/stroke broad</code> (ancho) o un número de 0,25 a 2.
# $deepest (text): el número del último nivel.
bad-levels = «{ $said }» no son niveles. Van del 1 al { $deepest }: <code>/levels 3-{ $deepest }</code>, <code>/levels 1,3</code> o <code>/levels all</code>.
bad-size = «{ $said }» no es un tamaño. Envíame el lado largo en píxeles, de 64 a 4096, por ejemplo <code>/size 2048</code>, o <code>/size full</code>.
bad-iterations = «{ $said }» no es un número de iteraciones. Envíame uno de 1 a 1000, por ejemplo <code>/iterations 300</code>.
# $method (text): AdaIN, WCT, VAE o Gatys. $deepest (text): el número del último nivel.
levels-of-method = Solo el método { $method } tiene niveles. No nombres otro con ellos: <code>/levels 3-{ $deepest }</code>.
iterations-of-method = Solo el método { $method } tiene iteraciones. No nombres otro con ellas: <code>/iterations 300</code>.
# $style (text): un estilo, o varios con sus partes. $others (text): nombres de métodos, a elegir.
not-by-method = No puedo pintar { $style } con el método { $method }. Prueba { $others }, u otro estilo: /styles.
# $style (text): el nombre de un estilo, como ejemplo.
unclear = Lo he entendido todo menos «{ $said }». Basta con un estilo y una intensidad, por ejemplo <code>{ $style } 70%</code>.
not-understood = Lo mío es pintar fotos: envíame una, o un estilo para la última, por ejemplo <code>{ $style } 70%</code>. En /help tienes el resto.
