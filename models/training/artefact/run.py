"""Networks, their running means, optimiser and place in the schedule: what a checkpoint holds."""

import copy
import math
import pickle
import shutil
from dataclasses import asdict
from pathlib import Path

import torch
from torch.nn import functional

from .batches import Batch, to_input
from .config import Config
from .initial_weights import load_initial, read_published
from .losses import total
from .network import ArtefactEmbedder, ScoreBranch

CHECKPOINT, BEFORE_DESCENT = "checkpoint.pt", "before-descent.pt"
# The network does not depend on how many processes and threads help and how often it is looked at.
NOT_OF_THE_NETWORK = ("workers", "threads", "evaluate_every", "checkpoint_every", "frames_a_clip")


class Run:
    """The learning rate rises, stays, and falls in the last share of the steps (Hägele et al., NeurIPS 2024): a run that has not
    begun to fall can be given more steps, or fewer, and goes on."""

    def __init__(self, config: Config, faces_sha256: str, device):
        torch.manual_seed(config.seed)
        self.config, self.faces_sha256, self.device, self.step = config, faces_sha256, device, 0
        embedder = ArtefactEmbedder(config.embedding_length, config.edition, config.blocks)
        load_initial(embedder, read_published(config.edition))
        self.networks = torch.nn.ModuleList([embedder, ScoreBranch(config.embedding_length)])
        self.networks.to(device).to(memory_format=torch.channels_last)
        self.averages = copy.deepcopy(self.networks).requires_grad_(False)
        # Vectors (biases, the score's direction) are left out of the decay, as is common.
        matrices = [p for p in self.networks.parameters() if p.ndim > 1]
        vectors = [p for p in self.networks.parameters() if p.ndim <= 1]
        groups = [{"params": matrices, "weight_decay": config.weight_decay}, {"params": vectors, "weight_decay": 0.0}]
        self.optimiser = torch.optim.AdamW(groups, lr=config.learning_rate)

    def advance(self, batch: Batch) -> dict[str, float]:
        """One step; returns the terms of its loss, and the share of each kind's faces on the right side of even odds."""
        for group in self.optimiser.param_groups:
            group["lr"] = self.learning_rate()
        self.networks.train()
        batch = Batch(*(getattr(batch, name).to(self.device) for name in ("pictures", "labels", "kinds", "seams", "known")))
        terms, log_odds = self._backward(batch)
        torch.nn.utils.clip_grad_norm_(self.networks.parameters(), 5.0)
        self.optimiser.step()
        self.step += 1
        self._average()
        right = ((log_odds > 0) == (batch.labels > 0.5)).float()
        shares = {f"right {kind}": float(right[batch.kinds == kind].mean()) for kind in batch.kinds.unique().tolist()}
        return {**{name: float(term.detach()) for name, term in terms.items()}, **shares}

    def _backward(self, batch: Batch) -> tuple[dict[str, torch.Tensor], torch.Tensor]:
        """Fills the gradients; returns the terms of the loss, and (N,) log odds."""
        embedder, branch = self.networks
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.config.bfloat16):
            embeddings, boundary = embedder(to_input(batch.pictures))
        log_odds = branch(embeddings)
        terms = total(functional.normalize(embeddings, dim=1), log_odds, boundary, batch, self.config.loss)
        self.optimiser.zero_grad(set_to_none=True)
        torch.stack(list(terms.values())).sum().backward()
        return terms, log_odds.detach()

    def learning_rate(self) -> float:
        warmed = min(1.0, (self.step + 1) / max(1, self.config.warm_up_steps))
        left = self.config.steps - descent_begins(self.config)
        fallen = (self.step - descent_begins(self.config)) / left if left else 0.0
        return self.config.learning_rate * warmed * (1 + math.cos(math.pi * min(1.0, max(0.0, fallen)))) / 2

    @torch.no_grad()
    def _average(self) -> None:
        # Young means follow closely: the first steps must not weigh for ever.
        decay = min(self.config.average, (self.step + 1) / (self.step + 10))
        # Of batch norms what they have counted is averaged as well.
        for mean, value in zip(self.averages.state_dict().values(), self.networks.state_dict().values()):
            if mean.is_floating_point():
                mean.lerp_(value, 1 - decay)

    def save(self, folder: Path) -> None:
        state = {name: getattr(self, name).state_dict() for name in ("networks", "averages", "optimiser")}
        # Dropout draws where the network runs.
        random = {"random": torch.get_rng_state(), "cuda_random": torch.cuda.get_rng_state() if self.device.type == "cuda" else None}
        partial = folder / f"{CHECKPOINT}.part"
        torch.save({**state, **random, "step": self.step, "config": asdict(self.config), "faces": self.faces_sha256}, partial)
        partial.replace(folder / CHECKPOINT)
        if self.step <= descent_begins(self.config):
            shutil.copyfile(folder / CHECKPOINT, folder / BEFORE_DESCENT)

    def restore(self, folder: Path) -> bool:
        """Whether there was a checkpoint; raises ValueError for one that this run can't go on from."""
        if not (folder / CHECKPOINT).exists():
            return False
        state = self._read(folder / CHECKPOINT)
        if state["config"]["steps"] != self.config.steps and state["step"] > descent_begins(Config(**state["config"])):
            # Its learning rate fell for an end that is no longer the end.
            state = self._read(folder / BEFORE_DESCENT)
        if state["step"] > self.config.steps:
            raise ValueError(f"{folder} holds a run that is past step {self.config.steps}")
        if _settings(state["config"]) != _settings(asdict(self.config)):
            raise ValueError(f"{folder} holds a run with other settings; name a new folder")
        if state["faces"] != self.faces_sha256 and state["step"] == state["config"]["steps"]:
            raise ValueError(f"{folder} holds a run on other faces that is at its end; give it more steps, or name a new folder")
        for name in ("networks", "averages", "optimiser"):
            getattr(self, name).load_state_dict(state[name])
        self.step = state["step"]
        torch.set_rng_state(state["random"].cpu())
        if self.device.type == "cuda" and state["cuda_random"] is not None:
            torch.cuda.set_rng_state(state["cuda_random"].cpu())
        return True

    def _read(self, path: Path) -> dict:
        try:
            return torch.load(path, map_location=self.device, weights_only=True)
        except (RuntimeError, EOFError, pickle.UnpicklingError) as error:
            raise ValueError(f"{path} is damaged; name a new folder") from error


def descent_begins(config: Config) -> int:
    return round(config.steps * (1 - config.descent))


def _settings(config: dict) -> dict:
    """Those that a run can't change on its way. Larger pictures may come later: what is learnt on small ones costs less (Tan and Le,
    ICML 2021)."""
    return {name: value for name, value in config.items() if name not in (*NOT_OF_THE_NETWORK, "steps", "descent", "picture_px")}
