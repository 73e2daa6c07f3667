## Bienvenida. Todo va en el HTML de Telegram: <b>, <i>, <code> y los /comandos se dejan tal cual.

# $name (text): el nombre de pila de la persona.
welcome =
    ¡Hola, { $name }! Convierto fotos en cuadros, con el estilo que elijas.

    Envíame una foto y verás. O echa antes un vistazo: en /styles están mis estilos y en /help, todo lo demás.

# $style (text): el nombre de un estilo, como ejemplo. Lo que va en <code> lo tiene que entender bot/grammar.py.
help =
    <b>Envíame una foto</b>, o una imagen como archivo, y la pinto. Los botones de debajo cambian el estilo, su intensidad y los colores.

    <b>O dímelo con palabras</b>, en el pie de foto, en una respuesta o en un mensaje:
    <code>{ $style } 70%</code> – un estilo y su intensidad
    <code>colores de la foto</code> – se quedan los de tu foto; <code>colores del cuadro</code> para los del cuadro

    <b>Crea tu propio estilo</b>: envía un cuadro con el texto <code>/style</code>, o <code>/style mi ola</code> para ponerle nombre. También puedes responder <code>/style</code> a una imagen.

    /styles – todos los estilos
    /strength 70 – la intensidad, de 0 a 100
    /colours – conservar o no los colores de la foto
    /save NOMBRE – guardar tus ajustes; /presets los recupera
    /language – el idioma en el que hablo

unknown-command = No conozco ese comando. En /help verás todo lo que sé hacer.
something-went-wrong = Lo siento, algo ha fallado por mi parte. Vuelve a intentarlo, por favor.
