## Меню «Ещё» под картиной. Кнопки и ответы — простой текст; о длине подписей сказано в buttons.ftl.

# Каждая — одна из двух: что можно изменить или сделать.
button-colours = 🌈 Цвета
button-stroke = 🖌 Мазки
button-method = 🧪 Метод
button-mix = 🎛 Смешать
button-surprise = 🎲 Удиви меня
button-rate = ⭐ Оценить
# Запоминает стиль, силу и всё остальное как набор настроек.
button-save = 💾 Запомнить
# Присылает картину в полном размере файлом.
button-file = 📄 Полный размер

# Каждая одна в ряду, у выбранной по краям две точки с пробелами: чьи у картины цвета.
button-colours-of-painting = Цвета картины
button-colours-of-photo = Цвета вашего фото
# Цвета картины, но сдвинутые так, чтобы подходили к фото.
button-colours-matched = В тон вашему фото

# Каждая одна в ряду, как выше: насколько крупные мазки.
button-stroke-fine = Мелкие мазки
button-stroke-normal = Обычные мазки
button-stroke-broad = Широкие мазки

# Каждая одна в ряду, как выше: как рисуется, как это зовут знатоки и сколько примерно длится.
button-method-adain = Быстро (AdaIN), 1 с
button-method-vae = Мягко (VAE), 1 с
button-method-wct = Смело (WCT), 3 с
button-method-gatys = Долго (Gatys), 1 мин

# $name (text): название набора.
preset-saved = Запомнил как «{ $name }». Вернуть можно через /presets.
preset-known = Этот вид уже сохранён: «{ $name }». Все — в /presets.
# $limit (number): сколько наборов может быть у человека.
presets-full =
    Больше { $limit ->
        [one] { $limit } настройки
        [few] { $limit } настроек
       *[many] { $limit } настроек
    } не поместится. Сначала удалите одну в /presets.
