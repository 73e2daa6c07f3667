## En los botones y al tocarlos: texto sin formato. Un botón solo en su fila tiene sitio para 24 caracteres,
## uno de dos para 18, de tres para 12, de cinco para 5. Una respuesta puede tener 200.

# Solo en su fila.
button-styles = 🎨 Estilos
# Uno de dos.
button-keep-colours = Color original
# Lo mismo cuando se conservan.
button-colours-kept = ✓ Color original
# Uno de dos: envía el cuadro a tamaño completo como archivo.
button-file = Tamaño completo
# Solo en su fila: vuelve a los botones de antes.
button-done = Listo
# Uno de cinco. $percent (number): de 0 a 100.
button-strength = { NUMBER($percent, maximumFractionDigits: 1) }%

not-your-picture = Estos botones son de la imagen de otra persona. Envía tu foto y tendrás los tuyos.
picture-forgotten = Ya no recuerdo esta imagen. Envía la foto otra vez y la pinto de nuevo.
button-out-of-date = Ese botón ya no sirve. Escribe /styles para elegir un estilo.
# $style (text): el nombre de un estilo. $strength (text): tal como la escribe el mensaje «strength».
painting-now = Pintando: { $style }, { $strength }…
style-noted = Estilo elegido: { $style }. Ahora envíame una foto.
as-you-see = Es lo que ya estás viendo.
sending-file = El archivo a tamaño completo está en camino.
