## La galería: una foto en todos los estilos en una sola imagen numerada, con un botón para cada número.

# Debajo de la imagen, en el HTML de Telegram. $styles (text): qué número es qué estilo, como los escribe el mensaje siguiente.
sheet =
    <b>Toca el número que te guste.</b>
    { $styles }
# Va en una fila con otros. $number (text): el de la imagen y el botón. $name (text): el del estilo.
sheet-style = <b>{ $number }</b>{ "\u00A0" }{ $name }
# Responde a un toque, sin formato: la imagen tarda alrededor de un segundo.
painting-sheet = Pintando tu foto en todos los estilos…
# Encima de los nombres de los estilos, en el HTML de Telegram: aún no hay foto.
styles-first = Elige un estilo y envíame una foto.
