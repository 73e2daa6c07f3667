## Qué se guarda de la gente: /privacy; y cómo se borra: /forget. En el HTML de Telegram, salvo botones y avisos.

# Los cinco siguientes, uno con $days, forman la respuesta a /privacy. Cada palabra tiene que ser verdad.
privacy-kept =
    <b>Lo que guardo:</b> tu ID de Telegram, tu nombre y tu nombre de usuario; tu idioma y tus ajustes; qué imagen se pintó, cómo y cuándo, con las referencias de Telegram a los archivos; los estilos que hiciste, como una referencia de Telegram y los números que describen su pincelada; tus aspectos guardados; tus notas y respuestas.
privacy-not-kept =
    <b>Lo que no guardo:</b> tus fotos y cuadros. Pido la foto a Telegram, la pinto en memoria y la devuelvo; nada se escribe en disco, y en memoria quedan solo las últimas imágenes. Dónde y con qué se hizo una foto (EXIF, GPS) nunca llega al cuadro.
# En su lugar, si entre el bot y Telegram hay un servidor propio.
privacy-kept-for-a-while =
    <b>Lo que no guardo:</b> tus cuadros; y tus fotos, no por mucho tiempo. Mi propio servidor pide la foto a Telegram y la tiene en su disco un día o dos; yo la pinto en memoria y la devuelvo, y en memoria quedan solo las últimas imágenes. Dónde y con qué se hizo una foto (EXIF, GPS) nunca llega al cuadro.
# $days (número)
privacy-how-long =
    <b>Por cuánto tiempo:</b> hasta que digas /forget. Tus mensajes se borran en cuanto los respondo; solo queda alguno con el que algo falló, como mucho { $days ->
        [one] { $days } día
       *[other] { $days } días
    }, para poder arreglarlo.
privacy-who-sees =
    <b>Quién lo ve:</b> quien lleva este bot puede leer lo que guardo, y nadie más lo recibe de mí. Tus imágenes están en tus chats de Telegram, como todos tus mensajes. En un grupo las ve todo el grupo. Quien abra el enlace de un estilo que compartas verá su cuadro y recibirá una copia, que se queda con esa persona.
# Solo si el bot tiene un chat así.
privacy-inline =
    <b>En otros chats:</b> las imágenes que pides allí por mi nombre pasan por un chat de quien lleva el bot, porque Telegram las muestra desde ahí.
privacy-delete = <b>Para borrarlo todo:</b> /forget.

# $what (texto): una lista de las líneas "kept-…" de abajo.
forget-question =
    ¿Te olvido? Entonces borro

    { $what }

    y cancelo lo que aún se esté pintando. No hay vuelta atrás. Los mensajes de tus chats siguen en Telegram.
# Cada uno solo en su fila.
button-forget-everything = Olvidarlo todo
button-keep-everything = No borrar nada
kept-pictures =
    { $count ->
        [one] lo que sé de { $count } imagen; sus botones dejarán de funcionar
       *[other] lo que sé de { $count } imágenes; sus botones dejarán de funcionar
    }
kept-styles =
    { $count ->
        [one] { $count } estilo tuyo
       *[other] { $count } estilos tuyos
    }
kept-presets =
    { $count ->
        [one] { $count } aspecto guardado
       *[other] { $count } aspectos guardados
    }
kept-opinions =
    { $count ->
        [one] { $count } nota o respuesta
       *[other] { $count } notas y respuestas
    }
kept-always = tu nombre, tu idioma y tus ajustes
# $what (texto): la misma lista.
forgotten =
    Olvidado:

    { $what }

    No me queda nada tuyo. Si vuelves a escribirme, empezamos de nuevo.
# A alguien a quien se ha cerrado el acceso, en lugar de la última frase de arriba.
forgotten-but-shut-out =
    Olvidado:

    { $what }

    Solo queda tu ID de Telegram, para que el acceso siga cerrado.
forgotten-notice = Todo olvidado.
kept-as-it-is = No se ha borrado nada; todo sigue como estaba.
not-your-question = Esa pregunta era para otra persona. Envía /forget tú y te pregunto.
