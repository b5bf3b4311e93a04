/**
 * `node bench/likeness.ts clips.csv [lab.sqlite …]`: how well the likeness to a claimed person tells fakes made of that
 * person from further genuine clips, on a clip table with the columns identity and source. Clips of one source are one
 * recording. Faces that a lab has found already are taken from it. Prints the figures of `docs/identity-claim.md`, then every
 * similarity as CSV.
 */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import Sqlite from 'better-sqlite3';
import { bootstrap } from '../src-main/engine/evaluation/bootstrap.ts';
import { personLikeness, type ClipFaces } from '../src-main/engine/identity/person-likeness.ts';
import { datasetItems } from '../src-main/engine/lab/dataset-items.ts';
import { extractFaces } from '../src-main/engine/lab/extract-faces.ts';
import { faceStore } from '../src-main/engine/lab/face-store.ts';
import { viewName } from '../src-main/engine/lab/face-view.ts';
import { withClipTable } from '../src-main/engine/lab/with-clip-table.ts';
import { groupedBy } from '../src-main/engine/support/grouped.ts';
import { createRandom } from '../src-main/engine/support/random.ts';
import { isUnnamed } from '../src-main/engine/support/person-names.ts';
import { areaUnderCurve, rocCurve } from '../src-main/engine/evaluation/roc.ts';
import type { WorkRun } from '../src-main/engine/support/work-run.ts';
import type { FaceTools } from '../src-main/engine/pipeline/analysis-tools.ts';
import { parseClipTable, type ManifestClip } from '../src-main/engine/training/clip-table.ts';
import type { Label } from '../src-main/shared/domain.ts';
import type { Estimate } from '../src-main/shared/model-card.ts';
import { LEAST_REFERENCES } from '../src-main/shared/likeness.ts';
import { estimateText } from '../src-main/shared/wording.ts';
import { openToolbox } from './material.ts';

const SEED = 1;
/** Of as many other people one recording each is compared with every person. */
const OTHERS = 20;
const view = { sampling: { kind: 'spread', count: 32 }, degradation: null } as const;

/** A recording of genuine clips, or a fake. */
interface Recording {
  label: Label;
  person: string;
  source: string;
  method: string | null;
  faces: Float32Array[];
}

/** A recording that was compared with the references of a person. */
interface Compared {
  person: string;
  kind: 'genuine' | 'fake' | 'other person';
  source: string;
  method: string | null;
  whitened: number;
  plain: number;
}

interface PersonFigures {
  person: string;
  references: number;
  compared: Compared[];
}

type Measure = 'whitened' | 'plain';

const [table, ...labs] = process.argv.slice(2);
if (table === undefined)
  throw new Error('Name a clip table: node bench/likeness.ts clips.csv [lab.sqlite …]');
const recordings = await readRecordings(table, labs);
const genuine = recordings.filter(({ label }) => label === 'real');
const byPerson = groupedBy(genuine, ({ person }) => person);
const named = [...byPerson].filter(([person]) => !isUnnamed(person));
const measured = named
  .filter(([, own]) => own.length >= LEAST_REFERENCES)
  .map(([person, own]) => measure(person, own));

console.log(`${recordings.length} recordings with usable faces, ${genuine.length} of them genuine`);
console.log(`${measured.length} people with ${LEAST_REFERENCES} genuine recordings and more`);
for (const kind of ['whitened', 'plain'] as const) report(kind);
reportPairs();
console.log('person,kind,source,method,whitened,plain');
for (const { compared } of measured) {
  for (const { person, kind, source, method, whitened, plain } of compared) {
    const cells = [person, kind, source, method ?? '', whitened.toFixed(4), plain.toFixed(4)];
    console.log(cells.map((cell) => `"${cell}"`).join(','));
  }
}
process.exit(0);

async function readRecordings(file: string, labs: readonly string[]): Promise<Recording[]> {
  const { clips } = parseClipTable(await readFile(file, 'utf8'), dirname(resolve(file)));
  const tools = await openToolbox().faceTools();
  const faces = knownFaces(labs, tools.identity.sha256);
  const known = clips.filter(({ path }) => faces.has(path)).length;
  const unknown = clips.filter(({ path }) => !faces.has(path));
  if (unknown.length > 0) await findFaces(file, unknown, tools, faces);
  const seen = clips.filter(({ path }) => faces.has(path));
  console.log(
    `${clips.length} clips, ${clips.length - seen.length} without a usable face; ${known} from labs`,
  );
  // Genuine clips of one source are one recording; each fake of it is one of its own.
  const byRecording = groupedBy(seen, ({ path, label, identity, source }) =>
    JSON.stringify(label === 'real' ? [identity, source] : [identity, source, path]),
  );
  return [...byRecording.values()].map((same) => {
    const { label, identity: person, source, method } = same[0]!;
    return { label, person, source, method, faces: same.flatMap(({ path }) => faces.get(path)!) };
  });
}

