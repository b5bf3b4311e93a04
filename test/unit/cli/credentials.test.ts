import { Command } from 'commander';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Call } from '../../../src-main/cli/command.ts';
import type { ContentCredentials } from '../../../src-main/shared/credentials.ts';

let states: ContentCredentials['state'][];
const cases = {
  open: () => Promise.resolve(),
  evidence: () => states.map((_, index) => ({ id: index + 1, name: `${index}.mp4`, path: `/${index}.mp4` })),
  checkCredentials: (id: number) =>
    Promise.resolve({
      ...{ findingId: id, sha256: 'a'.repeat(64), at: '2026-03-01T14:00:00.000Z' },
      result: {
        state: states[id - 1],
        manifests: [],
        fault: 'It crashed.',
        trustList: null,
        library: 'c2pa 1',
      },
    }),
};

beforeEach(() => {
  vi.resetModules();
  vi.doMock('../../../src-main/engine/engine.ts', () => ({
    createEngine: () => ({ cases, notebook: { examiner: () => null }, close: () => Promise.resolve() }),
  }));
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.doUnmock('../../../src-main/engine/engine.ts');
  vi.resetModules();
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function exitCode(): Promise<typeof process.exitCode> {
  const { addCredentials } = await import('../../../src-main/cli/commands/credentials.ts');
  const program = new Command();
  addCredentials(program, {} as Call);
  await program.parseAsync(['credentials', 'a.exhibit'], { from: 'user' });
  return process.exitCode;
}

it('ends with 0 where each file has a result, whatever it is', async () => {
  states = ['trusted', 'invalid'];
  expect(await exitCode()).toBeUndefined();
});

it('ends with 3 where the check of a file crashed or took too long', async () => {
  states = ['trusted', 'unreadable'];
  expect(await exitCode()).toBe(3);
});
