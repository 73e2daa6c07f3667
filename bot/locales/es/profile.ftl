## Lo que Telegram muestra del bot: texto sin formato. Los comandos salen en un menú, uno por línea.

# En el chat vacío, antes del primer mensaje: 512 caracteres como máximo.
bot-description =
    Convierto tus fotos en cuadros.

    Envíame una foto y elige un estilo, o envíame un cuadro y aprenderé el suyo. La intensidad, los colores y el archivo a tamaño completo están a un toque.
# En el perfil del bot y junto a su enlace: 120 caracteres como máximo.
bot-short-description = Convierte tus fotos en cuadros: con los estilos de la galería o con el de cualquier imagen.

command-styles = Todos los estilos
# «/style NOMBRE 70%» muestra lo que hay que escribir.
command-style = Pintar con un estilo: /style NOMBRE 70%
command-strength = La intensidad, de 0 a 100
command-colours = Conservar o no los colores de tu foto
# «/mix NOMBRE NOMBRE» muestra qué escribir; traduce NOMBRE como arriba.
command-mix = Mezclar estilos: /mix NOMBRE NOMBRE
command-method = Rápido, suave, audaz o lento
command-save = Guardar este aspecto con un nombre
command-presets = Tus aspectos guardados
command-mystyles = Tus estilos: usar, renombrar, compartir
command-survey = Diez cuadros: ¿te gustan?
command-stats = Qué opinan todos de los cuadros
command-language = El idioma en el que hablo
command-help = Todo lo que sé hacer
command-privacy = Qué guardo de ti y qué no
command-forget = Borrar todo lo que guardo de ti
