/** What a report says against its own findings: the opposing expert's annex, and how each answer moves. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCase, type CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import { writeReport } from '../../../src-main/engine/reports/write-report.ts';
import type { Finding } from '../../../src-main/shared/domain.ts';
import { validReport } from '../../support/valid-report.ts';
import { sampleFinding } from '../../unit/engine/cases/sample-finding.ts';
import { sampleCard } from '../../unit/engine/reports/sample-card.ts';

const faceless: Partial<Finding> = {
  path: '/evidence/empty street.mp4',
  tracks: [],
  verdict: {
    outcome: 'not-applicable',
    score: null,
    log10LikelihoodRatio: null,
    reasons: ['No face was found in 8 frames.'],
  },
};

/** The video has the verdict of its first track. */
const deciding = sampleFinding().tracks[0]!.verdict;

let folder: string;
let file: CaseFile;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-scrutiny-'));
  file = createCase(join(folder, 'a.exhibit'), 'Exhibit test');
  for (const finding of [sampleFinding({ verdict: deciding }), sampleFinding(faceless)]) {
    const { id } = file.evidence.add({ path: finding.path, sizeBytes: 7 });
    const faces = finding.tracks.flatMap((track) => track.faces);
    const images = { crops: faces.map(() => new Uint8Array([0xff, 0xd8, 0xff])), thumbnail: null };
    file.findings.save(id, 'key', { finding, images, card: sampleCard });
  }
  const { id } = file.evidence.add({ path: '/evidence/sound.mp4', sizeBytes: 7 });
  file.evidence.fail(id, { code: 'media/no-video-stream', message: 'It holds sound only.' });
});
afterAll(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

async function written(format: 'html' | 'json'): Promise<string> {
  const path = join(folder, `report.${format}`);
  await writeReport(file, { format, path, overwrite: true });
  return readFileSync(path, 'utf8');
}

describe('a report', () => {
  it('ends with what an opposing expert could ask of each video, and how its answer moves', async () => {
    const html = await written('html');
    const annex = html.slice(html.indexOf('Annex: what an opposing expert could ask'));
    expect(annex).toContain('Of 44 real held-out videos, 4 were called likely fake, as this one is.');
    expect(annex).toContain('without sampled frame 0');
    // Once for all videos.
    expect(annex.match(/Beauty filters, make-up/g)).toHaveLength(1);
    expect(html.slice(0, -annex.length)).toContain('With other choices of the sampled frames the answer');
    // A video without a score has only what was not examined in it.
    const faceless = annex.slice(
      annex.indexOf('2. empty street.mp4'),
      annex.indexOf('Integrity of the case'),
    );
    expect(faceless).toContain('What was not examined or not measured');
    expect(faceless).not.toContain('Where the model is known to fail');
    expect(faceless).not.toContain('How the answer moves');
  });

  it('says the reasons of a verdict once, in its box', async () => {
    const html = await written('html');
    const findings = html.slice(0, html.indexOf('Annex: what an opposing expert could ask'));
    for (const reason of deciding.reasons) expect(findings.split(reason)).toHaveLength(2);
    expect(findings.match(/As in the box above\./g)).toHaveLength(1);
    expect(findings.split('No face was found')).toHaveLength(2);
  });

  it('has error rates by quality, the moves of the answer and the annex where there is a score', async () => {
    const { videos } = validReport(await written('json')) as { videos: Record<string, unknown>[] };
    const [scored, without, failed] = videos;
    expect(scored).toMatchObject({
      quality: { shortSide: 720, measured: true },
      sensitivity: { unvaried: { outcome: 'likely-fake' }, variations: expect.any(Array) },
    });
    expect((scored!['annex'] as { part: string }[]).map(({ part }) => part)).toContain('failure');
    expect(without).toMatchObject({ quality: null, sensitivity: null });
    expect((without!['annex'] as { part: string }[]).map(({ part }) => part)).not.toContain('failure');
    expect(failed).toMatchObject({ quality: null, sensitivity: null, annex: [] });
  });
});
