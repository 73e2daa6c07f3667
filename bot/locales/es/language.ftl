## Elegir el idioma. Los mensajes van en el HTML de Telegram; los botones y las respuestas a un toque, sin formato.

choose-language = ¿En qué idioma quieres que hable?
choose-language-of-group = ¿En qué idioma hablo en este grupo?
# Solo en su fila: el idioma de la aplicación de Telegram.
button-language-of-app = Como en Telegram
# Solo en su fila, en grupos: a cada cual se le responde en el idioma de su aplicación.
button-language-of-each = A cada cual el suyo
language-chosen = Ahora hablo español.
language-of-app = Ahora hablo el idioma de tu Telegram.
language-of-each = Ahora respondo aquí a cada cual en su idioma.
