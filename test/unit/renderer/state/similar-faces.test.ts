import { beforeEach, expect, it } from 'vitest';
import type { AnyRecord } from '../../../../src-main/shared/notebook.ts';
import type { SimilarFace, SimilarFaces } from '../../../../src-main/shared/similar-faces.ts';
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
const person = asFound(found);
const rows = [1, 2, 3].map((id) =>
  evidenceRow(id, {
    state: 'done',
    ...(id === 1 ? { sha256: finding.sha256, findingId: finding.id } : {}),
  }),
);
const face = { frameIndex: 7, ptsMs: 280, box: { x: 1, y: 2, width: 30, height: 30 } };
const similarFace = (evidenceId: number): SimilarFace => ({
  ...{ evidenceId, person: 4, faceId: evidenceId * 10, face, name: null },
  ...{ startMs: 0, usable: 3, similarity: 0.6 },
});
const suggestions: SimilarFaces = { found: [similarFace(2), similarFace(3)], others: 5, left: [] };

let desk: FakeDesk;
let workspace: Workspace;
let examiner: string | null;
let answer: () => Promise<SimilarFaces | null>;
beforeEach(async () => {
  examiner = 'A';
  answer = () => Promise.resolve(suggestions);
  ({ desk, workspace } = workspaceWith(rows, [], null, {
    'notebook:read': () => ({ ...emptyNotebook, examiner }),
    'notebook:store': () => ({}) as AnyRecord,
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
    'face:similar': () => answer(),
    'face:cancel': () => null,
  }));
  await workspace.cases.relist();
  await workspace.notebook.load();
  await workspace.review(1);
  await new Promise((resolve) => setTimeout(resolve));
});
const asked = (command: string) => desk.asked.filter((each) => each.command === command);
const listed = () => workspace.similar.result?.found.map(({ evidenceId }) => evidenceId);

it('lists what looks like a person of the video under review', async () => {
  await workspace.similar.find(person);
  expect(asked('face:similar')).toMatchObject([{ input: { evidenceId: 1, track: 1 } }]);
  expect(workspace.similar.person?.id).toBe(1);
  expect(listed()).toEqual([2, 3]);
});

it('names the track of the other video when a face is accepted, and lists it no longer', async () => {
  await workspace.similar.find(person);
  await workspace.similar.accept(similarFace(3), 'Anna');
  expect(asked('notebook:store')).toMatchObject([
    { input: { change: { kind: 'people', evidenceId: 3, act: { kind: 'name', face, name: 'Anna' } } } },
  ]);
  expect(listed()).toEqual([2]);
});

it('stores nothing of a face that is dismissed, and lists it again when it is looked for again', async () => {
  await workspace.similar.find(person);
  workspace.similar.dismiss(similarFace(2));
  expect(listed()).toEqual([3]);
  expect(asked('notebook:store')).toEqual([]);
  await workspace.similar.find(person);
  expect(listed()).toEqual([2, 3]);
});

it('shows nothing where it was cancelled, or the video was left', async () => {
  answer = () => Promise.resolve(null);
  await workspace.similar.find(person);
  expect([workspace.similar.person, workspace.similar.progress]).toEqual([null, null]);
  let end = (_: SimilarFaces) => {};
  answer = () => new Promise((resolve) => (end = resolve));
  const looking = workspace.similar.find(person);
  await workspace.similar.close();
  end(suggestions);
  await looking;
  expect(asked('face:cancel')).toHaveLength(1);
  expect([workspace.similar.person, workspace.similar.result]).toEqual([null, null]);
});

it('asks who looks before anything is compared', async () => {
  examiner = null;
  await workspace.notebook.load();
  await workspace.similar.find(person);
  expect([asked('face:similar').length, workspace.notebook.askingWho]).toEqual([0, true]);
});
