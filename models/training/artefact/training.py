"""The training loop. It goes on from its newest checkpoint: batches are numbered, so a resumed run sees the same ones."""

import json
import os
import signal
import time
from collections import Counter, defaultdict
from dataclasses import asdict
from pathlib import Path

import cv2
import torch
from torch.utils.data import DataLoader, Subset

from .batches import KINDS, Batches, to_input
from .clips import Clips, read_clips, strangers
from .config import Config
from .evaluation import clip_scores, figures, live_features
from .face_table import Face, faces_sha256, read_faces, read_view_share
from .folds import split
from .memory import keep_freed_memory
from .people_list import people_rows, read_people, write_people
from .run import Run
from .sampling import Footage

# With fewer, casework gives no verdict on a clip.
LEAST_FACES = 3
# With a smaller share of its features a network is a different, smaller one.
LEAST_LIVE = 0.2


def train(folders: list[Path], out: Path, config: Config, others: Path | None = None) -> Run:
    """folders: exports to train on; others: one of clips to measure and not to train on."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    keep_freed_memory()
    # Processes that are forked while OpenCV holds threads wait for them for ever.
    cv2.setNumThreads(0)
    torch.set_num_threads(config.threads or _cores())
    faces, view_share = read_faces(folders), read_view_share(folders)
    training, held_out, recordings = split(faces, None if config.fold < 0 else config.fold, config.folds)
    data = Batches(Footage(training), view_share, config)
    looked_at = {
        "held_out": (held_out, LEAST_FACES),
        # Data sets of single frames are dealt by recording.
        "recordings": (recordings, 1),
        "others": (strangers(read_faces([others]), training) if others else [], LEAST_FACES),
    }
    read = {name: read_clips(chosen, view_share, config.picture_px, config.frames_a_clip, least) for name, (chosen, least) in looked_at.items()}
    measured = {name: clips for name, clips in read.items() if clips}
    run = Run(config, faces_sha256(folders), device)
    out.mkdir(parents=True, exist_ok=True)
    resumed = run.restore(out)
    # A run may go on with more faces than it began with.
    known = read_people(out / "trained-on.csv") if resumed else set()
    write_people(out / "trained-on.csv", known | people_rows(training))
    write_people(out / "held-out.csv", people_rows(held_out + recordings))
    log = Log(out / "log.jsonl")
    about = {"trained_on": counted(training), "kinds": data.kinds, **{name: clips.described() for name, clips in measured.items()}}
    on = {"device": str(device), "faces": run.faces_sha256}
    log.write({"event": "resumed" if resumed else "started", "step": run.step, "config": asdict(config), **on, **about})
    batches = DataLoader(
        Subset(data, range(run.step, config.steps)),
        batch_size=None, num_workers=config.workers, worker_init_fn=_prepare_worker, prefetch_factor=4 if config.workers else None,
        # A loader draws once as it begins. A resumed run has made that draw, and dropout must go on where it was.
        generator=torch.Generator() if resumed else None,
    )
    since, sums, begun = run.step, defaultdict(list), time.monotonic()
    for batch in batches:
        for name, value in run.advance(batch).items():
            sums[name].append(value)
        if run.step % config.checkpoint_every == 0 or run.step == config.steps:
            run.save(out)
            speed = (run.step - since) * len(batch.labels) / (time.monotonic() - begun)
            means = {_named(name): round(sum(values) / len(values), 4) for name, values in sums.items()}
            live = live_features(run.averages[0], to_input(batch.pictures.to(device)), config.bfloat16)
            about_speed = {"pictures_a_second": round(speed, 1), "learning_rate": run.learning_rate(), "live_features": round(live, 3)}
            log.write({"event": "trained", "step": run.step, **about_speed, **means})
            if live < LEAST_LIVE:
                raise ValueError(f"only {live:.0%} of the network's features still differ between faces; begin anew with a lower learning_rate")
            if run.step % config.evaluate_every == 0 or run.step == config.steps:
                log.write({"event": "evaluated", "step": run.step, **_evaluated(run, measured)})
            since, sums, begun = run.step, defaultdict(list), time.monotonic()
    return run


def counted(faces: list[Face]) -> dict:
    """How much there is to train on."""
    clips = Counter(is_fake for *_, is_fake in {(face.collection, face.clip, face.is_fake) for face in faces})
    return {"faces": len(faces), "genuine_clips": clips[False], "fake_clips": clips[True],
            "genuine_collections": len({face.collection for face in faces if not face.is_fake}),
            "generators": len({face.method for face in faces if face.is_fake})}


def _evaluated(run: Run, measured: dict[str, Clips]) -> dict:
    embedder, branch = run.averages
    scores = {name: clip_scores(embedder, branch, clips, run.device, run.config.bfloat16) for name, clips in measured.items()}
    return {name: figures(scores[name], clips) for name, clips in measured.items()}


def _named(name: str) -> str:
    """Of "right 0": the kind's name."""
    first, _, number = name.partition(" ")
    return f"{first}_{KINDS[int(number)]}" if number else name


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _prepare_worker(_worker: int) -> None:
    # Ctrl-C reaches every process; the run's own ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
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
