"""Memory that is freed stays at hand."""

from __future__ import annotations

import ctypes
import functools

# From glibc's malloc.h.
_M_TRIM_THRESHOLD = -1
_M_TOP_PAD = -2
_M_MMAP_THRESHOLD = -3

_LARGEST_KEPT_BLOCK = 32 * 2**20
_MOST_KEPT = 512 * 2**20
# What is left where more than the most was freed at once.
_ALWAYS_KEPT = 256 * 2**20


@functools.cache
def keep_freed_memory() -> bool:
    """Have glibc reuse the memory of freed tensors instead of handing it back; returns whether it can be told to.

    A stylization makes and drops dozens of tensors of 10 to 30 MB. By default each is mapped anew, and touching its
    pages for the first time costs more than the convolution that fills them. Blocks of up to 32 MB, the most that
    glibc allows, and 512 MB in all are kept; when more is freed at once, half of that.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    settings = {
        _M_MMAP_THRESHOLD: _LARGEST_KEPT_BLOCK,
        _M_TRIM_THRESHOLD: _MOST_KEPT,
        _M_TOP_PAD: _ALWAYS_KEPT,
    }
    return sum(mallopt(name, value) for name, value in settings.items()) == len(settings)
