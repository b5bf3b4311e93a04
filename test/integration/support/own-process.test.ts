import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EngineError } from '../../../src-main/shared/errors.ts';
import { inOwnProcess } from '../../../src-main/engine/support/own-process.ts';
import { project } from '../../support/face-clip.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-own-process-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** @param work of one request */
function process(work: string) {
  const script = join(folder, 'work.mjs');
  const inside = pathToFileURL(join(project, 'src-main', 'engine', 'support', 'answer-once.ts'));
  writeFileSync(script, `import { answerOnce } from '${inside.href}';\nanswerOnce(${work});`);
  return {
    script,
    limitMs: 60_000,
    ended: (late: boolean, how: string) =>
      new EngineError('inference/failed', late ? 'late' : `ended by ${how}`),
  };
}

describe('a process of its own', () => {
  it('answers what the work gives, and throws its errors with their codes', async () => {
    expect(await inOwnProcess({ a: 2 }, process('({ a }) => a + 1'))).toBe(3);
    const failing = process(`() => { throw new Error('broken') }`);
    await expect(inOwnProcess({}, failing)).rejects.toMatchObject({
      code: 'app/internal',
      message: 'broken',
    });
  });

  it.each([
    ['in buffers, which V8 does not count', `const all = []; for (;;) all.push(Buffer.alloc(2 ** 24, 1));`],
    ['in objects', `const all = []; for (;;) all.push({ all });`],
  ])('ends when it takes more memory than it may, %s', async (_, loop) => {
    const greedy = { ...process(`() => { ${loop} }`), memoryMb: 300 };
    await expect(inOwnProcess({}, greedy)).rejects.toMatchObject({
      message: expect.stringMatching(/^ended by SIG(KILL|ABRT|TRAP|SEGV)/) as string,
    });
  });

  it('is ended after its time, though it never comes to itself', async () => {
    const endless = { ...process('() => { for (;;); }'), limitMs: 2000 };
    await expect(inOwnProcess({}, endless)).rejects.toMatchObject({ message: 'late' });
  });
});
