/** Nothing is measured, and no result stored, in a case that does not agree with its audit log. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCase, openCase } from '../../../src-main/engine/cases/case-file.ts';
import { createAnalysis } from '../../../src-main/engine/casework/analysis.ts';
import { checkCredentialsAgain } from '../../../src-main/engine/casework/check-credentials-again.ts';
import { currentCase, type CurrentCase } from '../../../src-main/engine/casework/current-case.ts';
import { hashEvidence } from '../../../src-main/engine/casework/hash-evidence.ts';
import { measureRatesOf } from '../../../src-main/engine/casework/measure-rates-of.ts';
import { reencode } from '../../../src-main/engine/casework/reencode.ts';
import { createSingleFaces } from '../../../src-main/engine/casework/single-faces.ts';
import type { Toolbox } from '../../../src-main/engine/toolbox.ts';
import { defaultParameters } from '../../../src-main/shared/default-parameters.ts';
import { noLog } from '../../../src-main/shared/log.ts';
import { storeFinding } from '../../support/stored-case.ts';
import { tamper } from '../../support/tamper.ts';
import { sampleFinding } from '../../unit/engine/cases/sample-finding.ts';

let folder: string;
let current: CurrentCase;
const nothing = () => undefined;
/** All tools there are; none does any work. */
const toolbox = {
  analysisTools: () =>
    Promise.resolve({
      ...{ references: sampleFinding().models, provider: { name: 'cpu' }, versions: { exhibit: 'test' } },
      embedder: { name: 'arcface' },
    }),
  trainedOn: () => Promise.resolve([]),
} as unknown as Toolbox;
const run = {
  signal: new AbortController().signal,
  onProgress: nothing,
  check: () => Promise.reject(new Error('work began')),
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-broken-'));
  const path = join(folder, 'a.exhibit');
  const made = createCase(path, 'Exhibit test');
  const clip = join(folder, 'clip.mp4');
  writeFileSync(clip, 'abc');
  storeFinding(made, sampleFinding({ path: clip }));
  made.records.store({
    ...{ kind: 'examiner', subject: 'examiner', evidenceId: null },
    content: { name: 'A. Smith' },
  });
  made.close();
  tamper(path, 'UPDATE scores SET score = 0.01 WHERE face_id = 3');
  current = currentCase(nothing, noLog);
  await current.switchTo(() => openCase(path, 'Exhibit test'));
});
afterEach(async () => {
  await current.close();
  rmSync(folder, { recursive: true });
});

const viewed = () => ({ opening: current.opened().opening, evidenceId: 1 });
const faces = () => createSingleFaces(toolbox, current, { check: run.check }, nothing);

it.each([
  ['an analysis', () => createAnalysis(toolbox, current).start([1], defaultParameters)],
  ['a batch that is continued', () => createAnalysis(toolbox, current).resume(1)],
  ['MD5 and SHA-1', () => hashEvidence(current, 1)],
  ['credentials', () => checkCredentialsAgain(current, () => Promise.reject(new Error('work began')), 1)],
  ['a copy', () => reencode(current.opened(), 1, toolbox, run)],
  [
    'error rates',
    () => measureRatesOf(current.opened(), { evidenceId: 1, table: '/t' }, folder, toolbox, run),
  ],
  ['a missed face', () => faces().add(viewed(), 0, { x: 0, y: 0, width: 1, height: 1 })],
  ['a map', () => faces().occlusion(viewed(), 3)],
  ['a likeness', () => faces().likeness(viewed(), 1, 'Marta')],
])('%s is refused with the first fault', async (_what, work) => {
  const before = current.opened().file.audit.count();
  await expect(work()).rejects.toMatchObject({
    code: 'case/damaged',
    message: expect.stringContaining('Finding 1 was changed after the analysis') as string,
  });
  expect(current.opened().file.audit.count()).toBe(before);
});
