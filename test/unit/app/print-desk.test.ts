import { describe, expect, it } from 'vitest';
import { createPrintDesk } from '../../../src-main/app/print-desk.ts';
import type { EngineReply } from '../../../src-main/app/engine-messages.ts';

describe('print desk', () => {
  it('gives every report its own PDF, whatever their order, and passes a failure on', async () => {
    const asked: EngineReply[] = [];
    const desk = createPrintDesk((message) => asked.push(message));
    const [first, second] = [desk.print('<p>one'), desk.print('<p>two')];
    const [one, two] = asked as { id: number; html: string }[];
    expect([one!.html, two!.html]).toEqual(['<p>one', '<p>two']);
    const error = { code: 'app/internal' as const, message: 'no' };
    desk.printed({ kind: 'printed', id: two!.id, answer: { ok: true, value: new Uint8Array([2]) } });
    desk.printed({ kind: 'printed', id: one!.id, answer: { ok: false, error } });
    await expect(second).resolves.toEqual(new Uint8Array([2]));
    await expect(first).rejects.toMatchObject(error);
  });
});
