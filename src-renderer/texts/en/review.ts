/** The review of a video: picture, timeline, crops, verdict. */
import { countOf } from '../../../src-main/shared/wording.ts';
import { marked } from '../marked.ts';
import type { Value } from '../value.ts';

export const review = {
  forViewingOnly: 'For viewing only',
  reset: 'Reset',
  facesOfTrackId: ({ id }: { id: Value }) => `Faces of track ${id}`,
  crops: ({ crops }: { crops: number }) => countOf(crops, 'crop'),
  cropsNotScored: ({ crops, refused }: { crops: number; refused: Value }) =>
    `${countOf(crops, 'crop')}, ${refused} not scored`,
  cropDetection: ({
    place,
    added,
    detection,
  }: {
    place: { time: Value; frameIndex: Value } | null;
    added: boolean;
    detection: Value;
  }) =>
    [
      ...(place ? [place.time, `frame ${place.frameIndex}`] : []),
      ...(added ? ['added by hand'] : []),
      `detection ${detection}`,
    ].join(', '),
  face: 'Face',
  faceAtPtsMs: ({ ptsMs }: { ptsMs: Value }) => `Face at ${ptsMs}`,
  noFace: 'no face',
  addedSaid: ({ said }: { said: Value }) => `added ${said}`,
  frameIndex: ({ frameIndex }: { frameIndex: Value }) => `Frame ${frameIndex}`,
  thisFileCannotBeShown: 'This file cannot be shown',
  frameCannotBeShown: ({ frameIndex }: { frameIndex: Value }) => `Frame ${frameIndex} cannot be shown`,
  previousVideo: 'Previous video',
  nextVideo: 'Next video',
  frameIndexLower: ({ frameIndex }: { frameIndex: Value }) => `frame ${frameIndex}`,
  positionOfSampled: ({ position, count }: { position: Value; count: Value }) =>
    `${position} of ${count} sampled`,
  notSampledNotScored: 'not sampled, not scored',
  notSampled: 'not sampled',
  previousSampledFrame: 'Previous sampled frame',
  nextSampledFrame: 'Next sampled frame',
  boxes: 'Boxes',
  adjust: 'Adjust',
  picture: 'Picture',
  textForViewingOnly: ({ text }: { text: Value }) => `${text}, for viewing only`,
  checkingTheFile: 'Checking that this is the file that was analysed; its scores wait',
  stillFrameWhileLoading: ({ shown, loading }: { shown: Value; loading: Value }) =>
    `Still frame ${shown}; frame ${loading} is loading`,
  frameIndexIsLoading: ({ frameIndex }: { frameIndex: Value }) => `frame ${frameIndex} is loading`,
  goTo: 'Go to',
  go: 'Go',
  frameOrTime: 'Frame or time',
  goToExample: '120, 1:02.5 or 62.5 s',
  frameAtTime: ({ frame, time }: { frame: Value; time: Value }) => `Frame ${frame}, ${time}`,
  framesAndTimesGoTo: ({ lastFrame, lastTime }: { lastFrame: Value; lastTime: Value }) =>
    `Frames are 0 to ${lastFrame}, times up to ${lastTime}.`,
  thereIsNoSuchFrame: ({ lastFrame, lastTime }: { lastFrame: Value; lastTime: Value }) =>
    `There is no such frame or time. Frames are 0 to ${lastFrame}, times up to ${lastTime}.`,
  fromRgbAndZoom: ({ zoom }: { zoom: Value }) => `from RGB, BT.709 · ${zoom}×`,
  verdict: 'Verdict',
  notes: 'Notes',
  video: 'Video',
  method: 'Method',
  aboutThisVideo: 'About this video',
  scoreOfOne: ({ score }: { score: Value }) => `Score ${score} of 1`,
  shownPartOfTheVideo: 'Part of the video that is shown',
  fromMsToMs: ({ fromMs, toMs }: { fromMs: Value; toMs: Value }) => `${fromMs} to ${toMs}`,
  frameUnderReviewByTime: 'Frame under review, by time',
  noFrame: 'no frame',
  scoreOverTime: 'Score over time',
  tracksAndFramesOverTime: 'Tracks and frames over time',
  frameAndTime: ({ frameIndex, ptsMs }: { frameIndex: Value; ptsMs: Value }) =>
    `frame ${frameIndex} · ${ptsMs}`,
  pointedFrameIsLoading: ({ pointed }: { pointed: Value }) => `frame ${pointed} is loading`,
  filmstrip: 'Filmstrip',
  frameOfTheFilmstrip: ({ frame, ptsMs }: { frame: Value; ptsMs: Value }) => `frame ${frame} · ${ptsMs}`,
  noFaceWasFound: 'No face was found.',
  theFirstSoundTrack: ({ count }: { count: Value }) => `The first of ${count} sound tracks`,
  theSoundOfTheFile: 'The sound of the file',
  silentAtRate: ({ rate }: { rate: Value }) => `silent at ${rate}: sound plays forwards at 1×`,
  playback: 'Playback',
  oneFrameBack: 'One frame back',
  play: 'Play',
  pause: 'Pause',
  oneFrameOn: 'One frame on',
  speedHint: 'Speed: ¼, ½, 1, 2 or 4 times',
  noSound: 'No sound',
  sound: 'Sound',
  theFileHasNoSound: 'The file has no sound track',
  soundHint: ({ heard, keys }: { heard: Value; keys: Value }) => `${heard}, at 1× forwards${keys}`,
  loopFramesFirstToLast: ({ first, last }: { first: Value; last: Value }) =>
    `Loop, frames ${first} to ${last}`,
  loop: 'Loop',
  loopsTheMarkedSegmentKeys: ({ keys }: { keys: Value }) => `Loops the marked segment${keys}`,
  framesDropped: ({ frames }: { frames: number }) => `${countOf(frames, 'frame')} dropped`,
  slowerThanAsked: 'slower than asked',
  countOfFramesViewed: ({ count, frames }: { count: Value; frames: number }) =>
    `${count} of ${countOf(frames, 'frame')} viewed`,
  notAnalysed: 'Not analysed',
  thereIsNoFindingYet: 'There is no finding yet: frames are shown without faces and scores.',
  earlierAnalysis: ({ finishedAt, outcome, sha256 }: { finishedAt: Value; outcome: string; sha256: Value }) =>
    marked`Earlier analysis, ${finishedAt}: ${outcome.toLowerCase()}. It stays in the case, and holds only for the file with SHA-256 <code>${sha256}…</code>.`,
  correctionsAreKept: ({ corrections }: { corrections: number }) =>
    `${countOf(corrections, 'correction of tracks is', 'corrections of tracks are')} kept, for the next finding.`,
  tryAgain: 'Try again',
  analyse: 'Analyse',
  whatWouldChangeIsNotKnown: 'It could not be computed what would change the verdict',
  whatWouldChangeIt: 'What would change it',
  whatWouldChangeItHint: 'How far the score is from the limits, and how few faces hold up the answer',
  correctedByTheExaminer: 'Corrected by the examiner',
  zeroIsReal: '0 real',
  oneIsFake: 'fake 1',
  asTheMachineFoundIt: ({ verdict }: { verdict: Value }) =>
    marked`As the machine found it: <strong>${verdict}</strong>`,
  anEstimateNotAProof: 'An estimate, not a proof. How often the model was wrong in tests stands under Model.',
  detectorOfYourLab: ({ name }: { name: Value }) => `${name}, a detector of your lab`,
  itHasNoPartIn: 'It has no part in the verdict above.',
  theEngineEnded: 'The engine ended while it decoded this frame. Step once more.',
  brightness: 'Brightness',
  contrast: 'Contrast',
  gamma: 'Gamma',
  sharpness: 'Sharpness',
  thePeopleCouldNotBeShown: 'The people could not be shown',
  oldHashesWereNotComputed: 'MD5 and SHA-1 were not computed',
  readingTheFile: 'Reading the file…',
  readingTheFileShare: ({ share }: { share: Value }) => `Reading the file: ${share}…`,
  theVideoCouldNotBeShown: 'The video could not be shown',
  ffmpegSaysOfTheSound: ({ complaint }: { complaint: Value }) => `ffmpeg says of the sound: ${complaint}`,
  markOneWhereItBegins: ({ from, to }: { from: Value; to: Value }) =>
    `Mark one: where it begins${from}, and where it ends${to}.`,
  noMarkedSegmentIsHere: 'No marked segment is here',
  copied: 'Copied',
  heightOfTheScores: 'Height of the scores',
  sizeOfTheFaces: 'Size of the faces',
  widthOfThePanel: 'Width of the panel',
  cancel: 'Cancel',
  measureOnLabelledClips: 'Measure on labelled clips…',
  measureOnLabelledClipsHint:
    'For a table (CSV) of your own clips that are known to be real or fake. They are made as coarse as this video and scored, which can take long. It has no part in the verdict.',
  noErrorRatesWereMeasured: 'No error rates were measured',
  readingTheClips: 'Reading the clips…',
  readingTheClipsOfTotal: ({ done, total }: { done: Value; total: Value }) =>
    `Reading the clips: ${done} of ${total} done…`,
  scoringTheClipsOfTotal: ({ done, total }: { done: Value; total: Value }) =>
    `Scoring the clips: ${done} of ${total} done…`,
  credentialsWereNotChecked: 'The credentials were not checked again',
  checkingTheCredentials: 'Checking the credentials…',
};
