"""Work for the tests of the press: does what it is told, over there."""

import os
import sys
import time
from datetime import datetime

from portal.core import clock
from portal.core.errors import Conflict, Invalid
from portal.core.press import at_press


@at_press
def doubled(content: bytes) -> bytes:
    return content * 2


@at_press
def pid() -> int:
    return os.getpid()


@at_press
def now() -> datetime:
    return clock.now()


@at_press
def names_of_environment() -> list[str]:
    return sorted(os.environ)


@at_press
def names_of_modules() -> list[str]:
    return sorted(sys.modules)


@at_press
def fail(how: str, secret: str) -> None:
    match how:
        case "conflict":
            raise Conflict("Look again.")
        case "invalid":
            raise Invalid("Give a name.", field="name")
        case "odd":
            raise OddError(1, 2)


@at_press
def die() -> None:
    os._exit(3)


@at_press
def sleep() -> None:
    time.sleep(60)


@at_press
def grow() -> int:
    return len(bytearray(200 << 20))


class OddError(Exception):
    """Cannot be made again from what it carries."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} and {two}")
