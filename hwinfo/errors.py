"""Errors of the hardware report: absence is data, only bad input and bad usage raise."""


class HwinfoError(Exception):
    """Anything `hwinfo` refuses; the message says where, what was found and what to do."""


class UnreadableInput(HwinfoError):
    """A recorded machine or a saved report that cannot be opened or understood."""


class UnreadableSource(HwinfoError):
    """One source of facts that exists but does not parse; its reader ends, the report goes on."""


class UnknownField(HwinfoError):
    """A field name that no report has."""


class BadUsage(HwinfoError):
    """Arguments that do not belong together."""


class NotSupported(HwinfoError):
    """A question that this operating system, interpreter or installation cannot answer."""
