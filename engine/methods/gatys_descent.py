"""How image optimisation finds its image: L-BFGS or Adam, in the frequencies of the image."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from engine.errors import NonFinitePicture
from engine.methods.gatys_recipe import Recipe

# A loss this many times the best so far is no step of a search any more: begin again from the best.
_DIVERGED = 100.0
_HISTORY = 100
# Of pixels in [0, 1], on average: long enough that what a step does to the gradient is more than rounding.
_FIRST_STEP = 1e-3
# Cosine of step and change of gradient below which the two say nothing of the curvature.
_LEAST_CURVATURE = 1e-4


@dataclass(frozen=True)
class Loss:
    """The loss of one image and its parts, each with its weight in: scalars."""

    total: Tensor
    content: Tensor
    style: Tensor


Watch = Callable[[Tensor, Loss], None]
"""What sees each image `(1, 3, h, w)` evaluated, and its loss; it may raise to stop."""


def descend(
    loss: Callable[[Tensor], Loss],
    image: Tensor,
    evaluations: int,
    recipe: Recipe,
    watch: Watch = lambda image, loss: None,
) -> Tensor:
    """The image of the lowest loss that so many evaluations find from `image` `(1, 3, h, w)`.

    Args:
        loss: of an image.
        image: where to start.
        evaluations: of the loss and its gradient.
        recipe: optimiser, learning rate and smoothness.
        watch: sees each image evaluated and its loss; it may raise to stop.

    Raises:
        NonFinitePicture: the loss of `image` itself is not finite, by damaged statistics or weights, or too large ones.
    """
    # L-BFGS begins with a step whose absolute values add up to 1, whatever the variable is measured in.
    unit = _FIRST_STEP * image.numel() if recipe.optimiser == "lbfgs" else 1.0
    to_image = _Spectrum(image.shape[-2], image.shape[-1], recipe.smoothness, unit, image.device)
    best, least, left = image, float("inf"), evaluations

    def evaluate(variable: Tensor) -> float:
        nonlocal best, least, left
        left -= 1
        with torch.enable_grad():
            shown = to_image(variable)
            found = loss(shown)
            (gradient,) = torch.autograd.grad(found.total, variable)
        value = float(found.total.detach())
        # A NaN is not below anything.
        if not value < _DIVERGED * least or not torch.isfinite(gradient).all():
            raise _Diverged
        if value < least:
            best, least = shown.detach(), value
        variable.grad = gradient.contiguous()
        watch(shown.detach(), Loss(found.total.detach(), found.content, found.style))
        return value

    step = _lbfgs if recipe.optimiser == "lbfgs" else _adam
    while left:
        begun = left
        variable = to_image.inverse(best).requires_grad_()
        try:
            step(variable, evaluate, left, recipe.learning_rate)
        except _Diverged:
            if least == float("inf"):
                raise NonFinitePicture(int((~torch.isfinite(image)).sum()) or 1) from None
        if begun - left <= 1:
            break
    return best


class _Diverged(Exception):
    """An evaluation far above the best so far, or not finite."""


def _lbfgs(variable: Tensor, evaluate: Callable[[Tensor], float], evaluations: int, learning_rate: float) -> None:
    """Nocedal & Wright 2006, algorithm 7.5, with full steps in place of a line search.

    torch's takes a full gradient as its step where the curvature so far is not positive, which is a leap out of the
    picture when it happens at the first step; this one goes on carefully.
    """
    pairs: deque[tuple[Tensor, Tensor, float]] = deque(maxlen=_HISTORY)
    length = 1.0
    evaluate(variable)
    for _ in range(evaluations - 1):
        assert variable.grad is not None
        gradient = variable.grad.flatten()
        direction = _quasi_newton(gradient, pairs) if pairs else -gradient * (length / gradient.abs().sum())
        if not torch.isfinite(direction).all():
            return
        step = learning_rate * direction
        with torch.no_grad():
            variable += step.view_as(variable)
        evaluate(variable)
        change = variable.grad.flatten() - gradient
        curvature = float(change @ step)
        if curvature > _LEAST_CURVATURE * float(change.norm() * step.norm()):
            pairs.append((step, change, curvature))
        elif not pairs:
            length *= 2


def _quasi_newton(gradient: Tensor, pairs: Sequence[tuple[Tensor, Tensor, float]]) -> Tensor:
    """Minus the inverse Hessian times the gradient: the two loops of algorithm 7.4."""
    direction, shares = -gradient, []
    for step, change, curvature in reversed(pairs):
        shares.append(torch.dot(step, direction) / curvature)
        direction = torch.sub(direction, shares[-1] * change)
    _, change, curvature = pairs[-1]
    direction = direction * (curvature / torch.dot(change, change))
    for (step, change, curvature), share in zip(pairs, reversed(shares), strict=True):
        direction = direction + step * (share - torch.dot(change, direction) / curvature)
    return direction


def _adam(variable: Tensor, evaluate: Callable[[Tensor], float], evaluations: int, learning_rate: float) -> None:
    optimiser = torch.optim.Adam([variable], lr=learning_rate)
    for _ in range(evaluations):
        evaluate(variable)
        optimiser.step()


class _Spectrum:
    """Images as their optimiser sees them, in `unit`s: each frequency f, in half cycles per pixel, divided by f^-p.

    A change of variables, no loss of information. Photos have spectra of about 1 / f, and gradients of Gram losses
    are of mid frequencies: in plain pixels large shapes are the last to move.
    """

    def __init__(self, height: int, width: int, exponent: float, unit: float, device: torch.device) -> None:
        vertical = torch.fft.fftfreq(height, device=device)[:, None]
        horizontal = torch.fft.rfftfreq(width, device=device)[None]
        frequency = 2 * (vertical.square() + horizontal.square()).sqrt()
        self._gain = unit * frequency.clamp(min=2 / max(height, width)) ** -exponent

    def __call__(self, variable: Tensor) -> Tensor:
        return self._filter(variable, self._gain)

    def inverse(self, image: Tensor) -> Tensor:
        return self._filter(image.detach().float(), 1 / self._gain).contiguous()

    @staticmethod
    def _filter(image: Tensor, gain: Tensor) -> Tensor:
        filtered: Tensor = torch.fft.irfft2(torch.fft.rfft2(image) * gain, s=image.shape[-2:])
        return filtered
