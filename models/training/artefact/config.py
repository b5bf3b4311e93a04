"""One file of settings, in sizes: what a size does not name, it shares."""

import tomllib
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Loss:
    triplet: float
    margin: float
    cross_entropy: float
    boundary: float


@dataclass(frozen=True)
class Data:
    swaps: bool
    blends: bool
    talking: bool
    resyntheses: bool
    degradation: float
    worsening_steps: int
    equal_sharpness: bool
    equal_light: bool


@dataclass(frozen=True)
class Config:
    seed: int
    steps: int
    picture_px: int
    edition: int
    blocks: int
    embedding_length: int
    pairs_a_batch: int
    learning_rate: float
    weight_decay: float
    warm_up_steps: int
    descent: float
    average: float
    folds: int
    fold: int
    evaluate_every: int
    checkpoint_every: int
    frames_a_clip: int
    bfloat16: bool
    threads: int
    workers: int
    loss: Loss
    data: Data


# What a setting may be, both ends included; those that are not named take any number of their kind.
RANGES: dict[str, tuple[float, float]] = {
    "seed": (0, 2**31),
    "steps": (1, 10**9),
    # Pictures are made smaller down to 56 px, and video is coded in macroblocks of 16.
    "picture_px": (80, 4096),
    "edition": (0, 2),
    "blocks": (0, 1000),
    "embedding_length": (2, 4096),
    "pairs_a_batch": (1, 4096),
    "learning_rate": (1e-12, 10),
    "weight_decay": (0, 10),
    "warm_up_steps": (0, 10**9),
    "worsening_steps": (0, 10**9),
    "descent": (0, 1),
    "average": (0, 1),
    "folds": (2, 100),
    "fold": (-1, 99),
    "evaluate_every": (1, 10**9),
    "checkpoint_every": (1, 10**9),
    "frames_a_clip": (1, 1000),
    "threads": (0, 1024),
    "workers": (0, 256),
    "triplet": (0, 1e6),
    "margin": (0, 4),
    "cross_entropy": (0, 1e6),
    "boundary": (0, 1e6),
    "degradation": (0, 1),
}


def read_config(path: Path, size: str, overrides: list[str]) -> Config:
    """overrides: "steps=1000", "loss.triplet=0", ...; raises ValueError for a name that does not exist or a value that
    can't be."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{path} is no TOML: {error}") from error
    if size == "shared" or not all(isinstance(tables.get(name), dict) for name in ("shared", size)):
        raise ValueError(f"{path} has no [shared] or no size named {size}")
    merged = _merged(tables["shared"], tables[size])
    for override in overrides:
        merged = _merged(merged, _overriding(override))
    config = _settings(Config, merged)
    if config.picture_px % 16:
        raise ValueError(f"picture_px must be a multiple of 16, not {config.picture_px}")
    if config.fold >= config.folds:
        raise ValueError(f"fold must be less than folds, {config.folds}, or -1, not {config.fold}")
    if config.loss.cross_entropy == 0:
        raise ValueError("loss.cross_entropy must not be 0: figures need the score that it forms")
    return config


def _overriding(override: str) -> dict:
    name, _, text = override.partition("=")
    try:
        value = tomllib.loads(f"v = {text}")["v"]
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"--set {override}: wanted is NAME=VALUE, such as loss.triplet=0 or data.swaps=false") from error
    for part in reversed(name.split(".")):
        value = {part: value}
    return value


def _merged(base: dict, over: dict) -> dict:
    both = {
        key: _merged(base[key], value) if isinstance(value, dict) and isinstance(base.get(key), dict) else value
        for key, value in over.items()
    }
    return {**base, **both}


def _settings(kind: Any, values: dict, group: str = ""):
    """A dataclass of the values: all that it names, no others, each of its type and in its range."""
    if not isinstance(values, dict):
        raise ValueError(f"{group[:-1]} is a group of settings; name one of them")
    known = {field.name: field.type for field in fields(kind)}
    for name in values.keys() - known.keys():
        raise ValueError(f"there is no setting {group}{name}; there are {', '.join(group + name for name in known)}")
    for name in known.keys() - values.keys():
        raise ValueError(f"the setting {group}{name} is missing")
    return kind(**{name: _value(group + name, known[name], value) for name, value in values.items()})


def _value(name: str, kind: Any, value: Any):
    if is_dataclass(kind):
        return _settings(kind, value, f"{name}.")
    if type(value) is not kind and not (kind is float and type(value) is int):
        wanted = {bool: "true or false", int: "a whole number", float: "a number"}[kind]
        raise ValueError(f"{name} must be {wanted}, not {value!r}")
    least, most = RANGES.get(name.rpartition(".")[2], (value, value))
    if not least <= value <= most:
        raise ValueError(f"{name} must lie between {least:g} and {most:g}, not {value!r}")
    return value
