"""The conversation: Easel as a Telegram bot."""

import os

# python-telegram-bot is about to turn its spans of time into timedelta, and warns until one opts in.
os.environ.setdefault("PTB_TIMEDELTA", "1")
