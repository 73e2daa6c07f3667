import pytest

from tests.databases import BACKENDS


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """Everything here is tested on both databases."""
    return str(request.param)
