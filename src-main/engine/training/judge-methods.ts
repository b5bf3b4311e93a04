/** How well the fakes of each method are told from real videos: a mean over all hides the one that is missed. */
import type { MethodRow } from '../../shared/model-card.ts';
import { groupedBy } from '../support/grouped.ts';
import { THRESHOLD } from '../verdict/confidence.ts';
import { cardRow, type JudgedVideo } from './judge-held-out.ts';

/** Every method against all real videos; that with the most fakes first. */
export function judgeMethods(videos: readonly JudgedVideo[], seed: number): MethodRow[] {
  const genuine = videos.filter(({ label }) => label === 'real');
  const byMethod = groupedBy(
    videos.filter(({ label }) => label === 'fake'),
    ({ method }) => method,
  );
  const settings = { classifier: 'combined', level: 'video', split: 'by-identity', seed } as const;
  return [...byMethod]
    .map(([method, fakes]) => ({
      ...{ method, fake: fakes.length },
      calledFake: fakes.filter(({ score }) => score >= THRESHOLD).length,
      groups: new Set(fakes.map(({ group }) => group)).size,
      auc: cardRow([...genuine, ...fakes], settings).auc,
    }))
    .sort((a, b) => b.fake - a.fake);
}
