import type { EvidenceRow } from '../../src-main/shared/case.ts';

/** In their order. Nothing watches the single rows: of 20,000 that would take longer than to draw them. */
export const rowsById = (rows: readonly EvidenceRow[]): Map<number, EvidenceRow> =>
  new Map(rows.map((row) => [row.id, row]));
