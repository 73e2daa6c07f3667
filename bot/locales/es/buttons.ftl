## En los botones y al tocarlos: texto sin formato. Un botón solo en su fila tiene sitio para 24 caracteres,
## uno de dos para 18, de tres para 12, de cuatro para 9, de cinco para 5. Una respuesta puede tener 200.

# Entre dos flechas. $style (text): el nombre del estilo, acortado para que quepa.
button-style = 🎨 { $style }
# Solo en su fila.
button-all-styles = 🎨 Todos los estilos
# Solo en su fila: abre otros botones.
button-more = Más…
# Solo en su fila: vuelve a los botones de antes.
button-back = ‹ Volver
# Uno de cinco. $percent (number): de 0 a 100.
button-strength = { NUMBER($percent, maximumFractionDigits: 1) }%

not-your-picture = Estos botones son de la imagen de otra persona. Envía tu foto y tendrás los tuyos.
picture-forgotten = Ya no recuerdo esta imagen. Envía la foto otra vez y la pinto de nuevo.
button-out-of-date = Ese botón ya no sirve. Escribe /styles para elegir un estilo.
buttons-renewed = Ese botón ya no servía. Aquí tienes los actuales.
# $style (text): el nombre de un estilo. $strength (text): tal como la escribe el mensaje «strength».
painting-now = Pintando: { $style }, { $strength }…
style-noted = Estilo elegido: { $style }. Ahora envíame una foto.
as-you-see = Es lo que ya estás viendo.
sending-file = El archivo a tamaño completo está en camino.
