/** Reports, charts and other files that are written. */
import { countOf } from '../../../src-main/shared/wording.ts';
import type { Value } from '../value.ts';

export const reports = {
  titleTableAndFiles: ({ title }: { title: Value }) => `${title}: table and files`,
  table: 'Table',
  saveTitleAsFormat: ({ title, format }: { title: Value; format: Value }) => `Save ${title} as ${format}`,
  theFirstRows: ({ mostRows, count }: { mostRows: Value; count: Value }) =>
    `The first ${mostRows} of ${count} rows; the CSV has all.`,
  tickWhoStaysRecognisable: ({ count }: { count: number }) =>
    `Tick who stays recognisable; ${countOf(count, 'person is', 'people are')} redacted. Only faces that the analysis kept can be redacted: look through the report before you hand it out.`,
  trackNumber: ({ track }: { track: Value }) => `Track ${track}`,
  trackNamed: ({ track, names }: { track: Value; names: Value }) => `Track ${track}, ${names}`,
  faces: ({ faces }: { faces: number }) => countOf(faces, 'face'),
  theseFilesShowNobody: 'These files show nobody.',
  pdfMeaning:
    'To print and hand in: verdicts, reasons, crops, charts, method, with page numbers and bookmarks.',
  htmlMeaning: 'The same as one page for a browser.',
  docxMeaning: 'The same as a Word file (DOCX), to edit and comment on.',
  jsonMeaning: 'Every number with what made it, for other programs.',
  csvMeaning: 'One row for each video, for a spreadsheet.',
  thePeopleCouldNotBeListedHere: 'The people could not be listed. Close this dialog and open it again.',
  readingTheFindings: 'Reading the findings…',
  exportReport: 'Export report',
  files: 'Files',
  allOfTheCase: 'All of the case',
  anExtractSelectedFiles: ({ count }: { count: number }) => `An extract: ${countOf(count, 'selected file')}`,
  anExtractOfAPerson: 'An extract: files that show a named person',
  person: 'Person',
  nobodyIsNamed: 'Nobody is named in this case.',
  disclosedVersion: 'Disclosed version: withhold faces and names',
  capsule: 'Capsule',
  theWholeCaseForAnother:
    'The whole case for another expert: with every scored frame and the model, so that “exhibit verify” can compute the scores again without the videos.',
  theseFilesForAnother:
    'These files of the case, and nothing of the others, for another expert: with every scored frame and the model, so that “exhibit verify” can compute the scores again without the videos.',
  template: 'Template',
  noTemplate: 'none',
  chooseFolder: 'Choose folder…',
  useNoTemplate: 'None',
  scoresOfName: ({ name }: { name: Value }) => `Scores of ${name}`,
  theChartWasNotSaved: 'The chart was not saved',
  savingTheChart: 'Saving the chart…',
  chartSaved: 'Chart saved',
  theTemplateCouldNotBeRead: 'The template of the reports could not be read',
  theTemplateStays: 'The template stays as it was',
  thePeopleCouldNotBeListed: 'The people could not be listed',
  theReportWasNotWritten: 'The report was not written',
  writingTheReport: 'Writing the report…',
  reportWritten: 'Report written',
  theCapsuleWasNotWritten: 'The capsule was not written',
  writingTheCaseCapsule: 'Writing the case capsule…',
  caseCapsuleWritten: 'Case capsule written',
};
