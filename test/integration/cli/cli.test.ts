import { spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { testDecoder } from '../../support/decoder.ts';
import { createCase } from '../../../src-main/engine/cases/case-file.ts';
import { defaultParameters } from '../../../src-main/shared/default-parameters.ts';
import type { ModelCard } from '../../../src-main/shared/model-card.ts';
import { modelWorth } from '../../../src-main/shared/model-worth.ts';
import { exhibitCommand } from '../../support/exhibit-command.ts';
import { storeFinding } from '../../support/stored-case.ts';
import { tamper } from '../../support/tamper.ts';
import { project, writeFaceClip } from '../../support/face-clip.ts';

let folder: string;
const at = (name: string) => join(folder, name);

interface Run {
  code: number | null;
  out: string;
  err: string;
}

function start(args: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [exhibitCommand, ...args], {
    env: { ...process.env, XDG_CONFIG_HOME: at('config'), ...env },
  });
  const run: Run = { code: null, out: '', err: '' };
  child.stdout.on('data', (text: Buffer) => (run.out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (run.err += text.toString()));
  const ended = new Promise<Run>((resolve) => child.on('close', (code) => resolve({ ...run, code })));
  return { child, run, ended };
}

const exhibit = (...args: string[]) => start(args).ended;
const slow = ['--provider', 'cpu', '--frames', '300'];
const quick = ['--provider', 'cpu', '--frames', '4', '--min-face', '40'];

/** Begins as a video does, and holds none. */
const broken = '\0\0\0\x18ftypisom\0\0\0\0isomnot a video';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-cli-'));
  await writeFaceClip(at('видео ü (1).mp4'));
  writeFileSync(at('broken.mp4'), broken);
});
afterAll(() => rmSync(folder, { recursive: true }));

