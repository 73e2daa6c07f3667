## Bienvenida. Todo va en el HTML de Telegram: <b>, <i>, <code> y los /comandos se dejan tal cual.

# $name (text): el nombre de pila de la persona. Va debajo de una imagen: una foto en doce estilos.
welcome = ¡Hola, { $name }! Envíame una foto y la pinto así: con cualquiera de mis estilos o con uno tuyo.

# $style (text): el nombre de un estilo, como ejemplo. Lo que va en <code> lo tiene que entender bot/grammar.
help =
    <b>Envíame una foto</b>, una imagen como archivo o un sticker, y lo pinto. Los botones de debajo cambian el estilo, su intensidad y mucho más.

    <b>O dímelo con palabras</b>, en el pie de foto, en una respuesta o en un mensaje:
    <code>{ $style } 70%</code> – un estilo y su intensidad
    <code>colores de la foto</code> – se quedan los de tu foto; <code>colores del cuadro</code> para los del cuadro

    <b>Crea tu propio estilo</b>: envía un cuadro con el texto <code>/style</code>, o <code>/style mi ola</code> para ponerle nombre. También puedes responder <code>/style</code> a una imagen.
# Lo mismo, si el modo inline está activado: va antes del último párrafo. $bot (text): su nombre de usuario. $style (text): el nombre de un estilo.
help-inline = <b>En cualquier otro chat</b>: escribe <code>@{ $bot } { $style } 70%</code> y elige la pintura que quieras enseñar.
help-rest = Todo lo demás está en el menú: basta con escribir /

unknown-command = No conozco ese comando. En /help verás todo lo que sé hacer.
something-went-wrong = Lo siento, algo ha fallado por mi parte. Vuelve a intentarlo, por favor.
# Answers, in a group, an admin who hides behind the group's name, or a channel.
write-as-yourself = Escribes en nombre de un grupo o de un canal, y no podría distinguirte de quienes hacen lo mismo. Escribe con tu propio nombre y pintaré para ti.
