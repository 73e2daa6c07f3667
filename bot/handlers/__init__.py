"""The conversation: one file for each thing that a person does."""

from __future__ import annotations

from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.context import EaselApplication
from bot.handlers import buttons, colours, languages, photos, presets, start, strength, styles, wishes

_NEW = filters.UpdateType.MESSAGE


def register(application: EaselApplication) -> None:
    """Tell an application which handler answers what."""
    for name, answer in (
        (("start",), start.start),
        (("help",), start.show_help),
        (("styles",), styles.list_styles),
        (("style",), styles.on_style),
        (("strength",), strength.on_strength),
        (("colours", "colors"), colours.on_colours),
        (("save",), presets.save),
        (("presets",), presets.list_presets),
        (("language",), languages.on_language),
    ):
        application.add_handler(CommandHandler(name, answer, _NEW))
    private = filters.ChatType.PRIVATE
    application.add_handler(MessageHandler(_NEW & filters.COMMAND & private, start.unknown_command))
    application.add_handler(MessageHandler(_NEW & filters.TEXT & ~filters.COMMAND, wishes.on_text))
    pictures = ~filters.TEXT & ~filters.StatusUpdate.ALL
    application.add_handler(MessageHandler(_NEW & pictures, photos.on_picture))
    application.add_handler(CallbackQueryHandler(buttons.on_press))
