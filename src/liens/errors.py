"""What can go wrong, as a tree.

    Error
    ├── ConfigError    a setting, a market pack or a command line asks for what cannot be   stops the command
    ├── PluginError    a source, reader, matcher or exporter that was asked for is missing  stops the command
    ├── LedgerError    the ledger cannot be opened, read or written                         stops the command
    ├── SourceError    one document cannot be got                                           becomes a `Problem`
    └── ReaderError    one document cannot be read                                          becomes a `Problem`

Each message is one line for the person at the keyboard and ends with what to do. Only the CLI and the web turn errors
into text.
"""


class Error(Exception):
    """Base of every error that `liens` raises on purpose."""


class ConfigError(Error):
    """A setting, a market pack or an argument is wrong."""


class PluginError(Error):
    """A plugin cannot be found or does not keep its contract."""


class LedgerError(Error):
    """The ledger cannot be opened, read or written."""


class SourceError(Error):
    """One document cannot be got. `advice` says what to do about it."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice


class ReaderError(Error):
    """One document cannot be read. `advice` says what to do about it."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice
