/**
 * Who is in training and who is held out, for each stage. The chosen split holds out whole folds; a split by person
 * also leaves out of training everybody who resembles a held-out person. The leaky split divides single faces.
 */
import type { SplitKind, SplitSummary } from '../../shared/lab.ts';
import { frameFolds } from '../evaluation/splits.ts';
import type { TrainingSample } from '../training/training-sample.ts';

/** A face as experiments use it; `video` is the clip's path. */
export interface LabFace extends TrainingSample {
  faceId: number;
  itemId: number;
  /** Of the chosen split. */
  fold: number;
  /** Independent group, which bootstrap draws whole. */
  group: number;
  sizePx: number;
  frameIndex: number;
}

export interface Stage {
  /** Such as "by-identity, fold 2": progress, epochs and checkpoints carry it. */
  name: string;
  fold: number;
  train: LabFace[];
  test: LabFace[];
  /** Clips left out of training because they look like one that is tested. */
  alikeLeftOut: number;
}

export interface Plan {
  split: SplitKind;
  stages: Stage[];
}

/** The paper holds out a tenth of the faces. */
const LEAKY_FOLDS = 10;
/** Of an official split only its test part, fold 0, is ever tested. */
const OFFICIAL_TEST = [0];

export function chosenPlan(faces: readonly LabFace[], { kind, folds }: SplitSummary): Plan {
  const heldOut = kind === 'official' ? OFFICIAL_TEST : Array.from({ length: folds }, (_, fold) => fold);
  const stages = heldOut.map((fold): Stage => {
    const test = faces.filter((face) => face.fold === fold);
    const others = faces.filter((face) => face.fold !== fold);
    const tested = new Set(test.map(({ video }) => video));
    const resembles = ({ alike = [] }: LabFace) => alike.some((video) => tested.has(video));
    const train = kind === 'by-identity' ? others.filter((face) => !resembles(face)) : others;
    const leftOut =
      new Set(others.map(({ video }) => video)).size - new Set(train.map(({ video }) => video)).size;
    return { name: `${kind}, fold ${fold + 1}`, fold, train, test, alikeLeftOut: leftOut };
  });
  return { split: kind, stages: stages.filter(({ test }) => test.length > 0) };
}

/** Trained and tested on faces of the same people and clips, as the paper did: its figure is inflated. */
export function leakyPlan(faces: readonly LabFace[], seed: number): Plan {
  const folds = frameFolds(faces, { folds: LEAKY_FOLDS, seed });
  const train = faces.filter((_, index) => folds[index] !== 0);
  const test = faces.filter((_, index) => folds[index] === 0);
  return { split: 'by-frame', stages: [{ name: 'by-frame', fold: 0, train, test, alikeLeftOut: 0 }] };
}
