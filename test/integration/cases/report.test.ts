import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCase, viewCase, type CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import { writeLog } from '../../../src-main/engine/reports/write-log.ts';
import { writeReport } from '../../../src-main/engine/reports/write-report.ts';
import { noDetails } from '../../../src-main/shared/notebook.ts';
import { EngineError } from '../../../src-main/shared/errors.ts';
import type { Finding } from '../../../src-main/shared/domain.ts';
import { sampleFinding } from '../../unit/engine/cases/sample-finding.ts';
import { validReport } from '../../support/valid-report.ts';
import { sampleCard } from '../../unit/engine/reports/sample-card.ts';

const hostile = `/evidence/<script>alert(1)<b onclick=x>"'&.mp4`;
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

let folder: string;
let file: CaseFile;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-report-'));
  file = createCase(join(folder, 'a.exhibit'), 'Exhibit test');
  for (const finding of [sampleFinding({ path: hostile }), sampleFinding(faceless)]) {
    const { id } = file.evidence.add({ path: finding.path, sizeBytes: 7 });
    const faces = finding.tracks.flatMap((track) => track.faces);
    const images = { crops: faces.map(() => new Uint8Array([0xff, 0xd8, 0xff])), thumbnail: null };
    file.findings.save(id, 'key', { finding, images, card: sampleCard });
  }
  const { id } = file.evidence.add({ path: '/evidence/sound.mp4', sizeBytes: 7 });
  file.evidence.fail(id, { code: 'media/no-video-stream', message: 'It holds sound only.' });
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

async function written(format: 'html' | 'json' | 'csv'): Promise<string> {
  const path = join(folder, `report.${format}`);
  await writeReport(file, { format, path, overwrite: true });
  return readFileSync(path, 'utf8');
}