/** Identity embeddings by the path of the clip. */
function knownFaces(labs: readonly string[], network: string): Map<string, Float32Array[]> {
  const faces = new Map<string, Float32Array[]>();
  for (const lab of labs) {
    const db = new Sqlite(lab, { readonly: true });
    const rows = db
      .prepare<[string], { path: string; vector: Buffer }>(
        `SELECT DISTINCT path, crop_sha256, vector FROM faces JOIN dataset_items ON dataset_items.id = item_id
         JOIN embeddings USING (crop_sha256) WHERE model_sha256 = ?`,
      )
      .all(network);
    const inLab = groupedBy(rows, ({ path }) => path);
    for (const [path, own] of inLab) {
      const vectors = own.map(({ vector }) => new Float32Array(Uint8Array.from(vector).buffer));
      // Another lab may have the same clip.
      if (!faces.has(path)) faces.set(path, vectors);
    }
    db.close();
  }
  return faces;
}

/** Finds the faces of clips, adding them to `faces`. */
async function findFaces(
  manifest: string,
  clips: readonly ManifestClip[],
  tools: FaceTools,
  faces: Map<string, Float32Array[]>,
): Promise<void> {
  const run: WorkRun = {
    signal: new AbortController().signal,
    onProgress: ({ stage, done, total }) => process.stderr.write(`\r${stage} ${done} of ${total ?? '?'}  `),
  };
  await withClipTable({ manifest, clips, dataName: 'clips' }, tools, run, async (db, datasetId, unread) => {
    const store = faceStore(db);
    const items = datasetItems(db, datasetId);
    await extractFaces(items, view, store, tools, run);
    const name = viewName(view);
    for (const { path, error } of [...unread, ...store.failures(datasetId, name)]) {
      console.error(`left out: ${path}: ${error.message}`);
    }
    const vectors = store.embeddings(datasetId, name, tools.identity.sha256);
    const found = groupedBy(store.faces(datasetId, name), ({ itemId }) => itemId);
    for (const { id, path } of items) {
      const own = (found.get(id) ?? []).map(({ cropSha256 }) => vectors.get(cropSha256)!);
      if (own.length > 0) faces.set(path, own);
    }
  });
}

/** Each genuine recording against the others; each fake against all but the one that it was made of. */
function measure(person: string, own: readonly Recording[]): PersonFigures {
  const models = own.map((left) => {
    const others = own.filter((each) => each !== left).map(({ faces }) => faces);
    return { source: left.source, whitened: personLikeness(others), plain: plainLikeness(others) };
  });
  const compare = (each: Recording, kind: Compared['kind']): Compared => {
    const without = models.filter(({ source }) => source === each.source);
    const used = without.length > 0 ? without : models;
    const meanOf = (measure: Measure) =>
      used.reduce((sum, model) => sum + model[measure](each.faces) / used.length, 0);
    const { source, method } = each;
    return { person, kind, source, method, whitened: meanOf('whitened'), plain: meanOf('plain') };
  };
  const fakes = recordings.filter((each) => each.label === 'fake' && each.person === person);
  return {
    ...{ person, references: own.length },
    compared: [
      ...own.map((each) => compare(each, 'genuine')),
      ...fakes.map((each) => compare(each, 'fake')),
      ...someOthers(person).map((each) => compare(each, 'other person')),
    ],
  };
}

function someOthers(person: string): Recording[] {
  const random = createRandom(SEED);
  const others = random.shuffled([...byPerson.keys()].filter((name) => name !== person)).slice(0, OTHERS);
  return others.map((name) => byPerson.get(name)![0]!);
}

/** Without whitening. */
function plainLikeness(clips: readonly ClipFaces[]) {
  const mean = meanOf(clips.map((clip) => meanOf(clip)));
  return (clip: ClipFaces) => cosine(meanOf(clip), mean);
}

function meanOf(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(vectors[0]!.length);
  for (const vector of vectors) for (const [k, value] of vector.entries()) sum[k]! += value / vectors.length;
  return sum;
}

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, k) => sum + value * y[k]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

/** Share of the pairs of one of `low` and one of `high` in which the first is less alike; a tie counts half. */
function auc(low: readonly Compared[], high: readonly Compared[], measure: Measure): number {
  const wins = low.flatMap((a) => high.map((b) => (1 + Math.sign(b[measure] - a[measure])) / 2));
  return wins.reduce((sum, win) => sum + win, 0) / wins.length;
}

