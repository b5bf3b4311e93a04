/**
 * Compares clips with the references of a person on equal terms. Each reference is compared with the others alone. So is
 * every other clip: once for each reference that is left out, and the mean counts. A comparison with all references at
 * once would favour the questioned clip, whose person is then known from one clip more.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LEAST_REFERENCES } from '../../shared/likeness.ts';
import type { WorkRun } from '../support/work-run.ts';
import { personLikeness, type ClipFaces } from './person-likeness.ts';

interface Similarities {
  /** Of each reference to the others. */
  references: number[];
  /** Of each further clip. */
  clips: number[];
}

/**
 * @param references clips of one person that do not depend on each other, at least `LEAST_REFERENCES`
 * @throws RangeError if there are fewer; the abort reason
 */
export async function leaveOneOut(
  references: readonly ClipFaces[],
  clips: readonly ClipFaces[],
  { signal, onProgress }: WorkRun,
): Promise<Similarities> {
  const { length: count } = references;
  if (count < LEAST_REFERENCES) throw new RangeError(`${count} references; ${LEAST_REFERENCES} are needed`);
  const similarities: Similarities = { references: [], clips: clips.map(() => 0) };
  for (const [index, left] of references.entries()) {
    onProgress({ stage: 'score', done: index, total: count });
    await nextTurn(undefined, { signal });
    const likeness = personLikeness(references.toSpliced(index, 1));
    similarities.references.push(likeness(left));
    for (const [at, clip] of clips.entries()) similarities.clips[at]! += likeness(clip) / count;
  }
  return similarities;
}
