"""The arguments of each verb, once for the command line and for the lines of a batch."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from annotator.model.errors import Refused


class Usage(Refused):
    """Arguments that do not fit; its text says which."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument. `name` is its long name: an option `--name`, or a positional of a verb.

    `kind` is `text`, `number`, `flag` or `texts` (one or more). A `hidden` one is taken but not shown.
    """

    name: str
    help: str = ""
    kind: str = "text"
    positional: bool = False
    required: bool = False
    choices: tuple[str, ...] = ()
    default: Any = None
    metavar: str = ""
    hidden: bool = False

    @property
    def key(self) -> str:
        """Its name as verbs read it."""
        return self.name.replace("-", "_")


@dataclass(frozen=True, slots=True)
class Given:
    """The arguments of one call, by key."""

    values: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Any:
        return self.values.get(key)


class Parser(argparse.ArgumentParser):
    """Raises `Usage` instead of ending the process."""

    def error(self, message: str) -> NoReturn:
        """One sentence, and where help is."""
        said = message[:1].upper() + message[1:]
        raise Usage(f"{said.rstrip('.')}. See `{self.prog} --help`.")


def add_to(parser: argparse.ArgumentParser, arguments: Iterable[Argument]) -> None:
    """Declares a verb's arguments to argparse."""
    for argument in arguments:
        text = argparse.SUPPRESS if argument.hidden else argument.help.replace("%", "%%")
        options: dict[str, Any] = {"help": text}
        if argument.kind == "flag":
            parser.add_argument(f"--{argument.name}", action="store_true", dest=argument.key, **options)
            continue
        options["metavar"] = argument.metavar or argument.name.upper()
        if argument.kind == "number":
            options["type"] = _number
        if argument.choices:
            options["choices"] = argument.choices
            options["metavar"] = argument.metavar or "{" + ",".join(argument.choices) + "}"
        if argument.positional:
            nargs = {"texts": "+"}.get(argument.kind, None if argument.required else "?")
            parser.add_argument(argument.key, nargs=nargs, default=argument.default, **options)
        else:
            parser.add_argument(
                f"--{argument.name}",
                dest=argument.key,
                required=argument.required,
                default=argument.default,
                **options,
            )


def joined(argv: Sequence[str], arguments: Iterable[Argument]) -> list[str]:
    """Options joined to their values, since a quote may begin with a dash."""
    with_value = {f"--{argument.name}" for argument in arguments if not argument.positional and argument.kind != "flag"}
    words: list[str] = []
    rest = iter(argv)
    for word in rest:
        if word == "--":
            return [*words, word, *rest]
        if word in with_value:
            value = next(rest, None)
            words.extend([word] if value is None else [f"{word}={value}"])
        else:
            words.append(word)
    return words


def from_line(line: Mapping[str, Any], arguments: Sequence[Argument]) -> Given:
    """The arguments of a batch line, under their long names. Raises Usage for what is missing, unknown or misfit."""
    given = {name.replace("-", "_"): value for name, value in line.items() if name != "do" and value is not None}
    values: dict[str, Any] = {}
    for argument in arguments:
        value = given.pop(argument.key, None)
        if value is None:
            if argument.required:
                raise Usage(f"'{argument.name}' is missing.")
            values[argument.key] = False if argument.kind == "flag" else argument.default
        else:
            values[argument.key] = _fitting(argument, value)
    if given:
        raise Usage(f"'{next(iter(given))}' is no argument of this verb.")
    return Given(values)


def _fitting(argument: Argument, value: Any) -> Any:
    if argument.kind == "flag":
        if not isinstance(value, bool):
            raise Usage(f"'{argument.name}' takes true or false.")
        return value
    if argument.kind == "number":
        if not isinstance(value, int) or isinstance(value, bool):
            raise Usage(f"'{argument.name}' takes a whole number.")
        return value
    if argument.kind == "texts":
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not values or not all(isinstance(one, str) for one in values):
            raise Usage(f"'{argument.name}' takes a list of texts.")
        return values
    if not isinstance(value, str):
        raise Usage(f"'{argument.name}' takes text.")
    if argument.choices and value not in argument.choices:
        raise Usage(f"'{argument.name}' takes one of these: {', '.join(argument.choices)}.")
    return value


def _number(words: str) -> int:
    try:
        return int(words)
    except ValueError:
        raise argparse.ArgumentTypeError("takes a whole number") from None
