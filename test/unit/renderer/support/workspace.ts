/** A workspace at a desk that answers as the engine does, for a case with the given videos. */
import type { CaseSummary, EvidenceRow } from '../../../../src-main/shared/case.ts';
import type { Input } from '../../../../src-main/shared/contract.ts';
import { toJsonText } from '../../../../src-main/shared/json-text.ts';
import { DeskError } from '../../../../src-renderer/lib/desk.ts';
import { Workspace } from '../../../../src-renderer/state/workspace.svelte.ts';
import { FakeDesk } from './fake-desk.ts';
import { emptyNotebook } from './notebook.ts';
import { evidenceRow } from './rows.ts';

export const summary: CaseSummary = {
  opening: 'a',
  path: '/cases/harbour.exhibit',
  createdAt: '2026-03-01T14:00:00Z',
  evidenceCount: 2,
  auditEntries: 3,
};

export function workspaceWith(
  rows: EvidenceRow[],
  started: Input<'analysis:start'>[] = [],
  problem: string | null = null,
  more: ConstructorParameters<typeof FakeDesk>[0] = {},
) {
  const desk = new FakeDesk({
    'dialog:new-case': () => summary.path,
    'case:create': () => summary,
    'case:sample-folder': () => '/samples',
    'case:sample': () => summary,
    'case:open': ({ path }) => {
      if (path.includes('locked')) throw new DeskError({ code: 'case/locked', message: 'Close it there.' });
      return path === summary.path ? summary : { ...summary, opening: 'b', path };
    },
    'case:recent': () => [],
    'case:verify': () => ({
      ...{ intact: problem === null, entries: 3, head: 'ab' },
      faults: problem === null ? [] : [{ kind: 'content' as const, seq: 4, problem }],
    }),
    'evidence:list': () => toJsonText(rows),
    'evidence:add': ({ paths }) => ({
      added: paths
        .filter((path) => path.endsWith('.mp4'))
        .map((path, index) => evidenceRow(index + 10, { path })),
      ignored: paths.filter((path) => path.endsWith('.txt')).map((path) => ({ path, reason: 'not media' })),
      unreadable: paths
        .filter((path) => path.endsWith('/locked'))
        .map((path) => ({ path, reason: 'no permission' })),
    }),
    'evidence:hashes': () => [],
    'evidence:detail': ({ evidenceId }) => ({
      opening: 'a',
      row: evidenceRow(evidenceId),
      finding: null,
      errorsHere: [],
      oldHashes: null,
      credentialCheck: null,
    }),
    'job:list': () => [],
    'notebook:read': () => emptyNotebook,
    'analysis:start': (input) => {
      started.push(input);
      return { jobId: 1 };
    },
    ...more,
  });
  return { desk, workspace: new Workspace(desk) };
}
