/** The start view, the decoder, and what is said before a case is open. */
import { countOf } from '../../../src-main/shared/wording.ts';
import type { Value } from '../value.ts';

export const start = {
  chooseFfmpeg: 'Choose ffmpeg…',
  lookForOneAgain: 'Look for one again',
  decoder: 'Decoder',
  aDecoderIsCheckedOn:
    'A decoder is checked on the test clips before it reads evidence, and refused if a frame, a time or a pixel differs. The result is kept with every finding.',
  dropVideosPicturesOrFolders: 'Drop videos, pictures or folders to add them to this case',
  dropVideosPicturesOrFoldersTo:
    'Drop videos, pictures or folders to begin a case, or a case file to open it',
  thisPartOfTheWindow: 'This part of the window could not be shown. Nothing in the case has changed.',
  tryAgain: 'Try again',
  lookingForVideosFilesSo: ({ files }: { files: number }) =>
    `Looking for videos: ${countOf(files, 'file')} so far…`,
  doneOfFiles: ({ done, files }: { done: Value; files: number }) => `${done} of ${countOf(files, 'file')}`,
  addingCounts: ({ counts }: { counts: Value }) => `Adding: ${counts}…`,
  lookingForVideosCountsLooked: ({ counts }: { counts: Value }) =>
    `Looking for videos: ${counts} looked into…`,
  filesWereNotAdded: ({ count }: { count: number }) =>
    `${countOf(count, 'file was', 'files were')} not added`,
  theyAreNotVideosOr: 'They are not videos or pictures.',
  filesOrFoldersWereNot: ({ count }: { count: number }) =>
    `${countOf(count, 'file or folder was', 'files or folders were')} not added`,
  lookAtEachReasonWhat: 'Look at each reason: what could not be recognised or read may be evidence.',
  checkingTheDecoder: 'Checking the decoder…',
  theDecoderStaysAsIt: 'The decoder stays as it was',
  thisInstallationCouldNotBe: 'This installation could not be checked',
  checkingThisInstallation: 'Checking this installation…',
  picturesAndModel: ({ pictures, faces, name }: { pictures: number; faces: number; name: Value }) =>
    `${countOf(pictures, 'picture')} with ${countOf(faces, 'face')}, model ${name}`,
  thisInstallationGivesTheKnown: 'This installation gives the known answers',
  checkedReportsNameThisCheck: ({ checked }: { checked: Value }) => `${checked}. Reports name this check.`,
  thisInstallationGivesOtherAnswers: 'This installation gives other answers',
  theEngineDidNotAnswer: 'The engine did not answer',
  theCaseCouldNotBe: 'The case could not be shown',
  theRecentCasesCouldNot: 'The recent cases could not be listed',
  noCaseWasMade: 'No case was made',
  theCaseCouldNotBeOpened: 'The case could not be opened',
  theSampleCaseCouldNot: 'The sample case could not be made',
  theCaseWasNotLeft: 'The case was not left',
  nothingWasAdded: 'Nothing was added',
  selectTwoVideosOrPictures: ({ key }: { key: Value }) =>
    `Select two videos or pictures of the list: Space, or Ctrl and a click. Then compare them${key}.`,
  nothingToCompare: 'Nothing to compare',
  isThisVideoRealOr: 'Is this video real or fake?',
  exhibitExaminesTheFacesIn:
    'Exhibit examines the faces in a video and estimates how likely they are fake, with its reasons and error rates. Everything stays on this computer, in one case file.',
  nothingCanBeAnalysedHere: 'Nothing can be analysed here yet. Cases can be opened and read.',
  newCase: 'New case',
  createACaseFileThen: 'Create a case file, then add videos or folders.',
  openACase: 'Open a case',
  continueWithACaseFile: 'Continue with a case file (*.exhibit).',
  sampleCase: 'Sample case',
  threePhotographsMadeIntoShort:
    'Three photographs, made into short real and fake videos and analysed at once. A fake blends a face with its own copy. Takes about a minute.',
  orDropVideosPicturesOr: 'Or drop videos, pictures or folders anywhere in this window.',
  recentCases: 'Recent cases',
};
