/** Marks, notes, first impressions and conclusions. */
import { quoted } from '../../../src-main/shared/foreign-text.ts';
import { marked } from '../marked.ts';
import type { Value } from '../value.ts';

export const notes = {
  analysedAgainSince: 'analysed again since',
  reviewed: 'Reviewed',
  draft: 'Draft',
  conclusionAndOthers: ({ state, others }: { state: Value; others: Value }) => `${state}, ${others} more`,
  tracksWereCorrectedAfter:
    'The tracks were corrected after this conclusion, which is about the faces before that correction. Change or confirm it for the faces that are shown.',
  videoWasAnalysedAgain:
    'The video was analysed again, or the file changed, after this conclusion. Change or confirm it for the finding that is shown.',
  confirm: 'Confirm',
  reviewedIAmDoneWith: 'Reviewed: I am done with it',
  storedWhenByAuthor: ({ when, author }: { when: Value; author: Value }) => `Stored ${when} by ${author}`,
  earlierVersions: 'Earlier versions',
  examinersConclusion: 'Examiner’s conclusion',
  conclusionOn: 'Conclusion on',
  conclusionBy: ({ author, person }: { author: Value; person: string }) =>
    marked`<strong>${author}</strong>, ${person.toLowerCase()}`,
  draftBy: ({ author, person }: { author: Value; person: string }) =>
    marked`<strong>${author}</strong>, ${person.toLowerCase()}, draft`,
  whenThenAnalysedAgain: ({ when }: { when: Value }) => `${when}. The video was analysed again since`,
  whenThenTracksCorrected: ({ when }: { when: Value }) => `${when}. The tracks were corrected since`,
  firstImpressionByAuthorWhen: ({ author, when, opinion }: { author: Value; when: Value; opinion: Value }) =>
    `First impression by ${author}, ${when}: ${opinion}`,
  yourFirstImpression: 'Your first impression',
  blindFirstMeaning:
    'This case works blind first. Scores, verdict and what other examiners wrote about this video are hidden until your impression is stored. It stays as it is; your conclusion can differ.',
  storeTheImpression: 'Store the impression',
  placeOfAnEarlierAnalysis: ({ place }: { place: Value }) => `${place}, of an earlier analysis`,
  placeWithOtherFacesThen: ({ place }: { place: Value }) => `${place}, with other faces then`,
  placeWithRegion: ({ place }: { place: Value }) => `${place}, region`,
  text: 'Text',
  tagsWithCommasBetween: 'Tags, with commas between',
  drawOnTheFrame: 'Draw on the frame…',
  newRegion: 'New region',
  region: 'Region',
  done: 'Done',
  edit: 'Edit',
  versions: 'Versions',
  removeHint: 'Remove; Ctrl+Z brings it back',
  markFrame: 'Mark frame',
  segmentBegins: 'Segment begins',
  segmentBeginsHint: 'I: at the frame on screen',
  segmentEnds: 'Segment ends',
  segmentEndsHint: 'O: at the frame on screen',
  onVideo: 'On video',
  onTrack: ({ track }: { track: Value }) => `On track ${track}`,
  segmentBeginsAt: ({ place }: { place: Value }) => `Segment begins at ${place}. Press O where it ends.`,
  segmentEndsAt: ({ place }: { place: Value }) => `Segment ends at ${place}. Press I where it begins.`,
  forgetIt: 'Forget it',
  searchTextTagsAuthors: 'Search text, tags, authors',
  searchNotes: 'Search notes',
  noNotesYet: ({ markKey, beginKey, endKey }: { markKey: Value; beginKey: Value; endKey: Value }) =>
    `No notes yet. Mark the frame that is shown${markKey}, or where a segment begins${beginKey} and ends${endKey}.`,
  noNotes: 'No notes yet.',
  noNoteMatches: 'No note matches.',
  whatTheObservationsSupport: 'What the observations support',
  chooseYourConclusion: 'Choose your conclusion…',
  reasonsAreNotStoredYet: 'The reasons are not stored yet: choose your conclusion.',
  confidence: 'Confidence',
  reasons: 'Reasons',
  removed: 'Removed',
  conclusionVersion: ({
    opinion,
    confidence,
    reasons,
  }: {
    opinion: Value;
    confidence: string;
    reasons: Value;
  }) => `${opinion}, ${confidence.toLowerCase()}. ${reasons}`,
  draftVersion: ({ opinion, confidence, reasons }: { opinion: Value; confidence: string; reasons: Value }) =>
    `${opinion}, ${confidence.toLowerCase()}, draft. ${reasons}`,
  noText: 'No text',
  thisIsTheFirstVersion: 'This is the first version.',
  tooManyTags: ({ most, count }: { most: Value; count: Value }) =>
    `A note has ${most} tags at most; these are ${count}.`,
  tagIsTooLong: ({ most, begin, count }: { most: Value; begin: Value; count: Value }) =>
    `A tag has ${most} characters at most; ${quoted(`${begin}…`)} has ${count}.`,
  thatWasNotWrittenDown: 'That was not written down',
  yourNameWillNotBeOffered: 'Your name will not be offered in the next case',
  lastExaminerIsNotKnown: 'The examiner named last is not known',
  versionsCouldNotBeRead: 'Its versions could not be read',
  undone: 'Undone',
  thereIsNothingToUndo: 'There is nothing to undo',
  redone: 'Redone',
  thereIsNothingToRedo: 'There is nothing to redo',
  couldNotBeTakenBack: 'That could not be taken back',
  whatCanBeUndone: 'Marks, notes, conclusions, corrected tracks, references and details can be undone.',
  theLogKeepsBoth: ({ video, subject }: { video: string | null; subject: Value }) =>
    `${video === null ? '' : `${video}: `}${subject}. The audit log keeps both.`,
  notesCouldNotBeRead: 'What was written down could not be read',
  namedPeopleCouldNotBeListed: 'The named people could not be listed',
};
