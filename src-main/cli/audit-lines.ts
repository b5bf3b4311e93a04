/** The state of an audit log, and what in the case differs from it, as lines. */
import type { ChainCheck } from '../shared/case.ts';

export const auditLines = ({ intact, entries, head, faults }: ChainCheck): string[] =>
  intact
    ? [`audit     intact: ${entries} entries, head ${head}`]
    : faults.map(
        ({ kind, problem }) => `${kind === 'log' ? 'audit     BROKEN' : 'case      CHANGED'}: ${problem}`,
      );
