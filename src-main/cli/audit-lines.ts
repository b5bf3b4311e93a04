/** The state of an audit log, and what in the case differs from it, as lines. */
import { anchorText } from '../shared/anchor.ts';
import type { ChainCheck } from '../shared/case.ts';

export const auditLines = ({ intact, entries, head, faults }: ChainCheck): string[] =>
  intact
    ? [`audit     intact: ${entries} entries, head ${head}`]
    : faults.map(
        ({ kind, problem }) => `${kind === 'log' ? 'audit     BROKEN' : 'case      CHANGED'}: ${problem}`,
      );

/**
 * The anchor of the log as it is, to note; none of a log with gaps, where number and hash never stood together.
 * @param beside whether a line says how an anchor that was given fares: the two are not to be mixed up
 */
export function newestAnchor(chain: ChainCheck, beside: boolean): string[] {
  if (chain.faults.some(({ kind }) => kind === 'log')) return [];
  return [`${beside ? 'newest    anchor ' : 'anchor    '}${anchorText(chain)}`];
}
