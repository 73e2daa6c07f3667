## El menú «Más» debajo de un cuadro. Botones y respuestas van sin formato; sobre su longitud, véase buttons.ftl.

# Cada uno de dos: lo que se puede cambiar o hacer.
button-colours = 🌈 Colores
button-stroke = 🖌 Trazos
button-method = 🧪 Método
button-mix = 🎛 Mezclar
button-surprise = 🎲 Sorpréndeme
button-rate = ⭐ Puntuar
# Guarda el estilo, la intensidad y todo lo demás como ajustes.
button-save = 💾 Guardar
# Envía el cuadro a tamaño completo como archivo.
button-file = 📄 Tamaño completo

# Cada uno solo en su fila, el elegido entre dos puntos con espacios: de quién son los colores.
button-colours-of-painting = Los del cuadro
button-colours-of-photo = Los de tu foto
# Los del cuadro, pero ajustados para que vayan con la foto.
button-colours-matched = A tono con tu foto

# Cada uno solo en su fila, como arriba: el tamaño de las pinceladas.
button-stroke-fine = Trazos finos
button-stroke-normal = Trazos normales
button-stroke-broad = Trazos anchos

# Cada uno solo en su fila, como arriba: cómo se pinta, el nombre que conocen los expertos y cuánto tarda más o menos.
button-method-adain = Rápido (AdaIN), 1 s
button-method-vae = Suave (VAE), 1 s
button-method-wct = Audaz (WCT), 3 s
button-method-gatys = Lento (Gatys), 1 min

# $name (text): el de los ajustes.
preset-saved = Guardado como «{ $name }». Lo recuperas con /presets.
preset-known = Ya tienes guardado este aspecto: «{ $name }». Míralo en /presets.
# $limit (number): cuántos ajustes puede tener una persona.
presets-full =
    Solo caben { $limit ->
        [one] { $limit } aspecto guardado
       *[other] { $limit } aspectos guardados
    }, y ya los tienes. Borra uno en /presets primero.
