from tests.benchmarks.hostile_files import ENDINGS, hostile_file


def test_a_number_always_gives_the_same_file() -> None:
    assert [hostile_file(number) for number in range(20)] == [hostile_file(number) for number in range(20)]


def test_every_format_is_among_them_and_each_file_has_a_name_of_its_own() -> None:
    files = [hostile_file(number) for number in range(120)]
    assert len({file.name for file in files}) == len(files)
    for format_ in ENDINGS:
        assert any(f"-{format_.lower()}-" in file.name for file in files), format_
    assert all(file.data for file in files)
