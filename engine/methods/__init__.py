"""The methods, each in a file of its own behind `protocol.Method`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engine.errors import StyleError
from engine.methods.adain import AdaIN
from engine.methods.gatys import Gatys
from engine.methods.protocol import Method
from engine.methods.vae import VAE
from engine.methods.wct import WCT

METHODS: Mapping[str, Method] = MappingProxyType({method.name: method for method in (AdaIN(), WCT(), VAE(), Gatys())})


def find(name: str) -> Method:
    """The method of that name.

    Raises:
        StyleError: there is none.
    """
    try:
        return METHODS[name]
    except KeyError:
        raise StyleError(f"unknown method '{name}'; there are: {', '.join(METHODS)}") from None
