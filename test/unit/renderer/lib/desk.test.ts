import { expect, it } from 'vitest';
import type { Answer } from '../../../../src-main/shared/contract.ts';
import { createDesk, DeskError, type Bridge } from '../../../../src-renderer/lib/desk.ts';

/** No frame is asked for here. */
const frames = { ask: () => Promise.reject(new Error('no frames')) };

const bridge = (answer: Answer<unknown>): Bridge => ({
  invoke: async () => answer as Answer<never>,
  on: () => () => undefined,
  pathsOf: () => [],
});

it('hands over what an answer holds', async () => {
  expect(
    await createDesk(bridge({ ok: true, value: ['/a.exhibit'] }), frames).ask('case:recent', {}),
  ).toEqual(['/a.exhibit']);
});

it('throws a refusal with the code that the engine gave it', async () => {
  const refused = createDesk(
    bridge({ ok: false, error: { code: 'case/locked', message: 'Close it there.' } }),
    frames,
  );
  const error = await refused.ask('case:open', { path: '/a.exhibit' }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DeskError);
  expect(error).toMatchObject({ code: 'case/locked', message: 'Close it there.' });
});
