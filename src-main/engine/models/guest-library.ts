/**
 * The calibrated guest detectors of this installation, a folder each. The guest's manifest has its network's entry, its
 * calibration and its limits, and the hash of its card: the hash of the manifest stands for all of it in findings.
 */
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { cardText } from '../../shared/card-text.ts';
import { EngineError, reportOf, type ErrorReport } from '../../shared/errors.ts';
import { decisionLimits, modelCard, type ModelCard } from '../../shared/model-card.ts';
import type { LikelihoodScale } from '../classifiers/likelihood-ratio.ts';
import { calibrationCurve } from '../classifiers/calibration.ts';
import { boundedScore } from '../classifiers/score-vectors.ts';
import { guestEntry } from '../inference/manifest.ts';
import { sha256Of } from '../support/sha256.ts';
import type { CalibratedGuest } from '../training/judge-guest.ts';
import { contradictionOf } from './model-claims.ts';
import { CARD_TEXT_FILE, likelihoodScale, MANIFEST_FILE, modelFiles } from './model-folder.ts';
import { writeFolder } from './write-model.ts';

const guestManifest = z.object({
  format: z.literal(1),
  createdAt: z.string(),
  network: guestEntry,
  calibration: calibrationCurve,
  /** See `Calibrations.margin`. */
  margin: z.number().positive().max(0.5),
  band: decisionLimits,
  likelihood: likelihoodScale.nullable(),
  cardSha256: z.string(),
});
type GuestManifest = z.infer<typeof guestManifest>;

export interface GuestModel extends CalibratedGuest {
  name: string;
  /** SHA-256 of the manifest. */
  sha256: string;
  /** Calibrated probability of fake of a raw score. */
  score(raw: number): number;
}

/** A null card could not be read; `problem` says why. */
export interface GuestSummary {
  name: string;
  card: ModelCard | null;
  problem: ErrorReport | null;
}

export interface GuestLibrary {
  /** By name. @throws EngineError models/missing, models/hash-mismatch, models/invalid */
  all(): Promise<GuestModel[]>;
  /** For a list: an error in one does not hide the others. */
  list(): Promise<GuestSummary[]>;
  /** The likelihood scale of each that can be read, by its SHA-256. */
  likelihoods(): Promise<ReadonlyMap<string, LikelihoodScale | null>>;
  /** Takes the place of an earlier calibration. @throws EngineError models/write-failed */
  write(guest: CalibratedGuest): Promise<void>;
  remove(name: string): Promise<void>;
}

export function guestLibrary(folder: string): GuestLibrary {
  async function names(): Promise<string[]> {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    return entries
      .filter((entry) => entry.isDirectory() && !/\.(part|old)$/.test(entry.name))
      .map((entry) => entry.name)
      .sort();
  }
  const remove = (name: string) => rm(join(folder, name), { recursive: true, force: true });
  return {
    remove,
    async list() {
      const guests: GuestSummary[] = [];
      for (const name of await names()) guests.push(await summarise(join(folder, name), name));
      return guests;
    },
    async likelihoods() {
      const scales = new Map<string, LikelihoodScale | null>();
      for (const name of await names()) {
        const guest = await loadGuest(join(folder, name), name).catch(() => null);
        if (guest) scales.set(guest.sha256, guest.likelihood);
      }
      return scales;
    },
    async all() {
      const guests: GuestModel[] = [];
      for (const name of await names()) guests.push(await loadGuest(join(folder, name), name));
      return guests;
    },
    async write({ card, ...guest }) {
      const cardBytes = Buffer.from(`${JSON.stringify(card, null, 1)}\n`);
      const manifest: GuestManifest = {
        ...{ format: 1, createdAt: card.createdAt, cardSha256: sha256Of(cardBytes) },
        ...guest,
      };
      const { name } = guest.network;
      const [place, old] = [join(folder, name), join(folder, `${name}.old`)];
      // One that was interrupted between its steps may have left it.
      await rm(old, { recursive: true, force: true });
      const files: [string, Uint8Array][] = [
        [modelFiles.card, cardBytes],
        [CARD_TEXT_FILE, Buffer.from(cardText(card))],
        [MANIFEST_FILE, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)],
      ];
      try {
        // The earlier one goes when all of the new one is there.
        await writeFolder(place, files, () => rename(place, old).catch(() => undefined));
      } catch (error) {
        await rename(old, place).catch(() => undefined);
        throw error;
      }
      await rm(old, { recursive: true, force: true });
    },
  };
}

async function summarise(folder: string, name: string): Promise<GuestSummary> {
  try {
    const { card } = await loadGuest(folder, name);
    return { name, card, problem: null };
  } catch (error) {
    return { name, card: null, problem: reportOf(error) };
  }
}

async function loadGuest(folder: string, name: string): Promise<GuestModel> {
  const read = async (file: string) =>
    readFile(join(folder, file)).catch((cause: unknown) => {
      throw broken('models/missing', name, `${file} is missing in ${folder}`, cause);
    });
  const [manifestBytes, cardBytes] = [await read(MANIFEST_FILE), await read(modelFiles.card)];
  try {
    const { cardSha256, ...guest } = guestManifest.parse(JSON.parse(manifestBytes.toString('utf8')));
    if (sha256Of(cardBytes) !== cardSha256) {
      throw broken('models/hash-mismatch', name, `${modelFiles.card} was changed`);
    }
    const card = modelCard.parse(JSON.parse(cardBytes.toString('utf8')));
    const fault = contradictionOf({ ...guest, name, embedder: { name } }, card);
    if (fault !== undefined) throw broken('models/invalid', name, fault);
    const { calibration, margin } = guest;
    return {
      ...{ ...guest, name, card, sha256: sha256Of(manifestBytes) },
      score: (raw) => boundedScore(calibration, raw, margin),
    };
  } catch (cause) {
    if (cause instanceof EngineError) throw cause;
    throw broken('models/invalid', name, `${folder} holds no calibration of this version`, cause);
  }
}

const broken = (
  code: 'models/missing' | 'models/hash-mismatch' | 'models/invalid',
  name: string,
  why: string,
  cause?: unknown,
) =>
  new EngineError(
    code,
    `The calibration of the detector ${name} cannot be used: ${why}. Run 'exhibit models calibrate ${name}' again, ` +
      `or remove the detector with 'exhibit models remove ${name}'.`,
    { cause },
  );
