"""What a safetensors file says of itself; the library reads that from files only, not from bytes."""

from __future__ import annotations

import json
from typing import Any

# The key under which this engine keeps its own description, as JSON.
METADATA_KEY = "easel"


def described(content: bytes) -> dict[str, Any]:
    """The description in the bytes of a safetensors file that this engine wrote.

    Raises:
        KeyError, TypeError, ValueError: there is none.
    """
    length = int.from_bytes(content[:8], "little")
    description: dict[str, Any] = json.loads(json.loads(content[8 : 8 + length])["__metadata__"][METADATA_KEY])
    return description
