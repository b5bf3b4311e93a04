"""The training loop. It goes on from its newest checkpoint: batches are numbered, so a resumed run sees the same ones."""

import copy
import json
import math
import os
import pickle
import signal
import time
from dataclasses import asdict
from pathlib import Path

import cv2
import torch
from torch.utils.data import DataLoader, Subset

from .clips import clip_figures, read_clips
from .config import Config
from .evaluation import figures
from .faces import Batches, held_out_faces
from .initial_weights import load_initial
from .losses import cross_entropy, total
from .memory import keep_freed_memory
from .network import ArtefactEmbedder, ScoreBranch
from .people import split_people
from .people_list import people_rows, write_people
from .recordings import faces_sha256, read_recordings

CHECKPOINT = "checkpoint.pt"


class Run:
    """Networks, their running means, optimiser and place in the schedule."""

    def __init__(self, config: Config, faces_sha256: str, initial: Path | None, device):
        torch.manual_seed(config.seed)
        self.config, self.faces_sha256, self.device, self.step = config, faces_sha256, device, 0
        embedder = ArtefactEmbedder(config.embedding_length)
        if initial is not None:
            load_initial(embedder, initial)
        self.networks = torch.nn.ModuleList([embedder, ScoreBranch(config.embedding_length)])
        self.networks.to(device, memory_format=torch.channels_last)
        self.averages = copy.deepcopy(self.networks).requires_grad_(False)
        # Vectors (norms, biases, the score's direction) are left out of the decay, as is common.
        matrices = [p for p in self.networks.parameters() if p.ndim > 1]
        vectors = [p for p in self.networks.parameters() if p.ndim <= 1]
        groups = [{"params": matrices, "weight_decay": config.weight_decay}, {"params": vectors, "weight_decay": 0.0}]
        self.optimiser = torch.optim.AdamW(groups, lr=config.learning_rate)

    def advance(self, pictures, labels, sources) -> float:
        """One step on a batch; returns its loss."""
        for group in self.optimiser.param_groups:
            group["lr"] = self.learning_rate()
        self.networks.train()
        embedder, branch = self.networks
        pictures = pictures.to(self.device).contiguous(memory_format=torch.channels_last)
        labels, sources = labels.to(self.device), sources.to(self.device)
        embeddings = embedder(pictures)
        loss = total(embeddings, branch(embeddings), labels, sources, self.config.loss)
        if self.config.loss.cross_entropy == 0:
            # Figures need a score: the branch learns to read embeddings that it does not form.
            loss = loss + cross_entropy(branch(embeddings.detach()), labels)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.networks.parameters(), 5.0)
        self.optimiser.step()
        self.step += 1
        self._average()
        return float(loss)

    def learning_rate(self) -> float:
        """Linear warm-up, then half a cosine (Loshchilov and Hutter 2017)."""
        progress = self.step / self.config.steps
        warmed = min(1.0, (progress + 1 / self.config.steps) / self.config.warm_up)
        return self.config.learning_rate * warmed * (1 + math.cos(math.pi * progress)) / 2

    @torch.no_grad()
    def _average(self) -> None:
        # Young means follow closely: the first steps must not weigh for ever.
        decay = min(self.config.average, self.step / (self.step + 10))
        for mean, value in zip(self.averages.state_dict().values(), self.networks.state_dict().values()):
            if mean.dtype.is_floating_point:
                mean.lerp_(value, 1 - decay)
            else:
                mean.copy_(value)

    def save(self, folder: Path) -> None:
        state = {name: getattr(self, name).state_dict() for name in ("networks", "averages", "optimiser")}
        partial = folder / f"{CHECKPOINT}.part"
        # Dropout draws where the network runs.
        random = {"random": torch.get_rng_state(), "cuda_random": torch.cuda.get_rng_state() if self.device.type == "cuda" else None}
        torch.save({**state, **random, "step": self.step, "config": self._settings(), "faces": self.faces_sha256}, partial)
        partial.replace(folder / CHECKPOINT)

    def restore(self, folder: Path) -> bool:
        """Whether there was a checkpoint; raises ValueError for one of other settings."""
        if not (folder / CHECKPOINT).exists():
            return False
        try:
            state = torch.load(folder / CHECKPOINT, map_location=self.device)
        except (RuntimeError, EOFError, pickle.UnpicklingError) as error:
            raise ValueError(f"{folder / CHECKPOINT} is damaged; name a new folder") from error
        if state["config"] != self._settings():
            raise ValueError(f"{folder} holds a run with other settings; name a new folder")
        if state.get("faces") != self.faces_sha256:
            raise ValueError(f"{folder} holds a run on other faces; name a new folder")
        for name in ("networks", "averages", "optimiser"):
            getattr(self, name).load_state_dict(state[name])
        self.step = state["step"]
        torch.set_rng_state(state["random"].cpu())
        if self.device.type == "cuda" and state.get("cuda_random") is not None:
            torch.cuda.set_rng_state(state["cuda_random"].cpu())
        return True

    def _settings(self) -> dict:
        """Those that the network depends on: how many processes help does not matter."""
        return {name: value for name, value in asdict(self.config).items() if name != "workers"}


