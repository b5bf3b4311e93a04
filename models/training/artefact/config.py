"""One file of settings, in sizes: what a size does not name, it shares."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Loss:
    triplet: float
    margin: float
    cross_entropy: float
    alignment: float
    uniformity: float


@dataclass(frozen=True)
class Data:
    self_blends: bool
    fakes: bool
    degradation: bool


@dataclass(frozen=True)
class Config:
    seed: int
    steps: int
    picture_px: int
    embedding_length: int
    groups_a_batch: int
    learning_rate: float
    weight_decay: float
    warm_up: float
    average: float
    held_out: float
    evaluate_every: int
    evaluation_faces: int
    workers: int
    loss: Loss
    data: Data


def read_config(path: Path, size: str, overrides: list[str]) -> Config:
    """overrides: "steps=1000", "loss.triplet=0", ...; raises ValueError for a name that does not exist."""
    with open(path, "rb") as file:
        tables = tomllib.load(file)
    if size not in tables or size == "shared":
        raise ValueError(f"{path} has no size named {size}")
    merged = _merged(tables["shared"], tables[size])
    for override in overrides:
        key, _, value = override.partition("=")
        for part in reversed(key.split(".")):
            value = {part: value if isinstance(value, dict) else tomllib.loads(f"v = {value}")["v"]}
        merged = _merged(merged, value)
    try:
        return Config(**{**merged, "loss": Loss(**merged["loss"]), "data": Data(**merged["data"])})
    except TypeError as error:
        raise ValueError(f"{path} and --set do not fit together: {error}") from error


def _merged(base: dict, over: dict) -> dict:
    both = {key: _merged(base[key], value) if isinstance(value, dict) and key in base else value for key, value in over.items()}
    return {**base, **both}
