/** Pictures of the project whose faces and scores are known: the same program gives them again on every machine. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { defaultParameters } from '../../shared/default-parameters.ts';
import { EngineError } from '../../shared/errors.ts';
import type { AnsweredPicture } from '../../shared/validation.ts';
import { countOf } from '../../shared/wording.ts';
import { fingerprint } from '../media/fingerprint.ts';
import { isSameFace } from '../people/resolve-anchor.ts';
import { analyseVideo } from '../pipeline/analyse-video.ts';
import type { AnalysisTools } from '../pipeline/analysis-tools.ts';
import { scoreTolerance } from '../pipeline/same-score.ts';

const ANSWERS_FILE = 'known-answers.json';

const box = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
const knownAnswers = z.object({
  /** SHA-256 of the model whose scores these are; of other models, faces alone are compared. */
  model: z.string(),
  pictures: z.array(
    z.object({
      name: z.string(),
      sha256: z.string(),
      /** Null for a face that was refused. */
      faces: z.array(z.object({ box, score: z.number().nullable() })),
    }),
  ),
});
export type KnownAnswers = z.infer<typeof knownAnswers>;
type KnownPicture = KnownAnswers['pictures'][number];

/** @param resources the folder with `resources/`. @throws EngineError models/missing where they are not there */
export async function readKnownAnswers(resources: string): Promise<KnownAnswers> {
  const path = join(resources, 'resources', 'validation', ANSWERS_FILE);
  try {
    return knownAnswers.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    const message = `${path}, which holds the known answers, is missing or damaged. Install Exhibit again.`;
    throw new EngineError('models/missing', message, { cause });
  }
}

/** @param folder of the pictures. @throws EngineError media/… for a picture that is not there; the abort reason */
export async function answerPictures(
  { model, pictures }: KnownAnswers,
  folder: string,
  tools: AnalysisTools,
  signal: AbortSignal,
): Promise<AnsweredPicture[]> {
  const answered: AnsweredPicture[] = [];
  const onProgress = () => undefined;
  for (const known of pictures) {
    const path = join(folder, known.name);
    const file = await fingerprint(path, { signal });
    const { finding } = await analyseVideo(path, file, defaultParameters, tools, { signal, onProgress });
    const faces = finding.tracks.flatMap((track) =>
      track.faces.map(({ box: at, score }) => ({ box: at, score })),
    );
    const sameModel = model === tools.classifier.sha256;
    answered.push({ name: known.name, faces, ...compared(known, faces, sameModel, tools.provider.name) });
    if (file.sha256 !== known.sha256) {
      answered.at(-1)!.problem =
        'The picture itself is another one than was recorded. Install Exhibit again.';
    }
  }
  return answered;
}

function compared(
  known: KnownPicture,
  faces: AnsweredPicture['faces'],
  sameModel: boolean,
  provider: AnalysisTools['provider']['name'],
): Pick<AnsweredPicture, 'largestDifference' | 'problem'> {
  const pairs = known.faces.map((face) => ({
    face,
    found: faces.find((each) => isSameFace(each.box, face.box)),
  }));
  const missing = pairs.filter(({ found }) => found === undefined).length;
  const differences = pairs.flatMap(({ face, found }) =>
    sameModel && found && face.score !== null && found.score !== null
      ? [Math.abs(face.score - found.score)]
      : [],
  );
  const largestDifference = differences.length === 0 ? null : Math.max(...differences);
  const refusals = pairs.filter(
    ({ face, found }) => found && (face.score === null) !== (found.score === null),
  );
  const tolerance = scoreTolerance('cpu', provider);
  const problem =
    missing > 0 || faces.length !== known.faces.length
      ? `${countOf(faces.length, 'face')} found, ${known.faces.length - missing} of the ${known.faces.length} known ones.`
      : refusals.length > 0
        ? `${countOf(refusals.length, 'face')} refused that was not, or the reverse.`
        : largestDifference !== null && largestDifference > tolerance
          ? `A score differs by ${largestDifference.toFixed(4)}, which is more than ${tolerance}.`
          : null;
  return { largestDifference, problem };
}
