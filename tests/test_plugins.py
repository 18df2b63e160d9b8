import pytest

from liens import plugins
from liens.errors import PluginError


def test_the_built_in_reader_loads_as_any_plugin() -> None:
    assert "rules" in plugins.names("readers")
    assert plugins.load("readers", "rules").__name__ == "Rules"


def test_a_wrong_name_is_told_the_right_one() -> None:
    with pytest.raises(PluginError, match="no reader 'rule': did you mean 'rules'"):
        plugins.load("readers", "rule")


def test_an_empty_kind_says_so() -> None:
    with pytest.raises(PluginError, match="there are none"):
        plugins.load("nothings", "x")
