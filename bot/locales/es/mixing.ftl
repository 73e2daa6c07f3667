## Mezclas de estilos, y estilos que nadie ha pintado. Botones y avisos van sin formato; sobre su longitud, véase buttons.ftl.

# Debajo de un cuadro, en el HTML de Telegram: en un estilo parecido al que se nombra. $number (text): en cuál de muchos.
variation = Variación { $number }

# Uno de tres: muestra lo que hay entre los estilos, en siete cuadros pequeños.
button-strip = 🎞 Pasos
# Uno de tres: envía una película corta que va de estilo en estilo y vuelve.
button-film = 🎬 Película
# Uno de tres, debajo de un estilo al azar: otro al azar.
button-another-surprise = 🎲 Otro
# Uno de tres, debajo de un estilo al azar: uno que se le parece.
button-similar = 🌱 Parecido
# Uno de dos: un estilo que se parece al que hay.
button-vary = 🌱 Uno parecido

# Debajo de los siete cuadros, en el HTML de Telegram. $styles (text): «Iris → Wave».
strip = <b>{ $styles }</b> en siete pasos. Toca el número que más te guste.
# Debajo de la película, en el HTML de Telegram. $styles (text): «Iris → Wave → Iris».
film = <b>{ $styles }</b>
# Debajo de ambos, en el HTML de Telegram, si el método es lento. $quick y $slow (text): «AdaIN», «Gatys».
painted-quickly = Esta vez con { $quick }: { $slow } tardaría muchos minutos en pintar tantos cuadros.

## Avisos.

# Encima de los nombres de todos los estilos. $most (number): cuántos se pueden mezclar.
pick-styles =
    Toca un estilo para añadirlo, y otra vez para quitarlo: { $most ->
        [one] { $most } estilo como mucho.
       *[other] { $most } estilos como mucho.
    }
last-style = Es el único estilo que hay. Toca otro para mezclarlos.
too-many-styles =
    Una mezcla tiene { $most ->
        [one] { $most } estilo
       *[other] { $most } estilos
    } como mucho. Toca antes uno de los marcados para quitarlo.
do-not-mix = Ningún método puede pintar con estos dos estilos a la vez. Elige otro.
mixed-style-gone = Uno de estos estilos se ha borrado. Elige otro en su lugar.
painting-strip = Pintando los siete pasos…
painting-film = Pintando la película. Tardará unos diez segundos…
film-on-its-way = Esa película ya está en camino.
nothing-similar = No conozco nada que se parezca a este estilo. Prueba con otro: /styles.
