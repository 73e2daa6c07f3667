## Cuando hay que esperar o el acceso está cerrado; y lo primero que lee un grupo. En el HTML de Telegram.

# También responde a un toque: 200 caracteres como mucho. $wait (texto): uno de los tres de abajo.
too-many-wishes = ¡Vas más rápido que mi pincel! Inténtalo de nuevo { $wait }. Lo que has elegido se conserva.
in-seconds =
    dentro de { $count ->
        [one] { $count } segundo
       *[other] { $count } segundos
    }
in-minutes =
    dentro de { $count ->
        [one] { $count } minuto
       *[other] { $count } minutos
    }
in-hours =
    dentro de { $count ->
        [one] { $count } hora
       *[other] { $count } horas
    }
maintenance = Están ordenando mi taller y la pintura hace una pausa. Tu deseo está anotado: la imagen llegará sola en cuanto vuelva.
# A quien un administrador ha cerrado el acceso; después ya no recibe más respuestas.
shut-out = Lo siento, ya no puedo pintar para ti: así lo han decidido quienes me gestionan. Solo siguen funcionando /privacy y /forget.
let-in-again = Puedes volver cuando quieras: envíame una foto y la pinto.
# A un grupo en el que han añadido al bot. $bot (texto): su nombre de usuario. $style (texto): el nombre de un estilo.
hello-group = ¡Hola! Para que pinte una foto aquí, envíala con el pie <code>@{ $bot } { $style }</code> o respóndele con esas palabras.
