/** The state of an audit log as lines. */
import type { ChainCheck } from '../shared/case.ts';

export const auditLines = ({ intact, entries, head, faults }: ChainCheck): string[] =>
  intact
    ? [`audit     intact: ${entries} entries, head ${head}`]
    : faults.map(({ problem }) => `audit     BROKEN: ${problem}`);
