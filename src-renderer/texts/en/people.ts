/** The people of a video: tracks, corrections, likeness, occlusion. */
import { countOf } from '../../../src-main/shared/wording.ts';
import { marked } from '../marked.ts';
import type { Value } from '../value.ts';

export const people = {
  corrections: 'Corrections',
  withoutEffectHere: ({ unused }: { unused: Value }) => `Without effect here. ${unused}`,
  takeBack: 'Take back',
  clip: 'Clip',
  person: 'Person',
  faces: 'Faces',
  similarity: 'Similarity',
  thisFace: 'This face',
  saidPerson: ({ person }: { person: Value }) => `said: ${person}`,
  reference: 'Reference',
  otherPerson: 'Other person',
  aFileThatWasRemoved: 'a file that was removed',
  trackSaidToShowPerson: ({ track, person }: { track: Value; person: Value }) =>
    `Track ${track}, said to show ${person}`,
  similaritiesTo: ({ person }: { person: Value }) => `Similarities to the references of ${person}`,
  whatWasCompared: 'What was compared',
  comparedWith: ({ embedder, provider, author }: { embedder: Value; provider: Value; author: Value }) =>
    `Embedder ${embedder} on ${provider}. Compared for ${author}.`,
  stageAtClip: ({ stage, clip, total }: { stage: Value; clip: Value; total: Value }) =>
    `${stage}, clip ${clip} of ${total}`,
  comparing: 'Comparing',
  lookingAtTheFace: 'Looking at the face',
  addAMissedFace: 'Add a missed face',
  addAMissedFaceHint: 'Draw a box about a face that the machine left out',
  drawABox:
    'Draw a box on the picture, closely about one face, from brow to chin. It is found, scored and followed by the finding’s own model. Esc ends it.',
  occlusionMapFrameIndex: ({ frameIndex }: { frameIndex: Value }) => `Occlusion map, frame ${frameIndex}`,
  changeOfTheScore: 'Change of the score for each patch of the face',
  scoreWithNothingHidden: ({ score }: { score: Value }) =>
    `Score ${score} with nothing hidden. Each patch shows by how much the score changes when that patch alone is replaced by its mean colour.`,
  scaleFromTo: ({ lowest, highest }: { lowest: Value; highest: Value }) =>
    `Scale from ${lowest} to ${highest}`,
  scoreFallsCountedTowardsFake: 'score falls: counted towards fake',
  scoreRisesTowardsReal: 'score rises: towards real',
  whatTheMapSays:
    'The map says what this model looked at in this face. It cannot tell whether a part is forged or why the score is what it is: a patch of one colour is itself no natural picture, parts can stand in for each other, and other frames can give other maps. It changes no score and no verdict.',
  stageAtFrame: ({ stage, frame, total }: { stage: Value; frame: Value; total: Value }) =>
    `${stage} ${frame} of ${total}`,
  stageAtPatch: ({ stage, patch, total }: { stage: Value; patch: Value; total: Value }) =>
    `${stage}, patch ${patch} of ${total}`,
  makingTheMap: 'Making the map',
  peopleOfTheCase: 'People of the case',
  asExaminersNamedThem: 'As examiners named them, or declared references of them. No face was compared.',
  videos: ({ videos }: { videos: number }) => countOf(videos, 'video'),
  showInTheList: 'Show in the list',
  usableFaces: ({ usable, faces }: { usable: Value; faces: number }) =>
    `${usable} of ${countOf(faces, 'face')} usable`,
  usableFacesFrom: ({ startMs, usable, faces }: { startMs: Value; usable: Value; faces: number }) =>
    `from ${startMs}, ${usable} of ${countOf(faces, 'face')} usable`,
  hidden: 'Hidden',
  nobodyIsNamedYet: marked`Nobody is named yet. In the review of a video, choose <em>Name…</em> or <em>Reference…</em> at a person.`,
  people: ({ people }: { people: number }) => countOf(people, 'person', 'people'),
  faceTracks: ({ count }: { count: number }) => countOf(count, 'face track'),
  asTheMachineFoundIt: 'As the machine found it',
  correctionsAreNotShown: 'As the machine found it. The corrections are kept and not shown.',
  theCorrectionsChangeNoTrack:
    'The corrections change no track of this finding: each says below what it does.',
  correctedBy: ({ corrections, tracks }: { corrections: Value; tracks: number }) =>
    `Corrected by ${corrections}: machine said ${countOf(tracks, 'track')}`,
  mergeWithAnotherTrack: 'Merge with another track',
  mergeWith: 'Merge with…',
  splitHere: 'Split here',
  splitHereHint: ({ frameIndex }: { frameIndex: Value }) => `Another person from frame ${frameIndex} on`,
  goToAFrameBetweenFirst: 'Go to a frame between two faces of this track first',
  noFace: 'No face',
  noFaceHint: 'It decides nothing and stays listed. Ctrl+Z brings it back',
  name: 'Name…',
  nameOfThePerson: 'Name of the person',
  store: 'Store',
  noFaceReason: ({ reason }: { reason: Value }) => `No face (${reason})`,
  usableOfCount: ({ usable, count }: { usable: Value; count: Value }) => `${usable} of ${count} usable`,
  spanAndUsableOfCount: ({ span, usable, count }: { span: Value; usable: Value; count: Value }) =>
    `${span} · ${usable} of ${count} usable`,
  refused: ({ refusal }: { refusal: Value }) => `Refused: ${refusal}`,
  occlusionMap: 'Occlusion map',
  goToAScoredFrameFirst: 'Go to a frame in which this face has a score first',
  occlusionMapHint: 'How the score of the face on screen moves when parts of it are hidden',
  referenceOf: ({ person, author }: { person: Value; author: Value }) =>
    marked`Reference of <strong>${person}</strong>: known-genuine, says ${author}`,
  modelCallsItLikelyFake: '(the model calls this track likely fake)',
  saidToShowPerson: ({ person, content }: { person: Value; content: Value }) =>
    marked`Said to show <strong>${person}</strong>: ${content}`,
  outdated: '(outdated)',
  show: 'Show',
  compareWithReferences: 'Compare with the references of a person',
  saidToShow: 'Said to show…',
  referenceClips: ({ count }: { count: number }) => countOf(count, 'reference clip'),
  referenceClipsOfLeast: ({ files, leastReferences }: { files: Value; leastReferences: Value }) =>
    `${files} of ${leastReferences} reference clips`,
  referenceDialog: 'Reference…',
  referenceHint: ({ leastReferences }: { leastReferences: Value }) =>
    `Declare this track to be known-genuine footage of a named person. With ${leastReferences} independent clips, faces can be compared with that person`,
  similarFaces: 'Similar faces…',
  similarFacesHint:
    'Looks in the other videos of the case for faces that look alike. It compares all of them, which takes a while',
  nameForTheReference: 'Name of the person that this track shows for certain',
  declare: 'Declare',
  similarFacesOf: ({ person }: { person: Value }) => `Similar faces in this case: ${person}`,
  nameThisPersonFirst: marked`Give this person a name first (<em>Name…</em> at the track). Then a track that shows the same person can get it.`,
  /** `name` and `startMs` are null where nobody is named, and where a picture has no times. */
  trackUsableFaces: ({
    person,
    name,
    startMs,
    count,
  }: {
    person: Value;
    name: Value | null;
    startMs: Value | null;
    count: number;
  }) =>
    [
      `Track ${person}`,
      ...(name === null ? [] : [`named ${name}`]),
      ...(startMs === null ? [] : [`from ${startMs}`]),
      countOf(count, 'usable face'),
    ].join(', '),
  anExaminerGaveItThis: 'An examiner gave it this name',
  anExaminerDeclaredItA: ({ names }: { names: Value }) => `An examiner declared it a reference of ${names}`,
  whyAndSimilarity: ({ why, similarity }: { why: Value; similarity: Value }) =>
    `${why}. Similarity ${similarity}`,
  review: 'Review',
  samePerson: 'Same person',
  nameThePersonFirst: 'Name the person first',
  samePersonHint: ({ name }: { name: Value }) =>
    `Name this track ${name}. It is a correction by you; Ctrl+Z takes it back`,
  dismiss: 'Dismiss',
  noOtherTrackIsLeft: 'No other track is left that looks alike.',
  otherTracksOfOtherVideos: ({ count }: { count: number }) =>
    `${countOf(count, 'other track')} of other videos looked less alike.`,
  notCompared: ({ name, why }: { name: Value; why: Value }) => `Not compared: ${name}. ${why}`,
  stageAtVideo: ({ stage, video, total }: { stage: Value; video: Value; total: Value }) =>
    `${stage}, video ${video} of ${total}`,
  nothingWasCompared: 'Nothing was compared',
  noFacesWereCompared: 'No faces were compared',
  noFaceWasAdded: 'No face was added',
  trackWasAdded: ({ person }: { person: Value }) => `Track ${person} was added`,
  noOcclusionMapWasMade: 'No occlusion map was made',
};
