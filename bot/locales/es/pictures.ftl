## Por qué algo no se puede pintar y qué hacer: una causa, un remedio. En el HTML de Telegram.

# $kind: lo que se ha enviado en lugar de una imagen; «other» es lo que no se ha podido reconocer.
not-a-picture =
    { $kind ->
        [animated-sticker] Eso es un sticker animado, y yo pinto imágenes fijas. Envíame una foto o un sticker normal.
        [archive] Eso es un archivo comprimido, no una imagen. Envíame una foto.
        [audio] Eso es sonido, y yo solo tengo ojos. Envíame una foto.
        [pdf] Eso es un PDF, no una imagen. Envíame una foto de la página o una captura.
        [svg] Eso es un dibujo vectorial, y yo necesito píxeles. Guárdalo como PNG y envíamelo.
        [text] Eso es un archivo de texto, no una imagen. Envíame una foto.
        [unsupported-picture] No sé leer ese tipo de imagen. Guárdala como JPEG o PNG y envíamela.
        [video] Eso es un vídeo, y yo pinto imágenes fijas. Envíame una captura del momento que más te guste.
       *[other] Ahí no encuentro ninguna imagen. Envíame una foto.
    }
# $size y $limit (text): tal como los escribe el mensaje «megabytes».
file-too-large = Ese archivo es demasiado grande para mí ({ $size }): puedo con { $limit } como mucho. Envíalo como foto o guárdalo más pequeño.
file-too-large-unmeasured = Ese archivo es demasiado grande para mí: puedo con { $limit } como mucho. Envíalo como foto o guárdalo más pequeño.
# $size (number): el tamaño de un archivo, en megabytes.
megabytes = { NUMBER($size, maximumFractionDigits: 1) } MB
empty-file = Ese archivo está vacío: seguramente se cortó el envío. Envíalo otra vez.
damaged-picture = Esa imagen está dañada o incompleta. Envíala otra vez, o guárdala antes de nuevo.
# $width y $height (number): en píxeles. $limit (number): en millones de píxeles.
too-many-pixels =
    { $width } × { $height } píxeles son más de los que puedo pintar. Envíala con { $limit ->
        [one] { $limit } megapíxel
       *[other] { $limit } megapíxeles
    } como mucho, o como foto.
# $limit (number): cuántas veces más largo que el corto puede ser el lado largo.
too-narrow =
    Una tira de { $width } × { $height } píxeles es demasiado estrecha para pintarla. Recórtala para que el lado largo sea como mucho { $limit ->
        [one] igual que el corto.
       *[other] { $limit } veces el corto.
    }
# $minimum (number): en píxeles.
too-small =
    { $width } × { $height } píxeles son muy pocos para pintar. Envíame una imagen más grande: al menos { $minimum ->
        [one] { $minimum } píxel
       *[other] { $minimum } píxeles
    } en el lado corto.
picture-gone = Telegram ya no tiene esa imagen. Envíala otra vez.
# El bot no puede enviar imágenes al grupo, solo palabras.
pictures-forbidden = Aquí no puedo enviar imágenes. Pide a un administrador que lo permita o escríbeme en privado.
# Telegram no acepta más de 50 MB a la vez.
result-too-large = El resultado es demasiado grande para Telegram. Elige un tamaño menor: /size.

style-unusable = Ese estilo ya no me sirve. Elige otro: /styles.
came-out-wrong = Ese cuadro no me ha salido bien. Prueba con otra intensidad o con otro estilo: /styles.
controls-refused = No puedo pintar con esos ajustes. Prueba con otra intensidad o con otro estilo: /styles.
out-of-memory = Esa imagen necesita más memoria de la que tengo. Envíala más pequeña, o como foto y no como archivo.
cannot-paint-now = Ahora mismo no puedo pintar: algo falla en mi taller. Inténtalo dentro de un rato.
held = Lo he intentado dos veces y no he podido pintarla, así que la he apartado. Prueba con otra foto o con otro estilo.
stopped = He parado. Envíame otra foto cuando quieras.

# Debajo de un cuadro. $pixels (number): los de su lado largo.
painted-smaller =
    Más pequeño de lo normal, con { $pixels ->
        [one] { $pixels } píxel
       *[other] { $pixels } píxeles
    } en el lado largo: no había memoria para más.
painted-broader = Las pinceladas son más gruesas de lo normal: no había memoria para hacerlas más finas.
