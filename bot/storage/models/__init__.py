"""The tables: what the bot must still know after it died.

Telegram's ids are 64-bit. Times are UTC. A *style reference* is a string: `gallery:NAME`, or `own:ID` for a
row of `own_styles`.
"""

# All of them, whichever is asked for: tables refer to one another, and `Base.metadata` has to know every one.
from bot.storage.models import admin, jobs, opinions, people, styles, updates

__all__ = ["admin", "jobs", "opinions", "people", "styles", "updates"]
