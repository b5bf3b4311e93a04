/**
 * The training recipe in `models/training`, which the app does not need: its own tests, and the way of a face from a
 * clip through `exhibit dataset export`, a short run and `exhibit models add onnx` back into the engine.
 */
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artefactTemplate } from '../../src-main/engine/embedding/artefact-template.ts';
import type { Embedder, FaceInFrame } from '../../src-main/engine/embedding/embedder.ts';
import { openEmbedder } from '../../src-main/engine/embedding/open-embedder.ts';
import { readDescription } from '../../src-main/engine/weights/foreign-embedder.ts';
import { exhibitCommand } from '../support/exhibit-command.ts';
import { project } from '../support/face-clip.ts';
import { landmarksIn, texturedPicture } from '../support/face-picture.ts';
import { writeLabelledClips } from '../support/labelled-clips.ts';
import { clipFolder } from './media/clips.ts';

const recipe = join(project, 'models', 'training');
const description = join(recipe, 'artefact.json');
const isReady =
  'import sys; from artefact.requirements import missing; sys.exit(sys.version_info < (3, 11) or bool(missing()))';
const python = ['python3', '/usr/bin/python3', 'python'].find(
  (name) => spawnSync(name, ['-c', isReady], { cwd: recipe, timeout: 60_000 }).status === 0,
);

interface Ended {
  code: number;
  out: string;
  err: string;
}

let { folder, remove } = { folder: '', remove: () => Promise.resolve() };
const at = (...names: string[]) => join(folder, ...names);

beforeAll(async () => void ({ folder, remove } = await clipFolder()));
afterAll(() => remove());

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  // OpenMP's threads would spin while they wait, which costs minutes where other tests run beside this one.
  const python = { PYTHONDONTWRITEBYTECODE: '1', OMP_WAIT_POLICY: 'passive' };
  const options = { cwd: recipe, env: { ...process.env, ...python, ...env } };
  return new Promise((resolve) => {
    const child = execFile(program, args, options, (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

const exhibit = (...args: string[]) =>
  run(process.execPath, [exhibitCommand, ...args], { XDG_CONFIG_HOME: at('config') });

it('describes its network as the engine aligns faces for it', () => {
  const text = readFileSync(description, 'utf8');
  expect(readFileSync(join(recipe, 'README.md'), 'utf8')).toContain(text);
  const { template, input, identity } = readDescription(text, description);
  expect(template).toEqual(artefactTemplate);
  expect(input).toMatchObject({ sizePx: 160, channels: 'rgb', mean: [127.5, 127.5, 127.5], divisor: 127.5 });
  expect(identity).toBeNull();
});

const reason = python ? '' : ' (skipped: no Python 3.11 with the packages of models/training/pyproject.toml)';

describe.skipIf(!python)(`the training recipe${reason}`, () => {
  it('passes its own tests', async () => {
    const env = { EXHIBIT_NODE: process.execPath };
    const ended = await run(
      python!,
      ['-W', 'ignore', '-m', 'unittest', 'discover', '-t', '.', '-s', 'tests'],
      env,
    );
    expect(ended.code, ended.err).toBe(0);
    // Nothing but what needs the research data, or a system with process groups, may be left out.
    expect(ended.err).toMatch(/\nRan \d{2,} tests in .*\n\nOK( \(skipped=[1-7]\))?\n$/);
  });

  it('makes an embedder of exported faces that the engine runs', async () => {
    await writeLabelledClips(at('clips'));
    const imported = await exhibit('dataset', 'import', at('clips'), '--name', 'small');
    expect(imported.code, imported.err).toBe(0);
    const exported = await exhibit('dataset', 'export', 'small', '--out', at('faces'), '--frames', '4');
    expect(exported.code, exported.err).toBe(0);
    expect(exported.out).toMatch(/ pictures of 24 faces, listed in faces\.csv/);

    const paths = ['--faces', at('faces'), '--out', at('run')];
    const trained = await run(python!, ['-W', 'ignore', 'train.py', ...paths, '--size', 'smoke']);
    expect(trained.code, trained.err).toBe(0);
    const log = trained.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; step: number; cross_entropy?: number });
    expect(log.map(({ event, step }) => [event, step])).toEqual([
      ['started', 0],
      ['trained', 3],
      ['evaluated', 3],
      ['trained', 6],
      ['evaluated', 6],
    ]);
    expect(log[3]!.cross_entropy).toBeGreaterThan(0);

    await addNetwork('run', description);
    expect(readFileSync(at('config', 'exhibit', 'networks', 'my-artefact.trained-on.csv'), 'utf8')).toBe(
      readFileSync(at('run', 'trained-on.csv'), 'utf8'),
    );
    const embedder = await opened('my-artefact');
    try {
      const together = await embedder.embed(faces);
      for (const [index, vector] of together.entries()) {
        expect(vector).toHaveLength(128);
        expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
        const [alone] = await embedder.embed([faces[index]!]);
        expect(Math.max(...vector.map((value, k) => Math.abs(value - alone![k]!)))).toBeLessThan(1e-5);
      }
      expect(together[0]).not.toEqual(together[4]);
    } finally {
      await embedder.dispose();
    }
  });

  // After the one above, which trains a network.
  it('sets networks side by side', async () => {
    const shorter = ['--size', 'smoke', '--set', 'steps=3', '--set', 'seed=2'];
    const trained = await run(python!, [
      ...['-W', 'ignore', 'train.py', '--faces', at('faces'), '--out', at('other')],
      ...shorter,
    ]);
    expect(trained.code, trained.err).toBe(0);
    const joined = await run(python!, ['combine.py', at('run'), at('other'), '--out', at('both')]);
    expect(joined.code, joined.err).toBe(0);
    const text = readFileSync(description, 'utf8');
    for (const [name, length] of [
      ['other', '128 }'],
      ['both', '256 }'],
    ] as const) {
      const own = text.replace('"my-artefact"', `"${name}"`).replace('128 }', length);
      writeFileSync(at(name, 'description.json'), own);
      await addNetwork(name, at(name, 'description.json'));
    }
    const networks = await Promise.all(['my-artefact', 'other', 'both'].map(opened));
    try {
      const [ones, others, wholes] = await Promise.all(networks.map((network) => network.embed(faces)));
      expect(ones![0]).not.toEqual(others![0]);
      for (const [index, whole] of wholes!.entries()) {
        expect(Math.hypot(...whole)).toBeCloseTo(1, 5);
        const expected = [...ones![index]!, ...others![index]!].map((value) => value / Math.SQRT2);
        expect(Math.max(...whole.map((value, k) => Math.abs(value - expected[k]!)))).toBeLessThan(1e-5);
      }
    } finally {
      await Promise.all(networks.map((network) => network.dispose()));
    }
  });
});

async function addNetwork(folderName: string, manifest: string): Promise<void> {
  const network = at(folderName, 'artefact.onnx');
  const added = await exhibit('models', 'add', 'onnx', network, '--manifest', manifest);
  expect(added.code, added.err).toBe(0);
}

function opened(name: string): Promise<Embedder> {
  const networks = { builtIn: join(project, 'models'), imported: at('config', 'exhibit', 'networks') };
  return openEmbedder(name, networks, { provider: 'cpu', threads: 1 });
}

const faces = [0, 1, 2, 3, 4].map(shiftedFace);

function shiftedFace(index: number): FaceInFrame {
  const size = 240;
  const frame = { ...texturedPicture(size), frameIndex: index, pts: index, ptsMs: index };
  return { frame, landmarks: landmarksIn(size, { x: 100 + 10 * index, y: 120 }) };
}
