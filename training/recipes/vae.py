"""The style VAE: paintings as points of a space in which every point is a style.

Three stages, each a run of its own that starts from the last (`--stage`, `--start-from`):

1. `autoencoder`: the picture decoder alone. Photos go in with their own moments and are to come out again.
2. `deterministic`: a style encoder joins. The decoder is given the moments that the painting's code stands for,
   the code being the Gaussian's mean.
3. `variational`: codes are sampled, and the Gaussian is drawn to N(0, I) (Kingma & Welling 2014), with a warm-up of its
   weight (Bowman et al. 2016) and *free bits*, below which a dimension costs nothing (Kingma et al. 2016, section 3.3),
   else the dimensions that matter least would collapse before they are learnt.

L = content + lambda style (Gram matrices and moments under the judge) + lambda statistics + lambda KL + lambda
fixpoint.

*Statistics* is the plain reconstruction error of the painting's moments through the code. It needs no picture: with
`--no-paint` it and the KL are all that is trained, some hundred paintings a second on a CPU.

*Fixpoint* (cf. Kotovenko et al. 2019, "Content and Style Disentanglement for Artistic Style Transfer", equation 5):
with m the style encoder's mean and G(x, z) photo x painted with code z,

    max(0, |m(G(x1, z)) - m(G(x2, z))|^2 - |m(G(x1, z)) - z|^2)

so that what a picture's style is read as depends less on its photo than on how faithfully z was painted at all. Two
things are detached. The second distance is the margin, and counts as a constant: minimising the difference would
else be served by painting z badly. And m's weights are constants here: a style encoder that reads the same code from
everything would make the first distance zero. What remains is a demand on G alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal, cast

import torch
from torch import Tensor, nn

from engine import checkpoints
from engine.errors import CheckpointError
from engine.methods.adain import measure
from engine.networks.decoder import STYLE_LEVELS
from engine.networks.vae import StyleVAE
from engine.statistics import Moments
from training.losses import content_loss, divergence, gram, gram_loss, range_loss, style_loss
from training.recipes.adain import stage_widths
from training.recipes.frozen import frozen_encoder, vgg19_judge
from training.recipes.protocol import Batch, Config, Export, autocast_off

Stage = Literal["autoencoder", "deterministic", "variational"]


@dataclass(frozen=True, kw_only=True)
class VAEConfig(Config):
    """Variational style model, in three stages."""

    stage: Stage = field(default="variational", metadata={"help": "which of the three stages to train"})
    start_from: Path | None = field(
        default=None,
        metadata={"help": "folder whose VAE, autoencoder or else AdaIN decoder a new run begins with"},
    )
    steps: int = 40_000
    code: int = field(default=128, metadata={"help": "dimensions of the code"})
    hidden: int = field(default=384, metadata={"help": "width of the style encoder's hidden layers"})
    paint: bool = field(default=True, metadata={"help": "train by painted pictures, not by statistics alone"})
    judge: Literal["full", "encoder"] = field(default="full", metadata={"help": "the losses' network: VGG-19 or ours"})
    lambda_gram: float = field(default=0.5, metadata={"help": "weight of the Gram matrices"})
    lambda_style: float = field(default=2.0, metadata={"help": "weight of the moments"})
    lambda_statistics: float = field(default=2.0, metadata={"help": "weight of the moments through the code"})
    lambda_kl: float = field(default=0.02, metadata={"help": "weight of the KL divergence, per dimension"})
    lambda_fixpoint: float = field(default=0.5, metadata={"help": "weight of the fixpoint loss"})
    lambda_range: float = field(default=10.0, metadata={"help": "weight of leaving [0, 1]"})
    kl_warm_up: float = field(default=0.2, metadata={"help": "fraction of the schedule until the KL has its weight"})
    free_bits: float = field(default=0.1, metadata={"help": "nats of a dimension that cost nothing"})


class VAE:
    """`python -m training vae`."""

    name: ClassVar[str] = "vae"

    def __init__(self, config: VAEConfig, device: torch.device) -> None:
        self.config = config
        self.encoder, self._encoder_identity = frozen_encoder(config.weights, device)
        self.judge = vgg19_judge(device) if config.judge == "full" and config.paint else self.encoder
        channels = self.encoder.channels
        # A decoder that is there already may be narrower or wider than a new one.
        widths: Sequence[int] = stage_widths(channels)
        if config.start_from is not None:
            _, metadata = checkpoints.read(_first_there(config.start_from), config.start_from)
            widths = metadata.architecture.get("widths", widths)
        self.model = StyleVAE(channels[:4], config.code, config.hidden, widths)
        self._began_with_codes = False
        if config.start_from is not None:
            self._start_from(config.start_from)
        self.model.decoder.requires_grad_(config.paint)
        if config.stage == "autoencoder":
            self.model.read.requires_grad_(False)
            self.model.write.requires_grad_(False)

    def prepare(self, batch: Batch) -> None:
        """Standardise the moments over the batch's paintings, unless an earlier stage has."""
        assert batch.paintings is not None
        if not self._began_with_codes:
            with torch.no_grad():
                self.model.measure_spread_(measure(self.encoder(batch.paintings, STYLE_LEVELS)))

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """The losses of the stage, and their weighted sum."""
        assert batch.paintings is not None
        if self.config.stage == "autoencoder":
            return self._reconstruct(batch)
        with torch.no_grad():
            target = measure(self.encoder(batch.paintings, STYLE_LEVELS))
        wanted = self.model.standardise(target)
        mean, log_variance = self.model.encode(target)
        code = mean
        losses = {}
        total = torch.zeros((), device=mean.device)
        if self.config.stage == "variational":
            code = mean + batch.normal(self.config.code) * (0.5 * log_variance).exp()
            divergences = divergence(mean, log_variance)
            losses["kl"] = divergences.mean()
            total = total + self._kl_weight(batch.step) * divergences.clamp(min=self.config.free_bits).mean()
        written = self.model.write(code)
        losses["statistics"] = (written - wanted).square().mean()
        total = total + self.config.lambda_statistics * losses["statistics"]
        if self.config.paint:
            painted = self._paint(batch, self.model.moments_of(written), code)
            total = total + self._weigh(painted)
            losses |= painted
        return {"total": total, **losses}

    def samples(self, model: nn.Module, batch: Batch) -> Tensor:
        """Photos along the top, paintings down the side, then four styles drawn from the prior."""
        assert batch.paintings is not None
        vae = cast(StyleVAE, model)
        photos, paintings = batch.photos[:6], batch.paintings[:6]
        codes = torch.cat([self._codes(vae, paintings), batch.normal(self.config.code, stream=1)[:4]])
        rows = [torch.cat([torch.ones_like(photos[0]), *photos], dim=2)]
        for index, code in enumerate(codes):
            side = paintings[index] if index < len(paintings) else torch.ones_like(photos[0])
            rows.append(torch.cat([side, *self._by_code(vae, photos, code.expand(len(photos), -1))], dim=2))
        return torch.cat(rows, dim=1)

    def results(self, model: nn.Module, batch: Batch) -> Tensor:
        """Each photo in the style of its painting's mean; in the first stage, with its own moments."""
        assert batch.paintings is not None
        vae = cast(StyleVAE, model)
        if self.config.stage == "autoencoder":
            features = self.encoder(batch.photos, STYLE_LEVELS)
            own = measure(features)
            return vae.decoder(features, own, own).clamp(0, 1)
        return self._by_code(vae, batch.photos, self._codes(vae, batch.paintings))

    def validate(self, model: nn.Module, photos: Sequence[Tensor], paintings: Sequence[Tensor]) -> dict[str, float]:
        """How paintings never seen pass through the code: error of their moments, and how far the codes fill N(0, I).

        `code spread` is the standard deviation of samples of all paintings' codes, averaged over dimensions: 1 where
        they fill the prior; `code dimensions` are those that tell paintings apart.
        """
        vae = cast(StyleVAE, model)
        if not paintings or self.config.stage == "autoencoder":
            return {}
        errors, means, variances = [], [], []
        for painting in paintings:
            with torch.no_grad():
                target = measure(self.encoder(painting, STYLE_LEVELS))
                mean, log_variance = vae.encode(target)
                errors.append(float((vae.write(mean) - vae.standardise(target)).square().mean()))
            means.append(mean[0])
            variances.append(log_variance[0].exp())
        spread = (torch.stack(means).var(dim=0) + torch.stack(variances).mean(dim=0)).sqrt()
        active = (torch.stack(means).var(dim=0) > 0.01).float()
        return {
            "statistics": sum(errors) / len(errors),
            "code spread": float(spread.mean()),
            "code dimensions": float(active.sum()),
        }

    def exports(self, model: nn.Module, photos: Tensor) -> list[Export]:
        """The VAE with its decoder, bound to the encoder whose features it reads; of the first stage the decoder."""
        vae = cast(StyleVAE, model)
        if self.config.stage == "autoencoder":
            shape = {"features": list(vae.features), "widths": list(vae.decoder.widths)}
            shape |= {"skips": list(vae.decoder.skips)}
            bound: Mapping[str, object] = shape | {"encoder": self._encoder_identity}
            return [Export(checkpoints.AUTOENCODER, "adain-decoder", bound, vae.decoder.state_dict())]
        architecture: Mapping[str, object] = {
            "features": list(vae.features),
            "code": vae.code,
            "hidden": vae.hidden,
            "widths": list(vae.decoder.widths),
            "skips": list(vae.decoder.skips),
            "encoder": self._encoder_identity,
        }
        return [Export(checkpoints.VAE, "style-vae", architecture, model.state_dict())]

    def _reconstruct(self, batch: Batch) -> dict[str, Tensor]:
        with torch.no_grad():
            features = self.encoder(batch.photos, STYLE_LEVELS)
            own = measure(features)
            wanted = self.judge(batch.photos, STYLE_LEVELS)
        images = self.model.decoder(features, own, own, grain=batch.step)
        found = self.judge(images, STYLE_LEVELS)
        with autocast_off(images.device):
            pixels = nn.functional.mse_loss(images, batch.photos) / batch.photos.var(dim=(0, 2, 3)).mean()
            content = content_loss(found[4], wanted[4])
            excess = range_loss(images)
        total = pixels + content + self.config.lambda_range * excess
        return {"total": total, "pixels": pixels, "content": content, "range": excess}

    def _paint(self, batch: Batch, moments: Mapping[int, Moments], code: Tensor) -> dict[str, Tensor]:
        assert batch.paintings is not None
        with torch.no_grad():
            photos = self.encoder(batch.photos, STYLE_LEVELS)
            own = measure(photos)
            photo4 = self.judge(batch.photos, (4,))[4]
            wanted = self.judge(batch.paintings, STYLE_LEVELS)
        images = self.model.decoder(photos, own, moments, grain=batch.step)
        found = self.judge(images, STYLE_LEVELS)
        with autocast_off(images.device):
            content = content_loss(found[4], photo4)
            style = style_loss(measure(found), measure(wanted), STYLE_LEVELS)
            grams = gram_loss(_grams(found), _grams(wanted), STYLE_LEVELS)
            excess = range_loss(images)
        losses = {"content": content, "style": style, "gram": grams, "range": excess}
        if self.config.lambda_fixpoint:
            losses["fixpoint"] = self._fixpoint(batch, images, moments, code)
        return losses

    def _fixpoint(self, batch: Batch, first: Tensor, moments: Mapping[int, Moments], code: Tensor) -> Tensor:
        # Every photo is painted a second time with the code of its neighbour's painting, so that each code meets two.
        swapped = {level: Moments(_swap(m.mean), _swap(m.std)) for level, m in moments.items()}
        with torch.no_grad():
            photos = self.encoder(batch.photos, STYLE_LEVELS)
            second = self._mean_of(self.model.decoder(photos, measure(photos), swapped, grain=batch.step))
        found = self._mean_of(first)
        apart = (found - _swap(second)).square().sum(dim=1)
        margin = (found.detach() - code.detach()).square().sum(dim=1)
        return torch.relu(apart - margin).mean() / self.config.code

    def _mean_of(self, images: Tensor) -> Tensor:
        """m, with constant weights."""
        constants = {name: parameter.detach() for name, parameter in self.model.read.named_parameters()}
        standardised = self.model.standardise(measure(self.encoder(images, STYLE_LEVELS)))
        read = torch.func.functional_call(self.model.read, constants, (standardised,))
        return read.chunk(2, dim=1)[0]

    def _weigh(self, losses: Mapping[str, Tensor]) -> Tensor:
        config = self.config
        total = losses["content"] + config.lambda_style * losses["style"] + config.lambda_gram * losses["gram"]
        total = total + config.lambda_range * losses["range"]
        return total + config.lambda_fixpoint * losses["fixpoint"] if "fixpoint" in losses else total

    def _kl_weight(self, step: int) -> float:
        return self.config.lambda_kl * min(1.0, step / max(1.0, self.config.kl_warm_up * self.config.steps))

    def _codes(self, vae: StyleVAE, paintings: Tensor) -> Tensor:
        return vae.encode(measure(self.encoder(paintings, STYLE_LEVELS)))[0]

    def _by_code(self, vae: StyleVAE, photos: Tensor, codes: Tensor) -> Tensor:
        features = self.encoder(photos, STYLE_LEVELS)
        return vae.decoder(features, measure(features), vae.moments(codes)).clamp(0, 1)

    def _start_from(self, folder: Path) -> None:
        # AdaIN's decoder is a picture decoder that is trained already: it stands in for the first stage.
        name = _first_there(folder)
        tensors, _ = checkpoints.read(name, folder)
        try:
            (self.model if name == checkpoints.VAE else self.model.decoder).load_state_dict(tensors)
        except RuntimeError as error:
            raise CheckpointError(f"{folder}: '{name}' there is of another shape: {error}") from error
        self._began_with_codes = name == checkpoints.VAE


def _first_there(folder: Path) -> str:
    names = (checkpoints.VAE, checkpoints.AUTOENCODER, checkpoints.ADAIN)
    return next((name for name in names if (folder / f"{name}.safetensors").exists()), checkpoints.VAE)


def _swap(x: Tensor) -> Tensor:
    """Neighbours exchanged: 1 0 3 2 ..."""
    return x.view(-1, 2, *x.shape[1:]).flip(1).reshape(x.shape)


def _grams(features: Mapping[int, Tensor]) -> dict[int, Tensor]:
    return {level: gram(f) for level, f in features.items()}
