/** The start view, the decoder, and what is said before a case is open. */
import { countOf } from '../../../src-main/shared/wording.ts';
import type { Value } from '../value.ts';

export const start = {
  chooseFfmpeg: 'Choose ffmpeg…',
  lookForOneAgain: 'Look for one again',
  decoder: 'Decoder',
  howADecoderIsChecked:
    'A decoder is checked on the test clips before it reads evidence, and refused if a frame, a time or a pixel differs. The result is kept with every finding.',
  dropToAdd: 'Drop videos, pictures or folders to add them to this case',
  dropToBegin: 'Drop videos, pictures or folders to begin a case, or a case file to open it',
  partCouldNotBeShown: 'This part of the window could not be shown. Nothing in the case has changed.',
  tryAgain: 'Try again',
  lookingForVideos: ({ files }: { files: number }) => `Looking for videos: ${countOf(files, 'file')} so far…`,
  addingFiles: ({ done, files }: { done: Value; files: number }) =>
    `Adding: ${done} of ${countOf(files, 'file')}…`,
  lookingIntoFiles: ({ done, files }: { done: Value; files: number }) =>
    `Looking for videos: ${done} of ${countOf(files, 'file')} looked into…`,
  filesWereNotAdded: ({ count }: { count: number }) =>
    `${countOf(count, 'file was', 'files were')} not added`,
  theyAreNotVideos: ({ count }: { count: number }) =>
    `${count === 1 ? 'It is not a video or picture' : 'They are not videos or pictures'}.`,
  filesOrFoldersWereNotAdded: ({ count }: { count: number }) =>
    `${countOf(count, 'file or folder was', 'files or folders were')} not added`,
  lookAtEachReason: 'Look at each reason: what could not be recognised or read may be evidence.',
  checkingTheDecoder: 'Checking the decoder…',
  theDecoderStays: 'The decoder stays as it was',
  installationCouldNotBeChecked: 'This installation could not be checked',
  checkingThisInstallation: 'Checking this installation…',
  picturesAndModel: ({ pictures, faces, name }: { pictures: number; faces: number; name: Value }) =>
    `${countOf(pictures, 'picture')} with ${countOf(faces, 'face')}, model ${name}`,
  installationGivesKnownAnswers: 'This installation gives the known answers',
  reportsNameThisCheck: ({ checked }: { checked: Value }) => `${checked}. Reports name this check.`,
  installationGivesOtherAnswers: 'This installation gives other answers',
  theEngineDidNotAnswer: 'The engine did not answer',
  theCaseCouldNotBeShown: 'The case could not be shown',
  recentCasesCouldNotBeListed: 'The recent cases could not be listed',
  noCaseWasMade: 'No case was made',
  theCaseCouldNotBeOpened: 'The case could not be opened',
  theSampleCaseWasNotMade: 'The sample case could not be made',
  theCaseWasNotLeft: 'The case was not left',
  nothingWasAdded: 'Nothing was added',
  howToCompareTwo: ({ key }: { key: Value }) =>
    `Select two videos or pictures of the list: Space, or Ctrl and a click. Then compare them${key}.`,
  nothingToCompare: 'Nothing to compare',
  isThisVideoRealOr: 'Is this video real or fake?',
  whatExhibitDoes:
    'Exhibit examines the faces in a video and estimates how likely they are fake, with its reasons and error rates. Everything stays on this computer, in one case file.',
  nothingCanBeAnalysed: 'Nothing can be analysed here yet. Cases can be opened and read.',
  newCase: 'New case',
  newCaseMeaning: 'Create a case file, then add videos or folders.',
  openACase: 'Open a case',
  openACaseMeaning: 'Continue with a case file (*.exhibit).',
  sampleCase: 'Sample case',
  sampleCaseMeaning:
    'Three photographs, made into short real and fake videos and analysed at once. A fake blends a face with its own copy. Takes about a minute.',
  orDropAnywhere: 'Or drop videos, pictures or folders anywhere in this window.',
  recentCases: 'Recent cases',
};
