import { expect, it, vi } from 'vitest';
import { contractHandlers } from '../../../src-main/app/contract-handlers.ts';
import type { Engine } from '../../../src-main/engine/engine.ts';
import { wholeCase } from '../../../src-main/shared/report-choice.ts';
import { engineCommands, type EngineCommand } from '../../../src-main/shared/contract.ts';

/** An engine of whose methods every one can be called, and which keeps what was. */
function listeningEngine(called: string[]): Engine {
  const at = (path: string): unknown =>
    new Proxy(() => undefined, {
      get: (_target, name) => at(`${path}.${String(name)}`),
      apply: () => {
        called.push(path);
        return {};
      },
    });
  return at('engine') as Engine;
}

it.each(Object.keys(engineCommands) as EngineCommand[])(
  '%s is answered by a method of the engine',
  async (command) => {
    const called: string[] = [];
    const answer = contractHandlers(listeningEngine(called))[command] as (input: object) => Promise<unknown>;
    await answer({});
    expect(called.find((method) => method !== 'engine.cases.requireOpen')).toMatch(
      /^engine\.(cases|validation|notebook|analysis|viewing|faces|models|lab|templates|info|nameDecoder)/,
    );
  },
);

it('gives a report of the window the template that is kept, and none where none is', async () => {
  const writeReport = vi.fn();
  const kept = vi.fn().mockResolvedValueOnce({ folder: '/templates/north', agency: 'North Lab' });
  const engine = { cases: { writeReport, requireOpen: vi.fn() }, templates: { kept } } as unknown as Engine;
  const wish = { opening: 'a', format: 'pdf', path: '/out/report.pdf', choice: wholeCase } as const;
  await contractHandlers(engine)['report:write'](wish);
  await contractHandlers(engine)['report:write'](wish);
  expect(writeReport.mock.calls.map((given) => given.at(4) as unknown)).toEqual([
    '/templates/north',
    undefined,
  ]);
});

const commandNames = Object.keys(engineCommands) as EngineCommand[];
const namesOpening = (command: EngineCommand) => 'opening' in engineCommands[command].input.shape;
/** Viewing and single faces look their file up by the opening themselves. */
const looksUpItself = (command: EngineCommand) => /^(viewing|face):/.test(command);

it.each(commandNames.filter((command) => namesOpening(command) && !looksUpItself(command)))(
  '%s reaches no other case than the one that the page shows',
  async (command) => {
    const reached = vi.fn();
    const requireOpen = vi.fn((opening: string) => {
      throw new Error(`not ${opening}`);
    });
    const part = new Proxy({}, { get: () => reached });
    const cases = new Proxy({ requireOpen }, { get: (own, name) => Reflect.get(own, name) ?? reached });
    const engine = {
      ...{ cases, notebook: part, analysis: part, templates: { kept: () => Promise.resolve(null) } },
    } as unknown as Engine;
    const answer = contractHandlers(engine)[command] as (input: object) => Promise<unknown>;
    await expect(answer({ opening: 'that of another case' })).rejects.toThrow('not that of another case');
    expect(reached).not.toHaveBeenCalled();
  },
);

it('lets only what reads, opens or gives up work on a case leave out which case is meant', () => {
  const onCases = /^(case|evidence|notebook|log|analysis|job|report|capsule|stamp|image):/;
  const free = commandNames.filter((command) => onCases.test(command) && !namesOpening(command));
  expect(free).toEqual([
    'case:create',
    'case:open',
    'case:stop-opening',
    'case:sample',
    'case:close',
    'case:current',
    'case:verify',
    'case:named-people',
    'case:sign-offs',
    'case:time-stamps',
    'evidence:stop-adding',
    'evidence:hashes',
    'evidence:check-files',
    'evidence:stop-checking',
    'evidence:stop-hashing',
    'evidence:stop-credentials',
    'evidence:stop-reencoding',
    'evidence:stop-measuring',
    'evidence:list',
    'evidence:reach',
    'evidence:detail',
    'notebook:read',
    'notebook:history',
    'log:read',
    'job:list',
    'report:people',
    'image:lab-crop',
  ]);
});