def train(faces: Path, folder: Path, config: Config, initial: Path | None, clips: Path | None = None) -> Run:
    """clips: another export, of clips to measure whole."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    keep_freed_memory()
    torch.set_num_threads(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    training, held_out = split_people(read_recordings(faces), config.held_out)
    data = Batches(faces, training, config)
    whole = read_clips(clips, config.picture_px, data.recordings) if clips else None
    run = Run(config, faces_sha256(faces), initial, device)
    folder.mkdir(parents=True, exist_ok=True)
    resumed = run.restore(folder)
    write_people(folder / "trained-on.csv", people_rows(data.recordings))
    write_people(folder / "held-out.csv", people_rows(held_out))
    log = Log(folder / "log.jsonl")
    log.write(
        {"event": "resumed" if resumed else "started", "step": run.step, "config": asdict(config), "device": str(device),
         "initial": initial is not None, "recordings": len(training), "held_out_recordings": len(held_out),
         **({"clips": whole.described()} if whole else {})}
    )
    trials = {name: held_out_faces(faces, held_out, config, degraded) for name, degraded in (("clean", False), ("degraded", True))} if held_out else {}
    batches = DataLoader(
        Subset(data, range(run.step, config.steps)),
        batch_size=None, num_workers=config.workers, worker_init_fn=_prepare_worker, **({"prefetch_factor": 4} if config.workers else {}),
        # A loader draws once as it begins. A resumed run has made that draw, and dropout must go on where it was.
        generator=torch.Generator() if resumed else None,
    )
    begun, since, losses = time.monotonic(), run.step, []
    for batch in batches:
        losses.append(run.advance(*batch))
        if run.step % config.evaluate_every == 0 or run.step == config.steps:
            speed = (run.step - since) * len(batch[1]) / (time.monotonic() - begun)
            measured = {name: figures(*run.averages, trial, device) for name, trial in trials.items()}
            if whole:
                measured["clips"] = clip_figures(*run.averages, whole, device)
            log.write({"event": "evaluated", "step": run.step, "loss": sum(losses) / len(losses), "faces_a_second": round(speed, 1), **measured})
            run.save(folder)
            begun, since, losses = time.monotonic(), run.step, []
    return run


def _prepare_worker(_worker: int) -> None:
    # Ctrl-C reaches every process; the run's own ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)
    torch.set_num_threads(1)


class Log:
    """One JSON object a line; shown as it is written."""

    def __init__(self, path: Path):
        self._path = path

    def write(self, entry: dict) -> None:
        line = json.dumps(entry)
        print(line, flush=True)
        with open(self._path, "a", encoding="utf-8") as file:
            file.write(f"{line}\n")
