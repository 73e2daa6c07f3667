"""A conversation in Russian, and in Spanish for a while, over HTTP; read it as a transcript."""

from __future__ import annotations

from typing import Any

from bot.storage.database import Database
from tests.bot.stand_in import StandInPainter, picture
from tests.bot.test_application import whole_bot
from tests.person import Person, buttons_of
from tests.playground_server import PlaygroundServer

NBSP = "\N{NO-BREAK SPACE}"
Json = dict[str, Any]


async def answer(person: Person, sent: Json) -> Json:
    return await person.wait_for(lambda message: bool(message["from_bot"]), after=sent)


def labels(message: Json) -> list[str]:
    return [str(button["text"]) for button in buttons_of(message)]


async def test_a_conversation_in_russian_and_spanish(database: Database, playground: PlaygroundServer) -> None:
    async with (
        whole_bot(database, playground, StandInPainter()),
        await Person.join(playground.url, "Ольга", language_code="ru") as olga,
    ):
        hello = await answer(olga, await olga.send_text("/start"))
        assert hello["caption"].startswith("Здравствуйте, Ольга! Пришлите фото, и я перерисую его вот так")
        assert labels(hello) == ["🎨 Все стили"]

        painted = await answer(olga, await olga.send_photo(picture(), "wave 70,5%"))
        assert painted["caption"].startswith(f"wave, 70,5{NBSP}%\nUnder the Wave")
        assert labels(painted) == ["‹", "🎨 Wave", "›", "−", "70,5%", "+", "Ещё…"]

        pdf = await answer(olga, await olga.send_file(b"%PDF-1.7\n", "бумага.pdf"))
        assert pdf["text"] == "Это PDF, а не картинка. Пришлите фото страницы или снимок экрана."
        broken = await answer(olga, await olga.send_file(b"\xff\xd8\xff\xe0 no more", "фото.jpg"))
        assert broken["text"].startswith("Картинка повреждена или загрузилась не до конца.")

        menu = await answer(olga, await olga.send_text("/language"))
        assert menu["text"] == "На каком языке мне говорить?"
        assert labels(menu) == ["English", "Русский", "Español", "• Как в Telegram •"]
        notice = await olga.press(menu, "Español")
        assert notice["text"] == "Ahora hablo español."
        menu = await olga.wait_for(lambda now: now["message_id"] == menu["message_id"] and "idioma" in now["text"])
        assert labels(menu) == ["English", "Русский", "• Español •", "Como en Telegram"]

        notice = await olga.press(painted, "+")
        assert notice["text"] == f"Pintando: wave, 80{NBSP}%…"
        painted = await olga.wait_for(lambda now: f"80{NBSP}%" in now.get("caption", ""))
        assert labels(painted) == ["‹", "🎨 Wave", "›", "−", "80%", "+", "Más…"]
        unknown = await answer(olga, await olga.send_text("wafe 40%"))
        assert unknown["text"].startswith("No conozco ningún estilo llamado «wafe». ¿Querías decir wave?")

        notice = await olga.press(menu, "Como en Telegram")
        assert notice["text"] == "Теперь я говорю на языке вашего Telegram."
        help_text = await answer(olga, await olga.send_text("/help"))
        assert help_text["text"].startswith("Пришлите фото, картинку файлом или стикер")
