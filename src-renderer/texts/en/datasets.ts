/** The data sets of the lab. */
import { countOf } from '../../../src-main/shared/wording.ts';
import type { Value } from '../value.ts';

export const datasets = {
  importedWithClips: ({
    layout,
    importedAt,
    clips,
    real,
    fake,
    people,
  }: {
    layout: Value;
    importedAt: Value;
    clips: number;
    real: Value;
    fake: Value;
    people: Value;
  }) => `${layout}, imported ${importedAt}; ${countOf(clips, 'clip')}: ${real} real, ${fake} fake; ${people}`,
  remove: 'Remove',
  method: 'Method',
  realOrNotNamed: 'real, or not named',
  collection: 'Collection',
  notNamed: 'not named',
  person: 'Person',
  pathsLeftOut: ({ paths }: { paths: number }) => `${countOf(paths, 'path')} left out, with the reasons`,
  clipsRepeatOthers: ({ count }: { count: number }) =>
    `${countOf(count, 'clip repeats another and is', 'clips repeat others and are')} not used in experiments`,
  sameFileAs: ({ path }: { path: Value }) => `the same file as ${path}`,
  looksTheSameAs: ({ path }: { path: Value }) => `looks the same as ${path}`,
  removeName: ({ name }: { name: Value }) => `Remove ${name}?`,
  whatRemovingDeletes:
    'Its faces, its splits and all that was computed from them are deleted. The clips themselves are not touched. A data set that experiments still use is not removed.',
  importFolder: 'Import folder…',
  readingTheFolder: 'Reading the folder',
  stageAt: ({ stage, done }: { stage: Value; done: Value }) => `${stage} ${done}`,
  stageAtOfTotal: ({ stage, done, total }: { stage: Value; done: Value; total: Value }) =>
    `${stage} ${done} of ${total}`,
  import: 'Import',
  realAndFake: ({ real, fake }: { real: Value; fake: Value }) => `${real} real, ${fake} fake`,
  noDataSetsYet: 'No data sets yet',
  whatToImport:
    'Import a folder with real and fake clips: Celeb-DF, FaceForensics++, DFDC, folders named real and fake, or one with a clip table (manifest.csv). The clips stay where they are.',
  chooseADataSet: 'Choose a data set',
  clipsByTitle: ({ title }: { title: string }) => `Clips by ${title.toLowerCase()}`,
  newSplitOfName: ({ name }: { name: Value }) => `New split of ${name}`,
  makeSplit: 'Make split',
  kind: 'Kind',
  clipsNameNoPerson: ({ clips }: { clips: number }) =>
    `${countOf(clips, 'clip names', 'clips name')} no person. Whoever is seen there may appear in training and test unless likeness shows it.`,
  split: 'Split',
  seed: 'Seed',
  groups: 'Groups',
  heldOutInEachFold: 'Held out in each fold, real + fake',
  splits: 'Splits',
  eachFoldIsHeldOut: 'Each fold is held out in turn: the model is trained on the others and tested on it.',
  newSplit: 'New split',
  splitsOfName: ({ name }: { name: Value }) => `Splits of ${name}`,
  noSplitsYetAnExperiment: 'No splits yet. An experiment needs one.',
  theDataSetsCouldNotBeListed: 'The data sets could not be listed',
  theDataSetCouldNotBeShown: 'The data set could not be shown',
  theDataSetWasNotImported: 'The data set was not imported',
  pathsWereLeftOut: ({ count, name }: { count: number; name: Value }) =>
    `${countOf(count, 'path was', 'paths were')} left out of ${name}`,
  theDataSetListsThem: 'The data set lists each with the reason.',
  theDataSetWasNotRemoved: 'The data set was not removed',
};
