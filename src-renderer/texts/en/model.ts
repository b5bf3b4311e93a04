/** The model view, model cards and the method of a verdict. */
import { countOf } from '../../../src-main/shared/wording.ts';
import { marked } from '../marked.ts';
import type { Value } from '../value.ts';

export const model = {
  frames: 'Frames',
  sampled: 'Sampled',
  usedAndSkipped: ({ used, count }: { used: Value; count: Value }) => `${used}, ${count} skipped`,
  smallestFace: 'Smallest face',
  detectionSize: 'Detection size',
  fullSize: 'full size',
  upToPx: ({ detectSizePx }: { detectSizePx: Value }) => `up to ${detectSizePx} px`,
  threshold: 'Threshold',
  inconclusive: 'Inconclusive',
  fromTo: ({ realBelow, fakeAbove }: { realBelow: Value; fakeAbove: Value }) =>
    `${realBelow} to ${fakeAbove}`,
  alsoInconclusive: 'Also inconclusive',
  provider: 'Provider',
  againstCpu: 'Against CPU',
  differsByAtMost: ({ maxDifference }: { maxDifference: Value }) => `differs by at most ${maxDifference}`,
  note: 'Note',
  warning: 'Warning',
  decoder: 'Decoder',
  onnxRuntime: 'ONNX Runtime',
  node: 'Node',
  began: 'Began',
  ended: 'Ended',
  frameIndex: ({ frameIndex }: { frameIndex: Value }) => `Frame ${frameIndex}`,
  parameters: 'Parameters',
  models: 'Models',
  run: 'Run',
  skippedFrames: 'Skipped frames',
  per: 'Per',
  classifier: 'Classifier',
  real: 'Real',
  fake: 'Fake',
  made: 'Made',
  embedder: 'Embedder',
  licence: 'Licence',
  folder: 'Folder',
  dataSet: 'Data set',
  videosFaces: ({ videos, faces }: { videos: number; faces: number }) =>
    `${countOf(videos, 'video')}, ${countOf(faces, 'face')}`,
  people: 'People',
  split: 'Split',
  aucOnWholeVideos: ({ real, fake }: { real: Value; fake: Value }) =>
    `AUC on whole videos of people who, as far as known, are not in the training data, ${real} real and ${fake} fake`,
  whatItCannotDo: 'What it cannot do',
  errorRates: 'Error rates, split by person and recording',
  theseFiguresCount:
    'These figures count: as far as known, no person in the test was seen in training. 95 % intervals in brackets.',
  likelihoodRatiosAreGiven: ({ cllr }: { cllr: Value }) =>
    `The likelihood ratios of whole videos cost ${cllr} bits (Cllr; 1 means no information), so they are given.`,
  noLikelihoodRatioIsGiven: ({ cllr }: { cllr: Value }) =>
    `The likelihood ratios of whole videos cost ${cllr} bits (Cllr; 1 means no information), so none is given.`,
  errorRatesOnOtherPeople: 'Error rates on people who, as far as known, are not in the training data',
  byMethod: 'By method',
  byMethodMeaning: ({ methodNote }: { methodNote: Value }) =>
    `The fakes of each method against all real videos. ${methodNote}`,
  byCondition: 'By condition',
  byConditionMeaning:
    'Held-out videos, as they are and after each degradation. All rows use the videos that can be scored under every condition.',
  whatItLeavesUndecided: 'What it leaves undecided',
  whatItLeavesUndecidedMeans: ({ abstention }: { abstention: Value }) =>
    `${abstention} Both classes weigh the same; limits for the videos of each fold come from the other folds. AURC is the mean share of wrong answers while more and more videos are answered, the surest first: 0 is best. Even prior odds: as many real videos as fake ones.`,
  misleadingFigures: marked`<strong>Misleading figures, split by frame</strong>, shown only for comparison with publications that split this way`,
  whyTheyMislead:
    'Here frames of the same person and video are in training and test. The model can recognise the person, so these figures say nothing about a new video.',
  misleadingErrorRates: 'Misleading error rates: the same people in training and test',
  model: 'Model',
  trainingData: 'Training data',
  tripletLoss: 'Triplet loss',
  tripletsInsideTheMargin: 'Triplets inside the margin',
  rocCurve: 'ROC curve',
  rocCurveMeaning: 'For every threshold: how many fakes are found, and how many real videos are called fake.',
  riskAndCoverage: 'Risk and coverage',
  trainingVectors: 'Training vectors',
  trainingVectorsMeaning:
    'After the trained head, laid out by t-SNE. Points near each other are alike; far groups and axes mean nothing.',
  trainingLoss: 'Training: loss',
  trainingViolatingTriplets: 'Training: triplets still violating the margin',
  calibrationSgd: 'Calibration, SGD',
  calibrationRandomForest: 'Calibration, Random Forest',
  cllrOfFacesSgd: 'Cllr of faces, SGD',
  cllrOfFacesRandomForest: 'Cllr of faces, Random Forest',
  runBesideTheChosenOne: 'run beside the chosen one',
  notRun: 'not run',
  adamParameters: ({
    beta1,
    beta2,
    epsilon,
    scheduleDecay,
  }: {
    beta1: Value;
    beta2: Value;
    epsilon: Value;
    scheduleDecay: Value;
  }) => `β₁ ${beta1}, β₂ ${beta2}, ε ${epsilon}, schedule decay ${scheduleDecay}`,
  none: 'none',
  shiftsOfCopies: ({ widthShift, heightShift }: { widthShift: Value; heightShift: Value }) =>
    `width ±${widthShift}, height ±${heightShift}`,
  copiesOfAFace: ({
    copies,
    rotationDegrees,
    zoom,
    shifts,
    flipped,
  }: {
    copies: number;
    rotationDegrees: Value;
    zoom: Value;
    shifts: Value;
    flipped: boolean;
  }) =>
    `${countOf(copies, 'copy', 'copies')} a face: ±${rotationDegrees}°, zoom ±${zoom}, ${shifts}${flipped ? ', flipped' : ''}`,
  theModelCannotBeUsed: 'The model cannot be used',
  theModelsCouldNotBeListed: 'The models could not be listed',
  theCardCouldNotBeRead: 'The model’s card could not be read',
  checkingTheModel: 'Checking the model…',
  theModelWasNotImported: 'The model was not imported',
  modelImported: 'Model imported',
  theModelWasNotExported: 'The model was not exported',
  writingTheModel: 'Writing the model…',
  modelExported: 'Model exported',
  publishingTheModel: 'Publishing the model…',
  theModelWasNotPublished: 'The model was not published',
  modelPublished: 'Model published',
  chooseUseForCases: ({ name }: { name: Value }) =>
    `${name}: choose “Use for cases” under Models to analyse with it.`,
  theModelWasNotRemoved: 'The model was not removed',
  noModelIsLoaded: 'No model is loaded',
  videosCannotBeScored: 'Videos cannot be scored without one.',
  tryAgain: 'Try again',
};
