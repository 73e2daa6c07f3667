"""A Bot API server on loopback with a chat page, so that the bot runs, and is tested, without a token.

It knows nothing of the bot: the two speak HTTP, as the bot and Telegram do. Start it with
``python -m bot.playground`` or, inside a test, with :func:`bot.playground.server.running`.
"""