describe('every report', () => {
  it('is logged in the case with the hash of the file', async () => {
    const path = join(folder, 'Bericht Ü.html');
    const { sha256 } = await writeReport(file, { format: 'html', path, overwrite: true });
    expect(sha256).toBe(createHash('sha256').update(readFileSync(path)).digest('hex'));
    expect(file.audit.last()).toMatchObject({
      action: 'report-written',
      detail: { path, format: 'html', sha256 },
    });
    expect((await file.verify()).intact).toBe(true);
  });
  it('is written whole or not at all', async () => {
    const path = join(folder, 'taken');
    mkdirSync(path);
    const entries = file.audit.count();
    const before = readdirSync(folder);
    await expect(writeReport(file, { format: 'csv', path, overwrite: true })).rejects.toMatchObject({
      code: 'report/write-failed',
    });
    await expect(
      writeReport(file, { format: 'csv', path: join(folder, 'missing', 'r.csv'), overwrite: true }),
    ).rejects.toMatchObject({
      code: 'report/write-failed',
      message: expect.stringContaining('folder does not exist'),
    });
    expect(readdirSync(folder)).toEqual(before);
    expect(file.audit.count()).toBe(entries);
  });

  it('never replaces the case that it is about', async () => {
    await expect(
      writeReport(file, { format: 'json', path: file.path, overwrite: true }),
    ).rejects.toMatchObject({
      code: 'report/write-failed',
    });
  });

  it('can be made from a case that is only looked at, which stays as it is', async () => {
    file.close();
    const before = readFileSync(file.path);
    const view = viewCase(file.path);
    await writeReport(view, { format: 'csv', path: join(folder, 'report.csv'), overwrite: true });
    view.close();
    expect(readFileSync(join(folder, 'report.csv'), 'utf8')).toContain('sound.mp4');
    expect(readFileSync(file.path).equals(before)).toBe(true);
  });

  it('never replaces the journals that SQLite keeps beside the case', async () => {
    for (const suffix of ['-wal', '-shm', '-journal']) {
      await expect(
        writeReport(file, { format: 'csv', path: file.path + suffix, overwrite: true }),
      ).rejects.toMatchObject({
        code: 'report/write-failed',
      });
    }
  });

  it('goes to the file behind a link, and the link stays', async () => {
    const path = join(folder, 'real.csv');
    writeFileSync(path, 'older');
    symlinkSync(path, join(folder, 'link.csv'));
    const { sha256 } = await writeReport(file, {
      format: 'csv',
      path: join(folder, 'link.csv'),
      overwrite: true,
    });
    expect(lstatSync(join(folder, 'link.csv')).isSymbolicLink()).toBe(true);
    expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(sha256);
  });

  it.skipIf(process.platform === 'win32')('flows through a pipe, which stays a pipe', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const reader = readFile(pipe);
    const { sha256 } = await writeReport(file, { format: 'csv', path: pipe, overwrite: true });
    expect(
      createHash('sha256')
        .update(await reader)
        .digest('hex'),
    ).toBe(sha256);
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });

  it('never replaces evidence, under whatever name', async () => {
    const clip = join(folder, 'clip.mp4');
    writeFileSync(clip, 'as received');
    file.evidence.add({ path: clip, sizeBytes: 11 });
    symlinkSync(clip, join(folder, 'soft'));
    linkSync(clip, join(folder, 'hard'));
    symlinkSync(folder, join(folder, 'way'));
    for (const path of [clip, join(folder, 'soft'), join(folder, 'hard'), join(folder, 'way', 'clip.mp4')]) {
      await expect(writeReport(file, { format: 'csv', path, overwrite: true })).rejects.toMatchObject({
        code: 'report/write-failed',
      });
    }
    const missing = file.evidence.list()[0]!.path;
    await expect(writeReport(file, { format: 'csv', path: missing, overwrite: true })).rejects.toMatchObject({
      code: 'report/write-failed',
    });
    expect(readFileSync(clip, 'utf8')).toBe('as received');
  });

  it('is not left behind when the case can no longer name it', async () => {
    const path = join(folder, 'report.csv');
    const audit = {
      ...file.audit,
      append: () => {
        throw new EngineError('case/disk-full', 'No room.');
      },
    };
    const before = readdirSync(folder);
    await expect(
      writeReport({ ...file, audit }, { format: 'csv', path, overwrite: true }),
    ).rejects.toMatchObject({
      code: 'case/disk-full',
    });
    expect(readdirSync(folder)).toEqual(before);
  });

  it.each(['html', 'json', 'csv'] as const)('claims no proof (%s)', async (format) => {
    expect(await written(format)).not.toMatch(/\bprove[ns]?\b/i);
  });
});

