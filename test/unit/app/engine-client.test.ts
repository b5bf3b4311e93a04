import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineRequest } from '../../../src-main/app/engine-messages.ts';
import { EngineClient } from '../../../src-main/app/engine-client.ts';
import type { Answer } from '../../../src-main/shared/contract.ts';
import type { ErrorReport } from '../../../src-main/shared/errors.ts';

const forked = vi.hoisted(() => [] as unknown[]);
vi.mock('electron', () => ({
  utilityProcess: {
    fork: () => {
      const child = new FakeProcess();
      forked.push(child);
      return child;
    },
  },
}));

/** Stands in for the engine process: keeps what it is sent, and ends when told. */
class FakeProcess extends EventEmitter {
  readonly received: EngineRequest[] = [];
  killed = false;

  postMessage(request: EngineRequest): void {
    this.received.push(request);
  }

  kill(): boolean {
    this.killed = true;
    this.emit('exit', 0);
    return true;
  }

  /** Answers the latest question. */
  answer(value: unknown): void {
    this.#reply({ ok: true, value });
  }

  refuse(error: ErrorReport): void {
    this.#reply({ ok: false, error });
  }

  #reply(answer: Answer<unknown>): void {
    const last = this.received.at(-1);
    if (last?.kind === 'ask') this.emit('message', { kind: 'answer', id: last.id, answer });
  }

  announce(open: { path: string } | null): void {
    this.emit('message', { kind: 'event', name: 'case:changed', payload: open });
  }
}

describe('the way to the engine', () => {
  const emit = vi.fn();
  const note = vi.fn();
  const printPdf = vi.fn<(html: string) => Promise<Uint8Array>>();
  let client: EngineClient;
  const child = () => forked.at(-1) as FakeProcess;

  beforeEach(() => {
    vi.useFakeTimers();
    const start = {
      resources: '/r',
      settingsFolder: '/s',
      version: '1',
      scripts: {
        providerTrial: '/t',
        faceWorker: '/w',
        caseInspection: '/i',
        modelImport: '/m',
        credentials: '/c',
      },
    };
    client = new EngineClient('/engine-process.js', start, { emit, log: { note }, printPdf });
    client.start();
  });
  afterEach(() => {
    vi.useRealTimers();
    emit.mockReset();
    forked.length = 0;
  });

  it('prints what the engine asks it to, and says so when that fails', async () => {
    const pdf = new Uint8Array([37, 80, 68, 70]);
    printPdf.mockResolvedValueOnce(pdf).mockRejectedValueOnce(new Error('no printer'));
    child().emit('message', { kind: 'print', id: 1, html: '<p>one' });
    child().emit('message', { kind: 'print', id: 2, html: '<p>two' });
    await vi.waitFor(() => expect(child().received).toHaveLength(2));
    expect(printPdf.mock.calls.flat()).toEqual(['<p>one', '<p>two']);
    expect(child().received).toEqual([
      { kind: 'printed', id: 1, answer: { ok: true, value: pdf } },
      {
        kind: 'printed',
        id: 2,
        answer: { ok: false, error: expect.objectContaining({ code: 'app/internal' }) },
      },
    ]);
  });

  it('gives every question its own answer, whatever their order', async () => {
    const jobs = client.ask('job:list', {});
    const rows = client.ask('evidence:list', {});
    const [first, second] = child().received as { id: number }[];
    child().emit('message', { kind: 'answer', id: second!.id, answer: { ok: true, value: ['row'] } });
    child().emit('message', { kind: 'answer', id: first!.id, answer: { ok: true, value: ['job'] } });
    expect(await jobs).toEqual(['job']);
    expect(await rows).toEqual(['row']);
  });

  it('keeps the code of a refusal', async () => {
    const asked = client.ask('case:open', { path: '/c.exhibit' });
    const error = { code: 'case/locked', message: 'Another process has it open.' };
    child().emit('message', { kind: 'answer', id: 1, answer: { ok: false, error } });
    await expect(asked).rejects.toMatchObject(error);
  });

  it('opens the case again in the engine it starts after a crash', async () => {
    child().announce({ path: '/c.exhibit' });
    child().emit('exit', 139);
    expect(forked).toHaveLength(2);
    expect(child().received).toMatchObject([{ command: 'case:open', input: { path: '/c.exhibit' } }]);
    child().answer({ path: '/c.exhibit' });
    await vi.waitFor(() =>
      expect(emit.mock.calls).toMatchObject([
        ['case:changed', { path: '/c.exhibit' }],
        ['engine:stopped', { message: expect.stringContaining('code 139') as string }],
        ['engine:ready', null],
      ]),
    );
  });

  it('opens no case again that was closed before the crash', () => {
    child().announce({ path: '/c.exhibit' });
    child().announce(null);
    child().emit('exit', 139);
    expect(child().received).toEqual([]);
  });

  it('says that no case is open when it cannot be opened again', async () => {
    child().announce({ path: '/c.exhibit' });
    child().emit('exit', 139);
    child().refuse({ code: 'case/not-found', message: 'There is no case.' });
    await vi.waitFor(() => expect(emit).toHaveBeenLastCalledWith('engine:ready', null));
    expect(emit).toHaveBeenCalledWith('case:changed', null);
  });

  it('opens the case in the engine that stays, when one ends while it opens it', async () => {
    child().announce({ path: '/c.exhibit' });
    child().emit('exit', 139);
    child().emit('exit', 139);
    expect(forked).toHaveLength(3);
    expect(child().received).toMatchObject([{ command: 'case:open', input: { path: '/c.exhibit' } }]);
    child().answer({ path: '/c.exhibit' });
    await vi.waitFor(() => expect(emit).toHaveBeenLastCalledWith('engine:ready', null));
    expect(emit.mock.calls.filter(([event]) => event === 'engine:ready')).toHaveLength(1);
  });

  it('gives up on an engine that keeps ending, and says so', async () => {
    for (let end = 0; end < 4; end += 1) child().emit('exit', 1);
    expect(forked).toHaveLength(4);
    expect(emit).toHaveBeenLastCalledWith('engine:stopped', {
      message: expect.stringContaining('Start Exhibit again') as string,
    });
    await expect(client.ask('job:list', {})).rejects.toMatchObject({ code: 'app/engine-stopped' });
  });

  it('forgives crashes that lie long apart', () => {
    for (let end = 0; end < 6; end += 1) {
      child().emit('exit', 1);
      vi.advanceTimersByTime(30_000);
    }
    expect(forked).toHaveLength(7);
  });

  it('lets the engine close by itself, and ends one that hangs', async () => {
    const closing = client.close();
    expect(child().received).toEqual([{ kind: 'close' }]);
    expect(child().killed).toBe(false);
    vi.advanceTimersByTime(5_000);
    await closing;
    expect(child().killed).toBe(true);
    expect(forked).toHaveLength(1);
    expect(emit).not.toHaveBeenCalled();
  });
});
