"""The recipes: one file per trained network."""

from collections.abc import Callable

from training.recipes.adain import AdaIN, AdaINConfig
from training.recipes.encoder import Encoder, EncoderConfig
from training.recipes.protocol import Config, Recipe
from training.recipes.vae import VAE, VAEConfig
from training.recipes.wct import WCT, WCTConfig

RECIPES: dict[str, tuple[type[Config], Callable[..., Recipe]]] = {
    "encoder": (EncoderConfig, Encoder),
    "adain": (AdaINConfig, AdaIN),
    "wct": (WCTConfig, WCT),
    "vae": (VAEConfig, VAE),
}
