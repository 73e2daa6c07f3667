"""The blind page: two methods side by side, without saying which is which."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import torch
from torch import Tensor

from training.evaluation.inline import MOST_BYTES, Encoding, as_script, data_uri, fill
from training.evaluation.measuring import Pair, Result
from training.evaluation.samples import Sample
from training.evaluation.votes import put_left, seal

# Artefacts are judged, and a lossy format would add its own, or hide one; photo and painting are there to compare.
# Where that is too much for a page, both methods lose alike.
_RESULTS, _SOURCE = (Encoding(lossless=True), Encoding(96), Encoding(88), Encoding(75)), Encoding(85)


def blind_page(
    photos: Sequence[Sample],
    paintings: Sequence[Sample],
    methods: tuple[Result, Result],
    pairs: Sequence[Pair],
    seed: int = 0,
    most_bytes: int = MOST_BYTES,
) -> str:
    """A page that shows `pairs` one by one, in an order and with sides that `seed` shuffles, and keeps the votes.

    The page names neither method until all votes are in. Results are lossless where that makes at most `most_bytes`.
    """
    page = ""
    for encoding in _RESULTS:
        page = _page(photos, paintings, methods, pairs, seed, encoding)
        if len(page.encode()) <= most_bytes:
            break
    return page


def _page(
    photos: Sequence[Sample],
    paintings: Sequence[Sample],
    methods: tuple[Result, Result],
    pairs: Sequence[Pair],
    seed: int,
    encoding: Encoding,
) -> str:
    order = [pairs[int(place)] for place in torch.randperm(len(pairs), generator=torch.Generator().manual_seed(seed))]
    first, second = methods
    lefts = [0 if put_left(seed, photos[p].name, paintings[s].name) else 1 for p, s in order]
    shown = []
    digest = hashlib.sha256()
    for (p, s), left in zip(order, lefts, strict=True):
        sides = [methods[left].images[p, s], methods[1 - left].images[p, s]]
        for side in sides:
            digest.update(side.numpy().tobytes())
        shown.append(
            {
                "photo": p,
                "painting": s,
                "left": data_uri(sides[0], encoding),
                "right": data_uri(sides[1], encoding),
                "names": [photos[p].name, paintings[s].name],
            }
        )
    study = {
        # By its pictures, so that votes for other pictures are not taken up from the browser's store.
        "id": digest.hexdigest()[:16],
        "key": seal((_named(first), _named(second)), lefts),
        "photos": {p: data_uri(_pixels(photos[p]), _SOURCE) for p in sorted({p for p, _ in order})},
        "paintings": {s: data_uri(_pixels(paintings[s]), _SOURCE) for s in sorted({s for _, s in order})},
        "pairs": shown,
    }
    script = fill("blind.js", {"study": as_script(study)})
    return fill("blind.html", {"style": fill("blind.css", {}), "script": script})


def _named(result: Result) -> str:
    return result.label if result.strength == 1 else f"{result.label} at {result.strength:g}"


def _pixels(sample: Sample) -> Tensor:
    return sample.image[0].mul(255).round().to(torch.uint8)
