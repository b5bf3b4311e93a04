import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../../../src-main/shared/lab.ts';
import { DeskError } from '../../../../src-renderer/lib/desk.ts';
import { Workspace } from '../../../../src-renderer/state/workspace.svelte.ts';
import { FakeDesk } from '../support/fake-desk.ts';
import { datasetDetail, datasetSummary, parametersOf, runDetail, runSummary } from '../support/lab-rows.ts';

const model = {
  name: 'harbour',
  folder: '/models/harbour',
  sha256: 'ab'.repeat(32),
  active: false,
  createdAt: null,
  embedder: 'facenet',
  problem: null,
};

type Answers = ConstructorParameters<typeof FakeDesk>[0];

function labWith(answers: Answers = {}) {
  const desk = new FakeDesk({
    'dataset:list': () => [datasetSummary(1)],
    'experiment:list': () => [runSummary(1, { state: 'done' })],
    'experiment:detail': ({ runId }) => runDetail(runId),
    'model:list': () => [model],
    'embedder:list': () => [],
    ...answers,
  });
  const workspace = new Workspace(desk);
  return { desk, workspace, lab: workspace.lab, notices: workspace.notices };
}

const asked = (desk: FakeDesk) => desk.asked.map(({ command }) => command);

describe('Lab', () => {
  it('loads nothing before somebody looks, and says what could not be loaded', async () => {
    const { desk, lab, notices } = labWith({
      'dataset:list': () => {
        throw new DeskError({ code: 'lab/busy', message: 'Another program has the lab open.' });
      },
    });
    await lab.reload();
    expect(asked(desk)).toEqual([]);
    await lab.enter();
    expect(lab.runs.list).toHaveLength(1);
    expect(notices.list).toMatchObject([{ code: 'lab/busy' }]);
  });

  it('tells the form that asks for a split why it was not made', async () => {
    const { lab, notices } = labWith({
      'split:create': () => {
        throw new DeskError({ code: 'lab/bad-split', message: 'Too few groups for 20 folds.' });
      },
    });
    const refusal = await lab.datasets.split({ datasetId: 1, kind: 'by-identity', folds: 20, seed: 1 });
    expect(refusal).toBe('Too few groups for 20 folds.');
    expect(notices.list).toEqual([]);
  });

  it('imports the folder that was chosen, and nothing when none was', async () => {
    let folder: string | null = null;
    const { desk, lab, notices } = labWith({
      'dialog:dataset': () => folder,
      'dataset:import': () => datasetDetail(1, { refused: [{ path: '/x', reason: 'no label' }] }),
    });
    await lab.datasets.import();
    expect(asked(desk)).not.toContain('dataset:import');
    folder = '/sets/harbour';
    await lab.datasets.import();
    expect(desk.asked).toContainEqual({
      command: 'dataset:import',
      input: { folder: '/sets/harbour', name: null },
    });
    expect(lab.datasets.detail?.summary.id).toBe(1);
    expect(notices.list).toMatchObject([{ kind: 'warning', title: '1 path was left out of set 1' }]);
  });

  it('shows how far an import is, and is free again when it fails', async () => {
    const { desk, workspace, lab, notices } = labWith({
      'dialog:dataset': () => '/sets/a',
      'dataset:import': () => {
        desk.emit('dataset:progress', {
          folder: '/sets/other',
          progress: { stage: 'hash', done: 9, total: 9 },
        });
        desk.emit('dataset:progress', { folder: '/sets/a', progress: { stage: 'hash', done: 1, total: 3 } });
        expect(lab.datasets.importing?.progress?.done).toBe(1);
        throw new DeskError({ code: 'lab/unknown-layout', message: 'Name the folders real and fake.' });
      },
    });
    const end = workspace.start();
    await lab.datasets.import();
    expect(lab.datasets.importing).toBeNull();
    expect(notices.list.map(({ code }) => code)).toContain('lab/unknown-layout');
    end();
  });

  it('opens an experiment once it has started', async () => {
    const { lab } = labWith({ 'experiment:start': () => ({ runId: 7 }) });
    expect(await lab.startExperiment(parametersOf('softmax'))).toBe(true);
    expect(lab.section).toBe('run');
    expect(lab.runs.detail?.run.id).toBe(7);
  });

  it('keeps the dialog when an experiment is refused', async () => {
    const { lab, notices } = labWith();
    expect(await lab.startExperiment(parametersOf('softmax'))).toBe(false);
    expect(lab.section).toBe('datasets');
    expect(notices.list).toHaveLength(1);
  });

  it('loads the shown experiment anew when it changes, and no other', async () => {
    const { desk, workspace, lab } = labWith();
    const end = workspace.start();
    await lab.openRun(1);
    const before = asked(desk).filter((command) => command === 'experiment:detail').length;
    const change = (run: RunSummary) => desk.emit('run:changed', run);
    change(runSummary(2));
    change(runSummary(1, { state: 'done' }));
    await expect
      .poll(() => asked(desk).filter((command) => command === 'experiment:detail').length)
      .toBe(before + 1);
    end();
  });

  it('goes back to the list when the shown experiment is removed', async () => {
    let list = [runSummary(1, { state: 'done' })];
    const { lab } = labWith({
      'experiment:list': () => list,
      'experiment:remove': () => {
        list = [];
        return null;
      },
    });
    await lab.openRun(1);
    lab.comparison.toggle(1);
    await lab.removeRun(1);
    expect(lab.section).toBe('experiments');
    expect(lab.comparison.chosen).toEqual([]);
  });

  it('shows the neighbours of the face that was asked for last', async () => {
    const answers: (() => void)[] = [];
    const { lab } = labWith({
      'experiment:neighbours': ({ faceId }) =>
        new Promise((resolve) =>
          answers.push(() => resolve({ faceId, embedder: 'facenet', real: [], fake: [] })),
        ),
    });
    const face = (faceId: number) => ({ faceId, x: 0, y: 0, label: 'real' as const });
    const first = lab.neighbours.show(1, face(11));
    const second = lab.neighbours.show(1, face(12));
    answers[1]!();
    await second;
    answers[0]!();
    await first;
    expect(lab.neighbours.face?.faceId).toBe(12);
    expect(lab.neighbours.found?.faceId).toBe(12);
  });

  it('writes figures and models only where the examiner chose', async () => {
    const { desk, lab, notices } = labWith({
      'dialog:figures-folder': () => null,
      'dialog:export-model': () => '/out/harbour.zip',
      'model:export': ({ path }) => ({ path, sha256: 'cd'.repeat(32) }),
    });
    await lab.runs.exportFigures(1);
    expect(asked(desk)).not.toContain('experiment:figures');
    await lab.models.export('harbour');
    expect(notices.list).toMatchObject([{ kind: 'done', text: '/out/harbour.zip\nSHA-256 cdcdcdcdcdcd…' }]);
    expect(notices.busy).toBeNull();
  });

  it('uses another model for cases, and says so in the status bar', async () => {
    const { desk, lab } = labWith({
      'model:activate': () => [{ ...model, active: true }],
      'model:active': () => ({ name: 'harbour' }) as never,
      'engine:info': () => ({ activeModel: { name: 'harbour' } }) as never,
    });
    await lab.models.activate('harbour');
    expect(lab.models.active?.name).toBe('harbour');
    expect(lab.models.card?.name).toBe('harbour');
    expect(asked(desk)).toContain('engine:info');
  });
});
