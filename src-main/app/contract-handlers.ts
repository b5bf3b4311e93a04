/** The contract's engine commands, each with the method that answers it: one without a method fails to compile. */
import type { Engine } from '../engine/engine.ts';
import type { EngineCommand, Handlers } from '../shared/contract.ts';
import { toJsonText } from '../shared/json-text.ts';

export function contractHandlers(engine: Engine): Handlers<EngineCommand> {
  const { cases, notebook, analysis, viewing, faces, models, lab, templates } = engine;

  /** For what is stored in the case that the page shows, or read of it: ids and names belong to one opening alone. */
  function inCase<T>(opening: string, run: () => T): T {
    cases.requireOpen(opening);
    return run();
  }

  return {
    'engine:info': () => engine.info(),
    'validation:run': async () => (await engine.validation.run()).record,
    'decoder:name': ({ path }) => engine.nameDecoder(path),
    'case:create': ({ path }) => cases.create(path),
    'case:open': ({ path }) => cases.open(path),
    'case:stop-opening': async () => nothing(cases.stopOpening()),
    'case:sample': ({ folder }) => cases.makeSample(folder),
    'case:close': async () => nothing(await cases.close()),
    'case:current': async () => cases.current(),
    'case:verify': async ({ whole }) => cases.verify(whole ? undefined : 'new'),
    'case:named-people': () => cases.namedPeople(),
    'case:statement': async ({ opening, role }) => inCase(opening, () => cases.statement(role)),
    'case:store-sign-off': async ({ opening, signOff }) =>
      nothing(inCase(opening, () => cases.signOff(signOff))),
    'case:sign-offs': async () => cases.signOffs(),
    'case:time-stamps': () => cases.timeStamps(),
    'stamp:request': async ({ opening, path }) =>
      inCase(opening, () => cases.writeTimeStampRequest(path, true)),
    'stamp:store': async ({ opening, paths }) => inCase(opening, () => cases.storeTimeStamp(paths)),
    'evidence:add': async ({ opening, paths }) => inCase(opening, () => cases.addEvidence(paths)),
    'evidence:stop-adding': async () => nothing(cases.stopAdding()),
    'evidence:remove': async ({ opening, evidenceIds, reason }) =>
      nothing(inCase(opening, () => cases.remove(evidenceIds, reason))),
    'evidence:find-moved': async ({ opening, evidenceIds, folder }) =>
      inCase(opening, () => cases.findMoved(evidenceIds, folder)),
    'evidence:hashes': () => cases.hashEqualSizes(),
    'evidence:check-files': () => cases.checkFiles(),
    'evidence:stop-checking': async () => nothing(cases.stopChecking()),
    'evidence:old-hashes': async ({ opening, evidenceId }) =>
      inCase(opening, () => cases.hashEvidence(evidenceId)),
    'evidence:check-credentials': async ({ opening, evidenceId }) =>
      inCase(opening, () => cases.checkCredentials(evidenceId)),
    'evidence:stop-credentials': async () => nothing(cases.stopCredentials()),
    'evidence:stop-hashing': async () => nothing(cases.stopHashing()),
    'evidence:reencode': async ({ opening, evidenceId }) => inCase(opening, () => cases.reencode(evidenceId)),
    'evidence:stop-reencoding': async () => nothing(cases.stopReencoding()),
    'evidence:measure-rates': async ({ opening, evidenceId, path }) =>
      inCase(opening, () => cases.measureRates(evidenceId, path)),
    'evidence:stop-measuring': async () => nothing(cases.stopMeasuring()),
    'evidence:list': async () => toJsonText(cases.evidence()),
    'evidence:reach': async ({ evidenceId }) => cases.reach(evidenceId),
    'evidence:detail': async ({ evidenceId }) => cases.evidenceDetail(evidenceId),
    'evidence:people': async ({ opening, evidenceId }) => inCase(opening, () => cases.people(evidenceId)),
    'capsule:write': async ({ opening, path, evidenceIds }) =>
      inCase(opening, () => cases.writeCapsule(path, true, evidenceIds)),
    'report:write': async ({ opening, format, path, choice }) => {
      const template = await templates.kept();
      // Asked after the wait: the case may have been closed in it.
      return inCase(opening, () => cases.writeReport(format, path, true, choice, template?.folder));
    },
    'template:kept': () => templates.kept(),
    'template:keep': ({ folder }) => templates.keep(folder),
    'template:drop': async () => nothing(await templates.drop()),
    'report:people': () => cases.reportedPeople(),
    'image:crop': async ({ opening, faceId }) => inCase(opening, () => cases.crop(faceId)),
    'image:thumbnail': async ({ opening, evidenceId }) => inCase(opening, () => cases.thumbnail(evidenceId)),
    'viewing:open': (evidence) => viewing.open(evidence),
    'viewing:frame': ({ frameIndex, purpose, ...evidence }) => viewing.frame(evidence, frameIndex, purpose),
    'viewing:sound': ({ part, ...evidence }) => viewing.sound(evidence, part),
    'viewing:repeats': (evidence) => viewing.repeats(evidence),
    'viewing:stop-repeats': async () => nothing(viewing.stopRepeats()),
    'viewing:end-comparison': async () => nothing(viewing.endComparison()),
    'viewing:check': async (evidence) => nothing(await viewing.check(evidence)),
    'face:add': ({ frameIndex, drawn, ...evidence }) => faces.add(evidence, frameIndex, drawn),
    'face:occlusion': ({ faceId, ...evidence }) => faces.occlusion(evidence, faceId),
    'face:likeness': ({ track, person, ...evidence }) => faces.likeness(evidence, track, person),
    'face:similar': ({ track, ...evidence }) => faces.similar(evidence, track),
    'face:cancel': async () => nothing(faces.cancel()),

    'evidence:changes': async ({ opening, evidenceId, person }) =>
      inCase(opening, () => cases.changes(evidenceId, person)),
    'notebook:read': async () => notebook.read(),
    'notebook:store': async ({ opening, change }) => inCase(opening, () => notebook.store(change)),
    'notebook:undo': async ({ opening }) => inCase(opening, () => notebook.undo()),
    'notebook:redo': async ({ opening }) => inCase(opening, () => notebook.redo()),
    'notebook:history': async ({ subject }) => notebook.history(subject),
    'log:read': async () => notebook.log(),
    'log:write': async ({ opening, path, filter }) =>
      inCase(opening, () => notebook.writeLog(path, filter, true)),

    'analysis:start': async ({ opening, evidenceIds, parameters }) => {
      const job = await inCase(opening, () => analysis.start(evidenceIds, parameters));
      return { jobId: job.id };
    },
    'job:list': async () => analysis.jobs(),
    'job:resume': async ({ opening, jobId }) => {
      await inCase(opening, () => analysis.resume(jobId));
      return null;
    },
    'job:cancel': async ({ opening, jobId }) => nothing(inCase(opening, () => analysis.cancel(jobId))),

    'model:active': () => models.active(),
    'model:list': () => models.list(),
    'model:card': ({ name }) => models.card(name),
    'model:activate': async ({ name }) => {
      await models.activate(name);
      return models.list();
    },
    'model:import': ({ path }) => models.import(path),
    'model:export': ({ name, path }) => models.export(name, path, true),
    'model:remove': async ({ name }) => {
      await models.remove(name);
      return models.list();
    },
    'embedder:list': () => models.embedders(),

    'dataset:list': async () => lab.datasets.list(),
    'dataset:import': (wish) => lab.datasets.import(wish),
    'dataset:detail': async ({ datasetId }) => lab.datasets.detail(datasetId),
    'dataset:remove': async ({ datasetId }) => nothing(lab.datasets.remove(datasetId)),
    'split:create': async (wish) => lab.datasets.split(wish),
    'experiment:start': ({ parameters }) => lab.runs.start(parameters),
    'experiment:list': async () => lab.runs.list(),
    'experiment:detail': async ({ runId }) => lab.runs.detail(runId),
    'experiment:pause': async ({ runId }) => nothing(lab.runs.pause(runId)),
    'experiment:resume': async ({ runId }) => nothing(lab.runs.resume(runId)),
    'experiment:cancel': async ({ runId }) => nothing(lab.runs.cancel(runId)),
    'experiment:remove': async ({ runId }) => nothing(lab.runs.remove(runId)),
    'experiment:robustness': async ({ runId, degradations }) =>
      nothing(lab.runs.robustness(runId, degradations)),
    'experiment:publish': (wish) => lab.runs.publish(wish),
    'experiment:figures': (wish) => lab.runs.writeFigures(wish),
    'chart:write': ({ path, format, content }) => lab.writeChart(path, format, content),
    'experiment:neighbours': (wish) => lab.runs.neighbours(wish),
    'image:lab-crop': async ({ faceId }) => lab.crop(faceId),
  };
}

/** The answer of a command that has none. */
const nothing = (_done: void): null => null;
