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
    expect(called[0]).toMatch(
      /^engine\.(cases|validation|notebook|analysis|viewing|faces|models|lab|templates|info|nameDecoder)/,
    );
  },
);

it('gives a report of the window the template that is kept, and none where none is', async () => {
  const writeReport = vi.fn();
  const kept = vi.fn().mockResolvedValueOnce({ folder: '/templates/north', agency: 'North Lab' });
  const engine = { cases: { writeReport }, templates: { kept } } as unknown as Engine;
  const wish = { format: 'pdf', path: '/out/report.pdf', choice: wholeCase } as const;
  await contractHandlers(engine)['report:write'](wish);
  await contractHandlers(engine)['report:write'](wish);
  expect(writeReport.mock.calls.map((given) => given.at(4) as unknown)).toEqual([
    '/templates/north',
    undefined,
  ]);
});
