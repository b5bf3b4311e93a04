import { beforeEach, expect, it } from 'vitest';
import { likenessSubject, type Likeness } from '../../../../src-main/shared/likeness.ts';
import type { AnyRecord } from '../../../../src-main/shared/notebook.ts';
import { asFound } from '../../../../src-renderer/lib/people.ts';
import type { Workspace } from '../../../../src-renderer/state/workspace.svelte.ts';
import type { FakeDesk } from '../support/fake-desk.ts';
import { viewedFrame, viewedVideo } from '../support/frames.ts';
import { emptyNotebook } from '../support/notebook.ts';
import { evidenceRow, storedFinding, track } from '../support/rows.ts';
import { workspaceWith } from '../support/workspace.ts';

const found = track(1, [[0, 0.9]], 0.9);
const finding = storedFinding({
  frameCount: 45,
  frames: [{ frameIndex: 0, pts: 0, ptsMs: 0, skipped: null }],
  tracks: [found],
});
const { sha256 } = finding;
const person = asFound(found);
const rows = [1, 2, 3, 4, 5].map((id) =>
  evidenceRow(id, { state: 'done', ...(id === 1 ? { sha256, findingId: finding.id } : {}) }),
);
const box = { x: 2, y: 2, width: 38, height: 38 };
const common = { author: 'A', at: 't', cause: 'change', target: null } as const;
const file = (id: number) => (id === 1 ? sha256 : String(id).repeat(64));
const reference = (id: number, evidenceId: number, name = 'Anna'): AnyRecord => ({
  ...{ ...common, id, kind: 'reference', subject: `reference/${id}`, evidenceId },
  content: {
    ...{ person: name, face: { frameIndex: 0, ptsMs: 0, box } },
    ...{ sha256: file(evidenceId), stream: 0, still: false },
  },
});
const likeness: Likeness = {
  ...{ person: 'Anna', track: 1, faces: 1, similarity: 0.4 },
  references: [2, 3, 4].map((evidenceId) => ({
    ...{ evidenceId, sha256: file(evidenceId), person: 'Anna', faces: 1, similarity: 0.7 },
  })),
  others: [],
  basis: { sha256, findingId: finding.id },
  by: { embedder: 'network', sha256: 'e'.repeat(64), provider: 'cpu', exhibit: 'test' },
};
const result: AnyRecord = {
  ...{ ...common, id: 9, kind: 'likeness', subject: likenessSubject(1, likeness), evidenceId: 1 },
  content: likeness,
};

let desk: FakeDesk;
let workspace: Workspace;
let examiner: string | null;
let records: AnyRecord[];
let answer: () => Promise<Likeness | null>;
beforeEach(async () => {
  examiner = 'A';
  records = [reference(1, 2), reference(2, 3), reference(3, 4)];
  answer = () => Promise.resolve(likeness);
  ({ desk, workspace } = workspaceWith(rows, [], null, {
    'notebook:read': () => ({ ...emptyNotebook, examiner, records }),
    'notebook:store': () => records[0]!,
    'evidence:detail': () => ({
      opening: 'a',
      row: rows[0]!,
      finding,
      errorsHere: [],
      oldHashes: null,
      credentialCheck: null,
    }),
    'viewing:open': () => viewedVideo(45),
    'viewing:check': () => null,
    'viewing:frame': ({ frameIndex }) => viewedFrame(frameIndex),
    'face:likeness': () => answer(),
    'face:cancel': () => null,
  }));
  await workspace.cases.relist();
  await workspace.notebook.load();
  await workspace.review(1);
  await new Promise((resolve) => setTimeout(resolve));
});
const asked = (command: string) => desk.asked.filter((each) => each.command === command);

it('offers people with three reference files besides the one under review', async () => {
  records = [...records, reference(4, 5, 'Berta'), reference(5, 5, 'Berta'), reference(6, 1, 'Berta')];
  await workspace.notebook.load();
  expect(workspace.likeness.people).toEqual([
    { name: 'Anna', files: 3, comparable: true },
    { name: 'Berta', files: 1, comparable: false },
  ]);
});

it('leaves out references in files that were removed from the case', async () => {
  records = [...records, reference(4, 77)];
  await workspace.notebook.load();
  expect(workspace.likeness.people).toEqual([{ name: 'Anna', files: 3, comparable: true }]);
});

it('knows the track under review as a reference by the place of its face', async () => {
  records = [reference(4, 1), reference(5, 2)];
  await workspace.notebook.load();
  expect(workspace.likeness.referencesOf(person).map(({ id }) => id)).toEqual([4]);
});

it('declares a track by a face, and takes it back by its subject', async () => {
  await workspace.likeness.declare(person, 'Anna');
  expect(asked('notebook:store')).toMatchObject([
    { input: { change: { kind: 'reference', evidenceId: 1, subject: null, content: { person: 'Anna' } } } },
  ]);
  const [own] = [reference(4, 1)];
  if (own.kind === 'reference' && own.content) {
    await workspace.likeness.takeBack({ ...own, content: own.content });
  }
  expect(asked('notebook:store')[1]).toMatchObject({
    input: { change: { kind: 'reference', evidenceId: 1, subject: 'reference/4', content: null } },
  });
});

it('shows the result once it is stored, and nothing where it was cancelled', async () => {
  answer = () => {
    records = [...records, result];
    return Promise.resolve(likeness);
  };
  await workspace.likeness.compare(1, 'Anna');
  expect(asked('face:likeness')).toMatchObject([{ input: { evidenceId: 1, track: 1, person: 'Anna' } }]);
  expect(workspace.likeness.result?.content).toEqual(likeness);
  await workspace.likeness.close();
  answer = () => Promise.resolve(null);
  await workspace.likeness.compare(1, 'Anna');
  expect([workspace.likeness.claim, workspace.likeness.progress]).toEqual([null, null]);
});

it('asks who says so before anything is compared', async () => {
  examiner = null;
  await workspace.notebook.load();
  await workspace.likeness.compare(1, 'Anna');
  expect([asked('face:likeness').length, workspace.notebook.askingWho]).toEqual([0, true]);
});

it('says what has changed since a comparison', async () => {
  records = [...records, result];
  await workspace.notebook.load();
  const [stored] = workspace.likeness.resultsOf(1);
  expect(workspace.likeness.remarksOn(stored!)).toEqual([]);
  records = [...records, reference(8, 5)];
  await workspace.notebook.load();
  expect(workspace.likeness.remarksOn(stored!)).toEqual([
    'The references of this person were changed after this comparison.',
  ]);
  const older = { ...stored!, content: { ...likeness, basis: { sha256, findingId: 77 } } };
  expect(workspace.likeness.remarksOn(older)[0]).toContain('analysed again');
});

it('tells the engine to stop when the video is left', async () => {
  answer = () => new Promise(() => {});
  void workspace.likeness.compare(1, 'Anna');
  await workspace.review(1);
  expect(asked('face:cancel')).toHaveLength(1);
  expect(workspace.likeness.claim).toBeNull();
});
