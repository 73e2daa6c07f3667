## Álbumes: varias imágenes que se enviaron juntas, y que se pintan juntas.

# $painted y $whole (número): cuántas imágenes del álbum están pintadas, de cuántas; encima de las razones.
album-some-painted =
    { $whole ->
        [one] { $painted } de { $whole } imagen.
       *[other] { $painted } de { $whole } imágenes.
    }
# $number (número): el lugar de una imagen en el álbum. $reason: una de las frases de pictures.ftl.
album-left-out = N.º { $number }: { $reason }

# Solo en su fila, bajo una pintura de una imagen en el estilo de otra que vino con ella: pinta la segunda en el
# estilo de la primera.
button-swap = ⇄ Al revés
# Responde a un toque en ese botón: texto sin formato.
album-swapped = Al revés: pintando…
