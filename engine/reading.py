"""Where styles come from: read from paintings, or sampled; and whether one goes with the networks that are here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

from engine import checkpoints, detail, methods
from engine.controls import Controls
from engine.errors import ControlError, StyleError, TooSmall
from engine.family import Family
from engine.gallery import DEFAULT
from engine.images import Picture
from engine.methods.protocol import Method
from engine.precision import Precision
from engine.style import Provenance, Style, require_alike

# Short side, pixels, at which a painting is read: the scale that the decoders were trained at.
READ_AT = 320


class Reader:
    """Loads networks when first needed, and reads, samples and checks styles. Safe to call from several threads.

    Args:
        weights: folder of the checkpoints.
        precision: device and dtype.
    """

    def __init__(self, weights: Path, precision: Precision) -> None:
        self.precision = precision
        self._family = Family(weights, precision)

    @property
    def encoder(self) -> str:
        """The identity (sha256) of the encoder whose statistics it reads."""
        return self._family.identity()

    @property
    def methods(self) -> tuple[str, ...]:
        """The names of the methods whose checkpoints are here."""
        return tuple(
            name
            for name, method in methods.METHODS.items()
            if all(self._family.holds(needed) for needed in (checkpoints.ENCODER, *method.needs))
        )

    def load(self, method: str = DEFAULT) -> None:
        """Load a method's networks now, so that nobody waits for them later.

        Raises:
            StyleError: an unknown method.
            CheckpointError: they are missing or damaged, or do not belong together.
        """
        methods.find(method).load(self._family)

    def style(
        self, paintings: Picture | Sequence[Picture], method: str = DEFAULT, name: str = "", credit: str = ""
    ) -> Style:
        """Read one painting, or several as one style (their mixture in equal parts).

        Raises:
            StyleError: an unknown method, or no painting.
            TooSmall: a painting with a side below 16 pixels, for WCT below 32.
            CheckpointError: the encoder, or for the VAE its own checkpoint, is missing or damaged.
        """
        reader = methods.find(method)
        several = [paintings] if isinstance(paintings, Picture) else list(paintings)
        for painting in several:
            if min(painting.width, painting.height) < 2 * reader.stride:
                raise TooSmall(painting.width, painting.height, 2 * reader.stride)
        styles = [self._read(reader, painting, name, credit) for painting in several]
        if len(styles) == 1:
            return styles[0]
        return replace(Style.mix([(style, 1.0) for style in styles]), name=name, credit=credit)

    def sample(self, seed: int, method: str = "vae", name: str = "", like: Sequence[Style] = ()) -> Style:
        """A style that nobody painted; the same seed gives the same.

        Args:
            seed: which one.
            method: that has such styles.
            name: of the style.
            like: styles among which it could be; without any, it is drawn from all that there could be, most of which
                are more muted than those that people love.

        Raises:
            ControlError: the seed is not from 0 to 2^63 - 1.
            StyleError: an unknown method, or one that has styles of paintings only; or it is to be like a single style,
                or like some of another method or other networks.
            CheckpointError: the method's networks are missing or damaged.
        """
        if not 0 <= seed < 2**63:
            raise ControlError(f"seed is from 0 to 2^63 - 1, got {seed}")
        sampler = methods.find(method)
        if len(like) == 1:
            raise StyleError(
                "one style alone says nothing about others that are like it: give two at least, or vary it"
            )
        for style in like:
            self.check(style, Controls())
            require_alike(style, like[0])
        if like and like[0].method != method:
            raise StyleError(
                f"'{like[0].name}' is of {like[0].method}: what {method} samples is like styles of its own"
            )
        tensors = sampler.sample(self._family, seed, [style.tensors for style in like])
        return Style(method, tensors, name, "", self._provenance(sampler, 0))

    def check(self, style: Style, controls: Controls) -> None:
        """Load the networks, and refuse now what `stylize` would refuse.

        Raises:
            StyleError, ControlError, CheckpointError: as `stylize`.
        """
        method = methods.find(style.method)
        method.load(self._family)
        encoder, network = method.measured_by(self._family)
        if style.provenance.encoder != encoder:
            raise StyleError(f"'{style.name}' was measured with another encoder; measure the painting again")
        if style.provenance.network != network:
            raise StyleError(f"'{style.name}' was measured with another network of {method.name}; measure it again")
        if missing := set(method.levels) - set(style.provenance.levels):
            raise StyleError(f"'{style.name}' lacks the levels {sorted(missing)}; measure the painting again")
        try:
            method.validate(style.tensors, style.provenance.levels, self._family.encoder.channels)
        except ValueError as error:
            raise StyleError(f"style '{style.name}' {error}; measure the painting again") from error
        method.check(self._family, style.tensors, controls)

    def _read(self, method: Method, painting: Picture, name: str, credit: str) -> Style:
        scale = min(1.0, READ_AT / min(painting.height, painting.width))
        image = detail.resized(painting, round(painting.height * scale), round(painting.width * scale)).image
        with torch.no_grad():
            x = image.to(self.precision.device).contiguous(memory_format=torch.channels_last)
            tensors = method.read(self._family, x)
        return Style(method.name, tensors, name, credit, self._provenance(method, min(image.shape[-2:])))

    def _provenance(self, method: Method, short_side: int) -> Provenance:
        encoder, network = method.measured_by(self._family)
        return Provenance(encoder, method.levels, short_side, network)
