import { beforeEach, expect, it } from 'vitest';
import type { AnyRecord } from '../../../../src-main/shared/notebook.ts';
import { occlusionSubject, type OcclusionMap } from '../../../../src-main/shared/occlusion.ts';
import type { FakeDesk } from '../support/fake-desk.ts';
import { viewedFrame, viewedVideo } from '../support/frames.ts';
import { emptyNotebook } from '../support/notebook.ts';
import { evidenceRow, storedFinding, track } from '../support/rows.ts';
import { workspaceWith } from '../support/workspace.ts';
import type { Workspace } from '../../../../src-renderer/state/workspace.svelte.ts';

const found = track(1, [[0, 0.9]], 0.9);
const finding = storedFinding({
  frameCount: 45,
  frames: [{ frameIndex: 0, pts: 0, ptsMs: 0, skipped: null }],
  tracks: [found],
});
const [face] = found.faces;
const by = { classifier: 'a'.repeat(64), provider: 'cpu', exhibit: 'test' } as const;
const map: OcclusionMap = {
  ...{ faceId: face!.faceId, side: 1, score: 0.9, changes: [-0.2], by },
  of: { findingId: finding.id, frameIndex: face!.frameIndex, box: face!.box, picture: null },
  corners: [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 0, y: 1 },
  ],
};
const record: AnyRecord = {
  ...{ id: 1, kind: 'occlusion', subject: occlusionSubject(1, map.faceId), evidenceId: 1, content: map },
  ...{ author: 'A', at: 't', cause: 'change', target: null },
};
const drawn = { x: 1, y: 0, width: 1, height: 1 };

let desk: FakeDesk;
let workspace: Workspace;
let examiner: string | null;
/** What the engine answers to a question about a face. */
let answer: () => Promise<OcclusionMap | null>;
let records: AnyRecord[];
beforeEach(async () => {
  examiner = 'A';
  records = [];
  answer = () => Promise.resolve(map);
  const rows = [evidenceRow(1, { state: 'done' })];
  ({ desk, workspace } = workspaceWith(rows, [], null, {
    'notebook:read': () => ({ ...emptyNotebook, examiner, records }),
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
    'face:add': () => ({ person: 2, faces: 1, usable: 1, needed: 3 }),
    'face:occlusion': () => answer(),
    'face:cancel': () => null,
  }));
  await workspace.notebook.load();
  await workspace.review(1);
  await new Promise((resolve) => setTimeout(resolve));
});
const asked = (command: string) => desk.asked.filter((each) => each.command === command);

it('asks who says so before a box is drawn', async () => {
  examiner = null;
  await workspace.notebook.load();
  workspace.faces.toggleDrawing();
  expect([workspace.faces.drawing, workspace.notebook.askingWho]).toEqual([false, true]);
});

it('asks for the face in the box on the frame on screen, and says that one face gives no verdict', async () => {
  workspace.faces.toggleDrawing();
  await workspace.faces.add(drawn);
  expect(workspace.faces.drawing).toBe(false);
  expect(asked('face:add')).toMatchObject([{ input: { opening: 'a', evidenceId: 1, frameIndex: 0, drawn } }]);
  const [notice] = workspace.notices.list;
  expect(notice).toMatchObject({ title: 'Track 2 was added' });
  expect(notice!.text).toContain('It gives no verdict of its own');
});

it('shows a map that the case has without asking again', async () => {
  records = [record];
  await workspace.notebook.load();
  await workspace.faces.showMap(face!);
  expect(workspace.faces.map).toEqual(map);
  expect(asked('face:occlusion')).toEqual([]);
});

it('has a map made anew where the one of that number was made of another face', async () => {
  const of = { ...map.of!, frameIndex: 7 };
  records = [{ ...record, content: { ...map, of } } as AnyRecord];
  await workspace.notebook.load();
  answer = () => {
    records = [record];
    return Promise.resolve(map);
  };
  await workspace.faces.showMap(face!);
  expect(asked('face:occlusion')).toHaveLength(1);
  expect(workspace.faces.map).toEqual(map);
});

it('has a map made where there is none, and closes where it was cancelled', async () => {
  answer = () => {
    records = [record];
    return Promise.resolve(map);
  };
  await workspace.faces.showMap(face!);
  expect(workspace.faces.map).toEqual(map);
  records = [];
  await workspace.notebook.load();
  answer = () => Promise.resolve(null);
  await workspace.faces.showMap(face!);
  expect([workspace.faces.mapped, workspace.faces.progress]).toEqual([null, null]);
});

it('tells the engine to stop when the video is left', async () => {
  answer = () => new Promise(() => {});
  void workspace.faces.showMap(face!);
  await workspace.review(1);
  expect(asked('face:cancel')).toHaveLength(1);
  expect(workspace.faces.mapped).toBeNull();
});