it('analyses what it can, names what it can not, and writes both as JSON', async () => {
  const json = at('results.json');
  const run = await exhibit('analyse', folder, '--case', at('a.exhibit'), '--json', json, ...quick);
  expect(run.code).toBe(3);
  expect(run.err).toMatch(/broken\.mp4 .*\[media\//);
  const { exhibit: version, videos } = JSON.parse(readFileSync(json, 'utf8'));
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  const [broken, clip] = videos;
  expect(broken).toMatchObject({ verdict: null, error: { code: expect.stringMatching(/^media\//) } });
  expect(clip).toMatchObject({ framesUsed: 4, framesSkipped: 0, error: null });
  expect(clip.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(clip.faces).toBe(clip.tracks.flatMap((track: { faces: unknown[] }) => track.faces).length);
  expect(clip.tracks[0].faces[0].box).toEqual({
    x: expect.any(Number),
    y: expect.any(Number),
    width: expect.any(Number),
    height: expect.any(Number),
  });
});

const codesIn = (text: string) => text.match(/\[[a-z]+\/[a-z-]+\]/g);

it('shows what the reader sees: of a video its streams and times, of a photograph neither', async () => {
  const video = await exhibit('probe', at('видео ü (1).mp4'));
  expect(video).toMatchObject({ code: 0, err: '' });
  expect(video.out).toMatch(/^kind +video, MP4$/m);
  expect(video.out).toMatch(/^frames +\d+ frames, \d+ key frames?, counted from packets$/m);
  expect(video.out).toMatch(/^times +0:00\.000 to 0:0\d\.\d{3}$/m);
  const photograph = await exhibit('probe', join(project, 'resources', 'sample', 'photograph 1.jpg'));
  expect(photograph.out).toMatch(/^kind +picture, JPEG$/m);
  expect(photograph.out).not.toMatch(/^(stream|frames|times|clock) {2}/m);
  const said = await exhibit('probe', '--json', join(project, 'resources', 'sample', 'photograph 1.jpg'));
  expect(said.out).not.toContain('frames/s');
  expect(JSON.parse(said.out)).toMatchObject({
    media: { video: { averageFrameRate: null, nominalFrameRate: null, frameCount: 1, durationMs: null } },
  });
});

it.skipIf(process.platform === 'win32')(
  'looks into each file of a folder once, and lists all that it leaves out',
  async () => {
    const { ffmpeg, ffprobe } = await testDecoder();
    mkdirSync(at('tools'));
    symlinkSync(ffmpeg, at('tools/ffmpeg'));
    writeFileSync(
      at('tools/ffprobe'),
      `#!/bin/sh\nprintf '%s\\n' "$*" >> '${at('asked')}'\nexec '${ffprobe}' "$@"\n`,
    );
    chmodSync(at('tools/ffprobe'), 0o755);
    mkdirSync(at('several'));
    copyFileSync(at('видео ü (1).mp4'), at('several/carved'));
    writeFileSync(at('several/blob.dat'), Buffer.of(0, 1, 2, 3));
    for (let index = 1; index <= 7; index += 1) writeFileSync(at(`several/code${index}.ts`), 'export {};\n');
    const json = at('several.json');
    const args = ['analyse', at('several'), '--case', at('several.exhibit'), '--json', json, ...quick];
    const run = await start(args, { EXHIBIT_FFMPEG: at('tools/ffmpeg') }).ended;
    // The blob may be evidence of a kind that nobody here knows.
    expect(run.code).toBe(3);
    expect(run.err).toContain('7 files were left out');
    for (let index = 1; index <= 7; index += 1) expect(run.err).toContain(`code${index}.ts: a text file`);
    expect(run.err).toMatch(/LEFT OUT +.*blob\.dat: no video or picture was found in it/);
    const { videos, leftOut } = JSON.parse(readFileSync(json, 'utf8'));
    expect(videos.map(({ path }: { path: string }) => path)).toEqual([at('several/carved')]);
    expect(leftOut).toHaveLength(8);
    const asked = readFileSync(at('asked'), 'utf8').split('\n');
    expect(asked.filter((line) => line.includes('blob.dat'))).toHaveLength(1);
  },
);

it('skips what is done when it is run again, and shows the case and its report', async () => {
  const clip = at('видео ü (1).mp4');
  const file = at('b.exhibit');
  expect((await exhibit('analyse', clip, '--case', file, ...quick)).err).toContain(
    '1 of 1 analysed, 0 failed',
  );
  const again = await exhibit('analyse', clip, '--case', file, ...quick);
  expect(again.code).toBe(0);
  expect(again.err).toContain('0 of 1 analysed, 1 already analysed in the same way, 0 failed');
  const card = JSON.parse(readFileSync(join(project, 'models/default/card.json'), 'utf8')) as ModelCard;
  expect(again.err).toContain(modelWorth(card));
  const shown = await exhibit('case', file);
  expect(shown.code).toBe(0);
  expect(shown.out).toContain(clip);
  expect(shown.out).toMatch(/audit +intact/);
  expect(shown.out).toMatch(/^model +\S/m);
  expect(shown.out).toContain(modelWorth(card));
  const report = at('report.html');
  expect((await exhibit('report', file, '--out', report)).code).toBe(0);
  expect(readFileSync(report, 'utf8')).toContain('</html>');
});

it('replaces no file unasked', async () => {
  const [notes, file] = [at('notes.html'), at('i.exhibit')];
  writeFileSync(notes, 'mine');
  createCase(file, 'Exhibit test').close();
  const commands = [
    ['report', file, '--out', notes],
    ['models', 'export', 'default', '--out', notes],
    ['analyse', at('broken.mp4'), '--case', file, '--json', notes, ...quick],
  ];
  for (const command of commands) {
    const refused = await exhibit(...command);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('exists already. Choose another name, or replace it with --overwrite');
  }
  expect(readFileSync(notes, 'utf8')).toBe('mine');
  expect((await exhibit('report', file, '--out', notes, '--overwrite')).code).toBe(0);
  expect(readFileSync(notes, 'utf8')).toContain('</html>');
});

it('never replaces a video or a case, also when asked', async () => {
  const [video, file] = [at('kept.mp4'), at('kept.exhibit')];
  await writeFaceClip(video, 4);
  createCase(file, 'Exhibit test').close();
  const before = readFileSync(video);
  for (const kept of [video, file]) {
    for (const asked of [[], ['--overwrite']]) {
      const refused = await exhibit('models', 'export', 'default', '--out', kept, ...asked);
      expect(refused.code).toBe(1);
      expect(refused.err).toContain('may be evidence or a case');
    }
  }
  const report = await exhibit('report', file, '--out', video);
  expect(report.err).toContain('may be evidence or a case');
  expect(readFileSync(video).equals(before)).toBe(true);
  expect((await exhibit('case', file)).out).toMatch(/audit +intact/);
});

it('says of a case that was changed that it is broken, and analyses nothing into it', async () => {
  const file = at('changed.exhibit');
  const made = createCase(file, 'Exhibit test');
  storeFinding(made);
  made.close();
  tamper(file, 'UPDATE verdicts SET score = 0.02');
  const analysed = await exhibit('analyse', at('видео ü (1).mp4'), '--case', file, ...quick);
  expect(analysed).toMatchObject({
    code: 1,
    err: expect.stringMatching(/does not agree with its audit log: .*\[case\/damaged\]/),
  });
  const report = at('changed.csv');
  const reported = await exhibit('report', file, '--format', 'csv', '--out', report);
  expect(reported).toMatchObject({ code: 1, err: expect.stringContaining('CHANGED: Finding 1') as string });
  expect(readFileSync(report, 'utf8')).toContain('BROKEN: ');
  const shown = await exhibit('case', file);
  expect(shown).toMatchObject({ code: 1, out: expect.stringContaining('evidence  1\n') as string });
});

it('stops at an interrupt and can be run on', async () => {
  const clip = at('long.mp4');
  await writeFaceClip(clip, 30);
  const { child, run, ended } = start(['analyse', clip, '--case', at('c.exhibit'), ...slow]);
  await vi.waitFor(() => expect(run.err).toContain('long.mp4'), { timeout: 60_000, interval: 50 });
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
  expect((await exhibit('case', at('c.exhibit'))).out).toMatch(/^1 {2}waiting +.*long\.mp4/m);
});

it.each([
  [['analyse', '--case', 'x.exhibit'], '<files or folders> is missing'],
  [['analyse', 'x.mp4'], '--case is missing'],
  [['analyse', 'x.mp4', '--case', 'x.exhibit', '--frames', 'many'], '--frames takes a number'],
  [['analyse', 'x.mp4', '--case', 'x.exhibit', '--frames', '4.7'], '--frames takes a whole number'],
  [['analyse', 'x.mp4', '--case', 'x.exhibit', '--detect-size', '5'], '--detect-size takes 0 or'],
  [['analyse', '', '--case', 'x.exhibit'], 'a name is empty'],
  [['frobnicate'], "no command 'frobnicate'"],
  [['analyse', 'x.mp4', '--case', 'x.exhibit', '--folds', '3'], "unknown option '--folds'"],
  [['dataset', 'list', '--folds', '3'], "unknown option '--folds'"],
  [['experiment', 'list', '--epochs', '3'], "unknown option '--epochs'"],
  [['models', 'show', 'default', '--out', 'x'], "unknown option '--out'"],
  [['models', 'list', 'default'], 'too many arguments'],
])('refuses %j as wrong usage', async (args, message) => {
  const run = await exhibit(...args);
  expect(run.code).toBe(2);
  expect(run.err).toContain(message);
  expect(run.err).toMatch(/^exhibit: .* \[cli\/usage\]\n/);
});

it.each([
  [['analyse', '--help'], '--frames', '1 to 1000000', 'default: 32'],
  [['train', '-h'], '--learning-rate', '1e-8 to 10', 'default: 0.0003'],
  [['dataset', '--help'], '--folds', '2 to 20', 'default: 5'],
  [['dataset', 'export', '--help'], '--frames', '1 to 1000', 'default: 1'],
  [['experiment', 'run', '--help'], '--units', '1 to 4096', 'default 256'],
])('says what options take, within which range, and what holds without them: %j', async (args, ...said) => {
  const { code, out } = await exhibit(...args);
  expect(code).toBe(0);
  for (const text of said) expect(out).toContain(text);
});

it('says what a crash left of an analysis, in the case and after the next one', async () => {
  const clip = at('видео ü (1).mp4');
  const file = createCase(at('crashed.exhibit'), 'Exhibit test');
  const evidenceIds = ['/evidence/one.mp4', '/evidence/two.mp4'].map(
    (path) => file.evidence.add({ path, sizeBytes: 1 }).id,
  );
  const { id } = file.jobs.create({ evidenceIds, parameters: defaultParameters });
  file.jobs.update(id, { state: 'running' });
  file.close();
  const shown = await exhibit('case', at('crashed.exhibit'));
  expect(shown.out).toMatch(/job +interrupted after 0 of 2 videos; run its command again to continue/);
  const run = await exhibit('analyse', clip, '--case', at('crashed.exhibit'), ...quick);
  expect(run.err).toContain(`2 videos of the interrupted analysis ${id} not done yet`);
});

it('names what it could not read, and does not call that success', async () => {
  const mixed = at('mixed');
  mkdirSync(mixed);
  await writeFaceClip(join(mixed, 'clip.mp4'));
  symlinkSync(join(mixed, 'circle'), join(mixed, 'circle'));
  const run = await exhibit('analyse', mixed, '--case', at('e.exhibit'), ...quick);
  expect(run.code).toBe(3);
  expect(run.err).toMatch(/LEFT OUT +.*circle: .*ELOOP/);
});

it('writes no results over evidence', async () => {
  const clip = at('broken.mp4');
  const run = await exhibit('analyse', clip, '--case', at('f.exhibit'), '--json', clip, ...quick);
  expect(run.err).toContain('[report/write-failed]');
  expect(readFileSync(clip, 'utf8')).toBe(broken);
  expect(existsSync(at('f.exhibit'))).toBe(false);
});

it('makes no case for a file that does not exist', async () => {
  const run = await exhibit('analyse', at('gone.mp4'), '--case', at('d.exhibit'));
  expect([run.code, codesIn(run.err)]).toEqual([1, ['[media/not-found]']]);
  expect(existsSync(at('d.exhibit'))).toBe(false);
});

it('gives each file that it leaves out one code, also where nothing is left to do', async () => {
  writeFileSync(at('notes.txt'), 'seen at the harbour');
  const alone = await exhibit('analyse', at('notes.txt'), '--case', at('n.exhibit'));
  expect([alone.code, codesIn(alone.err)]).toEqual([1, ['[media/unsupported]']]);
  const two = await exhibit('analyse', at('notes.txt'), at('gone.mp4'), '--case', at('n.exhibit'));
  expect([two.code, codesIn(two.err)]).toEqual([1, ['[media/unsupported]', '[media/not-found]']]);
  expect(existsSync(at('n.exhibit'))).toBe(false);
});

it('makes no case for a model that does not exist', async () => {
  const clip = at('broken.mp4');
  const run = await exhibit('analyse', clip, '--case', at('g.exhibit'), '--model', 'nope', ...quick);
  expect(run.code).toBe(1);
  expect(run.err).toContain('[models/unknown]');
  expect(existsSync(at('g.exhibit'))).toBe(false);
});

it('goes on when one name among several is misspelled, and names it', async () => {
  const run = await exhibit(
    'analyse',
    at('gone.mp4'),
    at('видео ü (1).mp4'),
    '--case',
    at('h.exhibit'),
    ...quick,
  );
  expect(run.code).toBe(3);
  expect(run.err).toMatch(/LEFT OUT +.*gone\.mp4: .*\[media\/not-found\]/);
  expect(run.err).toContain('1 of 1 analysed');
});
