import { expect, it } from 'vitest';
import type { CaseSummary } from '../../../../src-main/shared/case.ts';
import { evidenceRow } from '../support/rows.ts';
import { summary, workspaceWith } from '../support/workspace.ts';

it('leaves a case only as the user agrees, whatever comes after it', async () => {
  let agreed = false;
  const { desk, workspace } = workspaceWith([evidenceRow(1)], [], null, {
    'case:close': () => null,
    'case:may-leave': () => agreed,
  });
  const asked = () => desk.asked.filter(({ command }) => command === 'case:may-leave').length;
  await workspace.openCase(summary.path);
  expect(asked()).toBe(0);
  await workspace.openCase('/cases/other.exhibit');
  await workspace.newCase();
  await workspace.sampleCase();
  await workspace.closeCase();
  expect([asked(), workspace.cases.summary?.path]).toEqual([4, summary.path]);
  await workspace.openCase(summary.path);
  expect(asked()).toBe(4);
  agreed = true;
  await workspace.openCase('/cases/other.exhibit');
  expect(workspace.cases.summary?.path).toBe('/cases/other.exhibit');
  await workspace.closeCase();
  expect(workspace.cases.summary).toBeNull();
});

/** At a desk whose engine announces these cases, or that none is open, before it answers. */
function announcing(...announced: (CaseSummary | null)[]) {
  const { desk, workspace } = workspaceWith([evidenceRow(1)], [], null, {
    'case:open': async () => {
      // The engine is another process.
      await Promise.resolve();
      for (const each of announced) desk.emit('case:changed', each);
      return summary;
    },
  });
  return { desk, workspace };
}

it('shows a case that it opens once, though the engine announces it as well', async () => {
  const { desk, workspace } = announcing(summary);
  const end = workspace.start();
  await workspace.openCase(summary.path);
  expect(desk.asked.filter(({ command }) => command === 'evidence:list')).toHaveLength(1);
  end();
});

it('shows the case that was opened elsewhere while it opened one itself', async () => {
  const { workspace } = announcing(summary, { ...summary, path: '/cases/double-clicked.exhibit' });
  const end = workspace.start();
  await workspace.openCase(summary.path);
  expect(workspace.cases.summary?.path).toBe('/cases/double-clicked.exhibit');
  expect(workspace.view).toBe('case');
  end();
});

it('shows no case when the one it opened was closed meanwhile', async () => {
  const { workspace } = announcing(summary, null);
  const end = workspace.start();
  await workspace.openCase(summary.path);
  expect([workspace.cases.summary, workspace.view]).toEqual([null, 'start']);
  end();
});