function report(measure: Measure): void {
  console.log(`\n${measure} similarity`);
  const line = (name: string, kind: 'fake' | 'other person', method: string | null) => {
    const people = measured.flatMap(({ compared }, group) => {
      const own = compared.filter((each) => each.kind === 'genuine');
      const asked = compared.filter(
        (each) => each.kind === kind && (method === null || each.method === method),
      );
      if (asked.length === 0) return [];
      const lowest = Math.min(...own.map((each) => each[measure]));
      const below = asked.filter((each) => each[measure] < lowest).length / asked.length;
      const value = auc(asked, own, measure);
      // Every person is one observation of its own group.
      return [{ label: 'fake' as const, group, auc: value, below, asked: asked.length, own: own.length }];
    });
    if (people.length === 0) return;
    const total = (of: 'asked' | 'own') => people.reduce((sum, person) => sum + person[of], 0);
    const mean = (drawn: readonly (typeof people)[number][], of: 'auc' | 'below') =>
      drawn.reduce((sum, person) => sum + person[of] / drawn.length, 0);
    const figures = bootstrap(people, (drawn) => ({ auc: mean(drawn, 'auc'), below: mean(drawn, 'below') }), {
      seed: SEED,
    });
    // One person gives no interval.
    const text = (figure: Estimate) =>
      people.length > 1 ? estimateText(figure) : `${figure.value.toFixed(2)} (one person)`;
    console.log(
      `${name}: ${people.length} people, ${total('asked')} against ${total('own')} genuine recordings: ` +
        `AUC ${text(figures.auc)}; less alike than every reference ${text(figures.below)}`,
    );
  };
  line('fakes', 'fake', null);
  const methods = new Set(measured.flatMap(({ compared }) => compared.flatMap(({ method }) => method ?? [])));
  for (const method of [...methods].sort()) line(`fakes by ${method}`, 'fake', method);
  line('other people', 'other person', null);
  if (measured.length > 20) return;
  for (const { person, references, compared } of measured) {
    const of = (kind: Compared['kind']) => compared.filter((each) => each.kind === kind);
    const text = (kind: Compared['kind']) =>
      of(kind)
        .map((each) => each[measure].toFixed(2))
        .join(' ');
    const fakes = of('fake');
    const value = fakes.length === 0 ? '' : `, AUC ${auc(fakes, of('genuine'), measure).toFixed(2)}`;
    console.log(
      `  ${person}: ${references} genuine ${text('genuine')}; ${fakes.length} fakes ${text('fake')}${value}`,
    );
    console.log(`    other people ${text('other person')}`);
  }
}

/** Of people with too few recordings to have a spread, too: the plain cosine of two recordings, without whitening. */
function reportPairs(): void {
  const of = (a: Recording, b: Recording) => cosine(meanOf(a.faces), meanOf(b.faces));
  const fakes = recordings.filter(({ label }) => label === 'fake');
  const pairs = named.flatMap(([person, own], group): Pair[] => [
    ...own.flatMap((a, at) =>
      own
        .slice(at + 1)
        .map((b): Pair => ({ label: 'real', group, method: 'genuine', own: false, cosine: of(a, b) })),
    ),
    ...fakes
      .filter((fake) => fake.person === person)
      .flatMap((fake) =>
        own.map((each): Pair => {
          const { method, source } = fake;
          return {
            ...{ label: 'fake', group, method: method ?? 'fake' },
            ...{ own: each.source === source, cosine: of(fake, each) },
          };
        }),
      ),
  ]);
  const genuinePairs = pairs.filter(({ label }) => label === 'real');
  console.log('\npairs of recordings, plain cosine');
  console.log(`two genuine recordings of one person: ${spread(genuinePairs)}`);
  if (genuinePairs.length === 0) return;
  const byMethod = groupedBy(
    pairs.filter(({ label }) => label === 'fake'),
    ({ method, own }) => `${method}, ${own ? 'with the recording it was made of' : 'with another recording'}`,
  );
  for (const [name, asked] of [...byMethod].sort(([a], [b]) => a.localeCompare(b))) {
    const { auc: area } = bootstrap(
      [...asked, ...genuinePairs],
      (drawn) => ({ auc: areaUnderCurve(rocCurve(drawn.map((pair) => ({ ...pair, score: -pair.cosine })))) }),
      { seed: SEED },
    );
    console.log(`${name}: ${spread(asked)}; AUC against genuine pairs ${estimateText(area)}`);
  }
}

interface Pair {
  label: Label;
  group: number;
  method: string;
  /** Whether the genuine one is what the fake was made of. */
  own: boolean;
  cosine: number;
}

function spread(pairs: readonly Pair[]): string {
  const sorted = pairs.map((pair) => pair.cosine).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]?.toFixed(2) ?? '–';
  const people = new Set(pairs.map(({ group }) => group)).size;
  return `${sorted.length} pairs of ${people} people, ${at(0)} to ${at(1)}, median ${at(0.5)}`;
}
