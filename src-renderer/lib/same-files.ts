/** Files of a case that are the same, byte for byte, by their SHA-256. */
import type { EvidenceRow, FileHash } from '../../src-main/shared/case.ts';

/**
 * @param hashes of files without an analysis, which have no stored hash
 * @returns for each file that is there more than once the first other one in the order of adding, by evidence id
 */
export function sameFiles(
  rows: readonly EvidenceRow[],
  hashes: readonly FileHash[],
): ReadonlyMap<number, EvidenceRow> {
  const fresh = new Map(hashes.map(({ evidenceId, sha256 }) => [evidenceId, sha256]));
  const byHash = new Map<string, EvidenceRow[]>();
  for (const row of rows) {
    const sha256 = row.sha256 ?? fresh.get(row.id);
    if (sha256 === undefined) continue;
    const alike = byHash.get(sha256);
    if (alike) alike.push(row);
    else byHash.set(sha256, [row]);
  }
  const same = new Map<number, EvidenceRow>();
  for (const alike of byHash.values()) {
    const [first, second] = alike.toSorted((a, b) => a.id - b.id);
    if (first && second) for (const { id } of alike) same.set(id, id === first.id ? second : first);
  }
  return same;
}