describe('the HTML report', () => {
  it('runs nothing and fetches nothing', async () => {
    const page = await written('html');
    expect(page).not.toMatch(/<script|<link|<iframe|\son\w+="|url\(|@import/i);
    const addresses = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address ?? '');
    expect(addresses.filter((address) => !/^(data:image\/jpeg;base64,|#)/.test(address))).toEqual([]);
    expect(page).toContain("default-src 'none'".replaceAll("'", '&#39;'));
  });

  it('shows a hostile file name as text', async () => {
    expect(await written('html')).toContain('&lt;script&gt;alert(1)&lt;b onclick=x&gt;&quot;&#39;&amp;.mp4');
  });

  it('holds what a second expert needs', async () => {
    const page = await written('html');
    const finding = sampleFinding();
    for (const needed of [
      finding.sha256,
      ...finding.models.map(({ sha256 }) => sha256),
      'ONNX Runtime 1.30.0',
      'ffmpeg 6.1.1',
      '8 frames spread evenly',
      'frames scaled down to 1280 px',
      'likely real up to 0.35, likely fake from 0.65 on, threshold 0.50',
      ...finding.verdict.reasons,
      'frame 70',
      '44 + 34',
      '(0.72–0.87)',
      ...sampleCard.limits,
      'media/no-video-stream',
    ]) {
      expect(page).toContain(needed);
    }
    const beforeTheReport = [...file.audit.entries()].at(-2);
    expect(page).toContain(beforeTheReport!.hash);
  });

  it('gives a video without faces no score', async () => {
    const page = await written('html');
    const section = page.slice(page.indexOf('empty street.mp4</h3>'), page.indexOf('sound.mp4</h3>'));
    expect(section).toContain('Not applicable');
    expect(section).toContain('No score');
    expect(section).not.toMatch(/Score \d|Likely real/);
  });

  it('tells no rate, time or length of a photograph, also where an earlier version stored them', async () => {
    const finding = sampleFinding({ path: '/evidence/photograph.jpg' });
    const { id } = file.evidence.add({ path: finding.path, sizeBytes: 7 });
    const media = { ...finding.media, kind: 'still' as const, durationMs: null };
    const faces = finding.tracks.flatMap((track) => track.faces);
    const images = { crops: faces.map(() => new Uint8Array([0xff, 0xd8, 0xff])), thumbnail: null };
    file.findings.save(id, 'key', { finding: { ...finding, media }, images, card: sampleCard });
    const html = await written('html');
    const section = html.slice(html.indexOf('photograph.jpg</h3>')).split('</section>')[0];
    expect(section).toContain('still picture');
    const times = /fps|frames\/s|\d:\d\d\.\d{3}|Time<|Length</;
    expect(html).toMatch(times);
    expect(section).not.toMatch(times);
  });

  it('gives the error rates of every model that made a finding, whatever its name', async () => {
    const [detector] = sampleFinding().models;
    const other = { role: 'classifier' as const, name: 'default', sha256: 'f'.repeat(64) };
    const finding = sampleFinding({ path: '/evidence/later.mp4', models: [detector!, other], tracks: [] });
    const card = { ...sampleCard, limits: ['Knows one forger only.'] };
    const { id } = file.evidence.add({ path: finding.path, sizeBytes: 7 });
    file.findings.save(id, 'key', { finding, images: { crops: [], thumbnail: null }, card });
    const page = await written('html');
    expect(page).toContain('made with 2 different models');
    expect(page).toContain(sampleCard.limits[0]);
    expect(page).toContain('Knows one forger only.');
    const { classifiers } = validReport(await written('json')) as { classifiers: { sha256: string }[] };
    expect(classifiers.map(({ sha256 }) => sha256)).toEqual(['c'.repeat(64), other.sha256]);
  });

  it('says loudly in every format when the case does not agree with its log', async () => {
    const broken = {
      ...file,
      verify: async () => ({
        ...(await file.verify()),
        intact: false,
        faults: [{ kind: 'content' as const, seq: 3, problem: 'Finding 1 was changed.' }],
      }),
    };
    const text = async (format: 'html' | 'json' | 'csv') => {
      const path = join(folder, `report.${format}`);
      await writeReport(broken, { format, path, overwrite: true });
      return readFileSync(path, 'utf8');
    };
    const page = await text('html');
    expect(page).toContain('The case does not agree with its audit log.');
    expect(page).toMatch(/<li>\s*Finding 1 was changed\.\s*<\/li>/);
    expect(validReport(await text('json'))).toMatchObject({
      chain: { intact: false, faults: [{ problem: 'Finding 1 was changed.' }] },
    });
    const rows = parse(await text('csv'), { columns: true }) as Record<string, string>[];
    expect(rows.map((row) => row['audit_log'])).toEqual(rows.map(() => 'BROKEN: Finding 1 was changed.'));
    const log = join(folder, 'log.csv');
    await writeLog(broken, [], log, true);
    expect(readFileSync(log, 'utf8')).toContain('audit log BROKEN,,Finding 1 was changed.');
  });
});

describe('what examiners wrote down', () => {
  const basis = { sha256: sampleFinding().sha256, findingId: 1 };
  beforeEach(() => {
    const { records } = file;
    records.store({
      kind: 'examiner',
      subject: 'examiner',
      evidenceId: null,
      content: { name: 'A. <b>Smith' },
    });
    records.store({
      ...{ kind: 'details', subject: 'details', evidenceId: null },
      content: { ...noDetails, number: '2026/17', propositionFake: 'Somebody put his face there.' },
    });
    records.store({
      ...{ kind: 'exhibit', subject: 'exhibit/1', evidenceId: 1 },
      content: { number: 'JS/1', source: 'phone of J. Stone', acquisition: 'copied by cable' },
    });
    const opinion = { opinion: 'real-weakly', confidence: 'low', reasons: 'No seam.', person: null } as const;
    for (const reviewed of [false, true]) {
      records.store({
        ...{ kind: 'conclusion', subject: 'conclusion/1/video/A. <b>Smith', evidenceId: 1 },
        content: { ...opinion, reviewed, basis },
      });
    }
    const place = { kind: 'frame', at: { frameIndex: 7, ptsMs: 233 } } as const;
    records.store({
      ...{ kind: 'note', subject: 'note/1', evidenceId: 1 },
      content: { place, region: null, tags: ['seam'], text: '=look here' },
    });
  });

  it('is in the HTML report, apart from the verdict of the model', async () => {
    const page = await written('html');
    for (const needed of [
      '2026/17',
      'Somebody put his face there.',
      'A. &lt;b&gt;Smith',
      'JS/1',
      'copied by cable',
    ]) {
      expect(page).toContain(needed);
    }
    const [section] = page.split('id="video-1"')[1]!.split('id="video-2"');
    expect(section).toContain('Likely fake');
    expect(section!.split('What the examiner concludes')[1]).toMatch(
      /weakly support that the face is real.*No seam\..*1 earlier version.*0:00\.233, frame 7.*seam.*=look here/s,
    );
    expect(section).not.toMatch(/does\s+not\s+speak\s+of\s+the\s+newest/);
  });

  it('says when a video was analysed again after a conclusion', async () => {
    const finding = sampleFinding({ path: hostile });
    const crops = finding.tracks.flatMap(({ faces }) => faces).map(() => null);
    file.findings.save(1, 'other', { finding, images: { crops, thumbnail: null }, card: sampleCard });
    expect(await written('html')).toMatch(/does\s+not\s+speak\s+of\s+the\s+newest/);
    expect(await written('csv')).toContain('on an earlier finding');
  });

  it('is in the JSON and CSV reports, and no formula of a spreadsheet', async () => {
    const report = validReport(await written('json')) as { case: unknown; videos: { examiner: unknown }[] };
    expect(report.case).toMatchObject({
      details: { number: '2026/17' },
      examiners: ['A. <b>Smith'],
      blind: false,
    });
    expect(report.videos[0]!.examiner).toMatchObject({
      exhibit: { number: 'JS/1' },
      conclusions: [
        { author: 'A. <b>Smith', content: { opinion: 'real-weakly' }, earlier: 1, outdated: false },
      ],
      notes: [{ content: { text: '=look here' } }],
    });
    const [row] = parse(await written('csv'), { columns: true }) as Record<string, string>[];
    expect(row).toMatchObject({
      exhibit_number: 'JS/1',
      conclusions: 'A. <b>Smith: real-weakly: low: No seam.',
      notes: '0:00.233, frame 7 [seam]: =look here (A. <b>Smith)',
    });
  });
});

describe('the JSON report', () => {
  it('is one document with every finding as stored', async () => {
    const report = validReport(await written('json')) as {
      videos: { path: string; finding: Finding | null }[];
    };
    expect(report).toMatchObject({
      software: 'Exhibit test',
      chain: { intact: true },
      classifiers: [{ card: { name: 'default' } }],
    });
    expect(report.videos.map(({ path }) => path)).toEqual([hostile, faceless.path, '/evidence/sound.mp4']);
    const [first, , failed] = report.videos;
    expect(first?.finding?.verdict).toEqual(sampleFinding().verdict);
    expect(first?.finding?.tracks[0]?.faces).toHaveLength(8);
    expect(failed?.finding).toBeNull();
  });
});

describe('the CSV report', () => {
  it('has one row a video, with no number where there is no score', async () => {
    const rows = parse(await written('csv'), { columns: true }) as Record<string, string>[];
    const answers = rows.map((row) => `${row['verdict']},${row['score']},${row['error_code']}`);
    expect(answers).toEqual(['likely-fake,0.835,', 'not-applicable,,', ',,media/no-video-stream']);
    expect(rows[0]).toMatchObject({ path: hostile, faces: '10', faces_scored: '8', frames_used: '8' });
  });
});
