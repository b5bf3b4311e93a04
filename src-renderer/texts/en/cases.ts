/** A case: its line, its dialogs, analyses and the check of its files. */
import { countOf } from '../../../src-main/shared/wording.ts';
import { marked } from '../marked.ts';
import type { Value } from '../value.ts';

export const cases = {
  spreadEvenly: 'Spread evenly',
  frames: 'Frames',
  framesLower: 'frames',
  fromTheBeginning: 'From the beginning',
  everyKThFrame: 'Every k-th frame',
  step: 'Step',
  framesApart: 'frames apart',
  atARate: 'At a rate',
  rate: 'Rate',
  framesPerSecond: 'frames per second',
  everyFrameSlow: 'Every frame (slow)',
  smallestFace: 'Smallest face',
  smallestFaceHint: 'px; smaller finds more faces and takes longer',
  mostFaces: 'Most faces',
  mostFacesHint: 'in a frame; the largest are examined',
  streamNumber: 'Stream number',
  streamNumberHint: 'as the Video panel names it',
  detectionSize: 'Detection size',
  detectionSizeHint: 'px on the long side',
  analyseVideos: ({ videos }: { videos: number }) => `Analyse ${countOf(videos, 'video')}`,
  analyse: 'Analyse',
  defaults: 'Defaults',
  largeFrames: 'Large frames',
  scaleThemDown: 'scale them down',
  videoStream: 'Video stream',
  anotherThanTheMainOne: 'another than the main one',
  parametersAreStored:
    'The parameters are stored with each verdict. A video analysed before gets a new finding.',
  caseDetails: 'Case details',
  store: 'Store',
  sayFirstWhoYouAre: 'Say first who you are. Your name stands at everything that you write down.',
  examinerAtWorkRequired: 'Examiner at work (required)',
  iAmLast: ({ last }: { last: Value }) => `I am ${last}`,
  blindFirstChoice:
    'Blind first: hide scores and verdicts of a video, and what other examiners wrote about it, until your first impression is stored',
  allOf: ({ authors }: { authors: readonly string[] }) => authors.join(' and '),
  agreementOnFirstImpressions: ({
    authors,
    videos,
    observed,
    agreement,
  }: {
    authors: Value;
    videos: number;
    observed: Value;
    agreement: Value;
  }) =>
    `${authors}, first impressions on ${countOf(videos, 'video')}: same answer on ${observed}. ${agreement}.`,
  agreementOnConclusions: ({
    authors,
    videos,
    observed,
    agreement,
  }: {
    authors: Value;
    videos: number;
    observed: Value;
    agreement: Value;
  }) => `${authors}, conclusions on ${countOf(videos, 'video')}: same answer on ${observed}. ${agreement}.`,
  caseNumber: ({ number }: { number: Value }) => `Case ${number}`,
  noExaminerNamed: 'No examiner named',
  examiner: ({ examiner }: { examiner: Value }) => `Examiner ${examiner}`,
  blindFirst: 'Blind first',
  agreementOf: ({ authors, kappa }: { authors: Value; kappa: Value }) =>
    `Agreement of ${authors}: kappa ${kappa}`,
  caseDetailsDialog: 'Case details…',
  exhibitNumbers: ({ count }: { count: Value }) => `Exhibit numbers (${count})…`,
  exhibitNumber: 'Exhibit number…',
  chooseAVideoFirst: 'Choose a video first',
  addFiles: 'Add files',
  addFolder: 'Add folder',
  report: 'Report',
  analyseSelected: ({ count }: { count: Value }) => `Analyse ${count} selected…`,
  analysisSettings: 'Analysis settings…',
  closeTheCase: 'Close the case',
  anAnalysisWasInterruptedAfter: ({ done, videos }: { done: Value; videos: number }) =>
    `An analysis was interrupted after ${done} of ${countOf(videos, 'video')}.`,
  goOnWithVideos: ({ videos }: { videos: number }) => `Go on with ${countOf(videos, 'video')}`,
  videos: ({ videos }: { videos: number }) => countOf(videos, 'video'),
  removeFromTheCase: ({ what }: { what: Value }) => `Remove ${what} from the case`,
  remove: 'Remove',
  removingKeepsFiles:
    'Files on the disk are not touched. The case keeps findings and notes; the audit log and every report say who removed what, and why. A file that is added again is listed again.',
  reason: 'Reason',
  examinerIMadeTheseFindings: 'Examiner: I made these findings',
  reviewerICheckedThem: 'Reviewer: I checked them',
  signOffTheCase: 'Sign off the case',
  sign: 'Sign…',
  noExaminerIsNamedYet: 'No examiner is named yet.',
  whatASignatureMeans:
    'Your signature vouches for the audit log as it is now, and so for every finding, note and report that it names. Write the report first. Whoever changes anything in the log later cannot make your signature hold again.',
  role: 'Role',
  yourKeyIsMadeLater:
    'Your key is made when you sign for the first time. It stays on this computer, under the protection of the system.',
  fingerprintOfYourKey: ({ fingerprint }: { fingerprint: Value }) =>
    marked`Fingerprint of your key, by which others know it: <code>${fingerprint}</code>`,
  signatureUpToEntry: ({
    name,
    signed,
    when,
    entries,
    key,
  }: {
    name: Value;
    signed: Value;
    when: Value;
    entries: Value;
    key: Value;
  }) => marked`${name}, ${signed}, ${when}: entries 1 to ${entries}, key <code>${key}…</code>`,
  networksRunOn: ({ provider }: { provider: Value }) => `Networks run on ${provider}`,
  networksRunOnWithin: ({ provider, maxDifference }: { provider: Value; maxDifference: Value }) =>
    `Networks run on ${provider} (within ${maxDifference} of the CPU)`,
  noDecoder: 'No decoder: nothing can be analysed',
  missingOrDamaged: 'missing or damaged',
  modelName: ({ name }: { name: Value }) => `Model: ${name}`,
  engineStopped: 'Engine stopped',
  theEngineCannotSay: 'The engine cannot say what it works with; see the notice',
  startingTheEngine: 'Starting the engine…',
  cancel: 'Cancel',
  noCaseWasMade: 'No case was made',
  makingTheCase: 'Making the case…',
  openIt: 'Open it',
  theCaseCouldNotBeOpened: 'The case could not be opened',
  openingTheCase: 'Opening the case…',
  theSampleCaseWasNotMade: 'The sample case could not be made',
  makingTheSampleClips: 'Making the sample clips…',
  theCaseCouldNotBeClosed: 'The case could not be closed',
  theVideosCouldNotBeListed: 'The videos of the case could not be listed',
  nothingWasAdded: 'Nothing was added',
  addingFiles: 'Adding files…',
  filesWereInTheCase: ({ count }: { count: number }) =>
    `${countOf(count, 'file was', 'files were')} in the case already`,
  theyStayAsTheyAre: 'They stay as they are.',
  equalFilesWereNotLookedFor: 'Equal files could not be looked for',
  sameFileAs: ({ path, other }: { path: Value; other: Value }) => `${path}: same file as ${other}`,
  newFilesAreTwice: ({ count }: { count: number }) =>
    `${countOf(count, 'new file is', 'new files are')} in the case twice`,
  equalFilesWereAdded: 'Their SHA-256 is the same. They were added; the list marks them.',
  theAnalysisDidNotStart: 'The analysis did not start',
  alreadyDoneNothingNew: 'Already done: nothing new',
  videosAnalysedBefore: ({ videos }: { videos: number }) =>
    `${countOf(videos, 'video')} analysed before, by the same model and with the same settings.`,
  theVideoWasNotRemoved: 'The video was not removed',
  noVideoWasRemoved: 'No video was removed',
  videosRemovedFromTheCase: ({ videos }: { videos: number }) =>
    `${countOf(videos, 'video')} removed from the case`,
  whatWasFoundInIt: 'What was found in it is kept. Add the file again to list it again.',
  theFilesWereNotChecked: 'The files were not checked',
  checkingTheFiles: 'Checking the files…',
  checkingTheFilesRead: ({ done, total }: { done: Value; total: Value }) =>
    `Checking the files: ${done} of ${total} read…`,
  filesWereNeverAnalysed: ({ count }: { count: number }) =>
    `${countOf(count, 'file was', 'files were')} never analysed: nothing to compare.`,
  filesAreUnchanged: ({ count }: { count: number }) =>
    `${countOf(count, 'file has', 'files have')} the SHA-256 of the analysis.`,
  noFileWasChanged: 'No file was changed',
  filesStrayed: ({ files }: { files: number }) =>
    `${countOf(files, 'file')} ${files === 1 ? 'does' : 'do'} not agree with the case`,
  theFilesWereNotLookedFor: 'The files were not looked for',
  lookingForMovedFiles: 'Looking for moved files…',
  movedFilesFound: ({ count }: { count: number }) => `${countOf(count, 'moved file')} found`,
  movedFilesAreTheSame: 'Their SHA-256 is the same as at the analysis.',
  filesNotFoundAgain: ({ files }: { files: number }) => `${countOf(files, 'file')} not found again`,
  nothingWasChangedForThem: 'Nothing was changed for them.',
  theFolderWasNotOpened: 'The folder was not opened',
  theAuditLogCouldNotBeChecked: 'The audit log could not be checked',
  theCaseWasChangedOutside: 'The case was changed outside Exhibit',
  problemAndMoreFaults: ({ problem, count }: { problem: Value; count: number }) =>
    `${problem} And ${countOf(count, 'more fault')}: see the audit log.`,
  theSignOffsCouldNotBeRead: 'The sign-offs could not be read',
  yourKeyCouldNotBeRead: 'Your key could not be read',
  nothingWasSigned: 'Nothing was signed',
  signedOff: 'Signed off',
  theLogHoldsYourSignature: 'The audit log holds your signature; “exhibit verify” checks it.',
  theAnalysesCouldNotBeListed: 'The analyses could not be listed',
  theAnalysisCouldNotGoOn: 'The analysis could not go on',
  loadingTheNetworks: 'Loading the networks…',
  theAnalysisCouldNotBeCancelled: 'The analysis could not be cancelled',
  tryAgain: 'Try again',
  noVideosYet: 'No videos yet',
  dropHere: 'Drop videos, pictures or folders here, or add them with the buttons above.',
  peopleCount: ({ count }: { count: Value }) => `People (${count})`,
  filter: 'Filter',
  searchNamesFoldersHashesVerdicts: 'Search names, folders, hashes, verdicts, notes and tags',
  nameHashNoteTag: 'Name, hash, note, tag',
};
