import { describe, expect, it } from 'vitest';
import { Comparison } from '../../../../src-renderer/state/comparison.svelte.ts';
import { NoticeStore } from '../../../../src-renderer/state/notices.svelte.ts';
import { RunStore } from '../../../../src-renderer/state/runs.svelte.ts';
import { FakeDesk } from '../support/fake-desk.ts';
import { runDetail } from '../support/lab-rows.ts';

const comparison = () =>
  new Comparison(
    new RunStore(new FakeDesk({ 'experiment:detail': ({ runId }) => runDetail(runId) }), new NoticeStore()),
  );

describe('Comparison', () => {
  it('is of two runs: a third lets the oldest choice go', async () => {
    const compared = comparison();
    for (const id of [1, 2, 3]) compared.toggle(id);
    expect(compared.chosen).toEqual([2, 3]);
    await compared.load();
    expect(compared.details?.map(({ run }) => run.id)).toEqual([2, 3]);
  });

  it('is none of one run', async () => {
    const compared = comparison();
    compared.toggle(1);
    await compared.load();
    expect(compared.details).toBeNull();
  });

  it('ends when one of the two is removed', async () => {
    const compared = comparison();
    compared.toggle(1);
    compared.toggle(2);
    await compared.load();
    compared.forget(2);
    expect(compared.details).toBeNull();
    expect(compared.chosen).toEqual([1]);
  });
});
