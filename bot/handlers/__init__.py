"""The conversation: one file for each thing that a person does."""

from __future__ import annotations

from telegram import Update
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.context import EaselApplication
from bot.grammar import COMMANDS
from bot.handlers import (
    admin,
    anonymous,
    broadcasts,
    buttons,
    doorway,
    edits,
    gallery,
    inline,
    languages,
    limits,
    maintenance,
    membership,
    own_styles,
    photos,
    presets,
    privacy,
    quiz,
    settings,
    start,
    stats,
    styles,
    survey,
    wishes,
)

_NEW = filters.UpdateType.MESSAGE
# Before everything else, in this order, and after it.
_FIRST, _SECOND, _LAST = -2, -1, 1


def register(application: EaselApplication) -> None:
    """Tell an application which handler answers what."""
    application.add_handler(TypeHandler(Update, anonymous.turn_away), _FIRST)
    application.add_handler(TypeHandler(Update, doorway.look), _SECOND)
    for name, answer in (
        (("start",), start.start),
        (("help",), start.show_help),
        (("styles",), gallery.list_styles),
        (("style",), styles.on_style),
        (tuple(COMMANDS), settings.on_setting),
        (("save",), presets.save),
        (("presets",), presets.list_presets),
        (("mystyles",), own_styles.list_own_styles),
        (("survey",), survey.on_survey),
        (("quiz",), quiz.on_quiz),
        (("stats",), stats.on_stats),
        (("language",), languages.on_language),
        (("privacy",), privacy.show),
        (("forget",), privacy.ask),
        (("admin",), admin.on_admin),
        (("broadcast",), broadcasts.on_broadcast),
    ):
        application.add_handler(CommandHandler(name, answer, _NEW))
    private = filters.ChatType.PRIVATE
    application.add_handler(MessageHandler(_NEW & filters.COMMAND & private, start.unknown_command))
    application.add_handler(MessageHandler(_NEW & filters.TEXT & ~filters.COMMAND, wishes.on_text))
    pictures = ~filters.TEXT & ~filters.StatusUpdate.ALL
    application.add_handler(MessageHandler(_NEW & pictures, photos.on_picture))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, edits.on_edit))
    application.add_handler(CallbackQueryHandler(buttons.on_press))
    application.add_handler(InlineQueryHandler(inline.on_query))
    application.add_handler(ChosenInlineResultHandler(inline.on_choice))
    application.add_handler(ChatMemberHandler(membership.on_change, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handler(TypeHandler(Update, maintenance.remark), _LAST)
    application.add_error_handler(limits.on_error)
