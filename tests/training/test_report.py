import re
from collections.abc import Mapping
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
import torch
from torch import Tensor

from tests.training.judges import bench
from training.evaluation.blind import blind_page
from training.evaluation.chart import curve_chart
from training.evaluation.inline import as_script
from training.evaluation.measuring import Bench, Curve, Result
from training.evaluation.report import report, strongest
from training.evaluation.ruler import Score
from training.evaluation.samples import spread


class Blend:
    """A method that lays the painting over the photo."""

    adjustable = True

    def __init__(self, name: str, share: float) -> None:
        self.name, self._share = name, share

    def paint(self, photo: Tensor, painting: Tensor, strength: float) -> Tensor:
        return torch.lerp(photo, painting, self._share * strength)


class Page(HTMLParser):
    """Whether each element is closed, and what a page loads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []
        self.identities: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "img", "br", "link", "path"):
            self.open.append(tag)
        given: Mapping[str, str | None] = dict(attributes)
        self.loads += [value for key in ("src", "href") if (value := given.get(key))]
        self.identities += [value for key in ("id",) if (value := given.get(key))]

    def handle_endtag(self, tag: str) -> None:
        if tag != "path":
            assert self.open.pop() == tag


@pytest.fixture(scope="module")
def measured() -> tuple[Bench, list[Result], list[Curve]]:
    on = bench()
    methods = [Blend("<b>blend</b>", 0.6), Blend("faint", 0.2)]
    results = [on.measure(method.name, method, strength) for method in methods for strength in (0.5, 1.0)]
    return on, results, [on.curve(method.name, method, on.pairs[:2]) for method in methods]


def test_the_report_needs_no_other_file(measured: tuple[Bench, list[Result], list[Curve]]) -> None:
    page = report(*measured)
    parsed = Page(page)
    assert parsed.open == []
    assert all(load.startswith(("data:image/webp;base64,", "#")) for load in parsed.loads)
    assert "http" not in page.replace("http://www.w3.org", "")
    assert len(parsed.identities) == len(set(parsed.identities))


def test_the_report_shows_every_row_and_every_image(measured: tuple[Bench, list[Result], list[Curve]]) -> None:
    page = report(*measured)
    for result in measured[1]:
        assert f"<td>{result.score.content:.3f}</td><td>{result.score.style:.3f}</td>" in page
    assert {f"image-{m}-{p}-{s}" for m in range(2) for p in range(2) for s in range(2)} <= set(Page(page).identities)
    # Names of methods are data: a folder may be called anything.
    assert "<b>blend</b>" not in page
    assert "&lt;b&gt;blend&lt;/b&gt;" in page


def test_a_failing_gate_is_said_and_its_worst_image_shown_first() -> None:
    on = bench()

    class Burnt(Blend):
        def paint(self, photo: Tensor, painting: Tensor, strength: float) -> Tensor:
            image = 0.2 + 0.6 * photo
            image[..., : 24 if painting is on.paintings[0].image else 60] = 1
            return image

    result = on.measure("burnt", Burnt("burnt", 1), 1.0)
    assert not result.passes
    page = report(on, [result], [])
    assert 'class="bad">fails <small>100%</small>' in page
    clipped = page[page.index("<h3>Clipped</h3>") :]
    first = re.search(r'data-photo="(\d)" data-painting="(\d)"', clipped)
    assert first is not None
    assert first[2] == "1"


def test_a_report_too_large_gets_smaller_pictures(measured: tuple[Bench, list[Result], list[Curve]]) -> None:
    whole = len(report(*measured))
    assert len(report(*measured, most_bytes=int(0.8 * whole))) <= 0.8 * whole


def test_of_several_strengths_the_highest_is_shown(measured: tuple[Bench, list[Result], list[Curve]]) -> None:
    assert [result.strength for result in strongest(measured[1])] == [1.0, 1.0]


def test_a_chart_holds_all_points_within_its_frame() -> None:
    curve = Curve("a & b", 1, {s: Score(2.9 * s, 3.6 - 2 * s, 1, s) for s in (0.0, 0.02, 0.5, 1.0)})
    chart = ElementTree.fromstring(curve_chart([curve], {"far": (1.2, 7.7)}))
    circles = chart.findall(".//circle")
    assert len(circles) == 4
    across = [float(circle.attrib["cx"]) for circle in circles]
    assert across == sorted(across)
    _, _, width, height = map(float, chart.attrib["viewBox"].split())
    assert all(0 < float(c.attrib["cx"]) < width and 0 < float(c.attrib["cy"]) < height for c in circles)
    assert chart.find(".//circle/title").text == "a & b, strength 0: content 0.000, style 3.600"  # type: ignore[union-attr]


def test_the_blind_page_names_no_method(measured: tuple[Bench, list[Result], list[Curve]]) -> None:
    on, results, _ = measured
    page = blind_page(on.photos, on.paintings, (results[1], results[3]), on.pairs)
    assert Page(page).open == []
    assert "blend" not in page
    assert "faint" not in page


def test_the_blind_page_shuffles_by_its_seed_alone(measured: tuple[Bench, list[Result], list[Curve]]) -> None:
    on, results, _ = measured
    pages = [blind_page(on.photos, on.paintings, (results[1], results[3]), on.pairs, seed) for seed in (0, 0, 1)]
    assert pages[0] == pages[1] != pages[2]


def test_a_blind_page_too_large_loses_some_quality(measured: tuple[Bench, list[Result], list[Curve]]) -> None:
    on, results, _ = measured
    methods = results[1], results[3]
    whole = len(blind_page(on.photos, on.paintings, methods, on.pairs))
    smaller = blind_page(on.photos, on.paintings, methods, on.pairs, most_bytes=int(0.9 * whole))
    assert len(smaller) <= 0.9 * whole


def test_pairs_spread_evenly() -> None:
    pairs = spread(3, 4, 12)
    assert len(set(pairs)) == 12
    few = spread(4, 3, 4)
    assert {photo for photo, _ in few} == {0, 1, 2, 3}
    assert {painting for _, painting in few} == {0, 1, 2}
    assert spread(2, 2, 0) == []


def test_data_cannot_end_the_script_it_stands_in() -> None:
    assert "</script>" not in as_script({"name": "</script><script>alert(1)"})
