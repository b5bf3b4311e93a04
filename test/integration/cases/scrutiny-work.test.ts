/** How often a report works out what a finding has to stand up to. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createCase, type CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import { scrutinyOf } from '../../../src-main/engine/reports/scrutiny.ts';
import { writeReport } from '../../../src-main/engine/reports/write-report.ts';
import { sampleFinding } from '../../unit/engine/cases/sample-finding.ts';
import { sampleCard } from '../../unit/engine/reports/sample-card.ts';

vi.mock(import('../../../src-main/engine/reports/scrutiny.ts'), { spy: true });

let folder: string;
let file: CaseFile;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-scrutiny-work-'));
  file = createCase(join(folder, 'a.exhibit'), 'Exhibit test');
  const finding = sampleFinding();
  const { id } = file.evidence.add({ path: finding.path, sizeBytes: 7 });
  const crops = finding.tracks.flatMap(({ faces }) => faces.map(() => new Uint8Array([0xff, 0xd8, 0xff])));
  file.findings.save(id, 'key', { finding, images: { crops, thumbnail: null }, card: sampleCard });
  vi.mocked(scrutinyOf).mockClear();
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

it.each([
  ['csv', 0],
  ['json', 1],
  ['html', 1],
] as const)('a report as %s works it out %i times for a video', async (format, times) => {
  await writeReport(file, { format, path: join(folder, `report.${format}`), overwrite: true });
  expect(scrutinyOf).toHaveBeenCalledTimes(times);
});
