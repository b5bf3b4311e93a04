/** The report for programs and for checking: everything that is stored for each finding except the pictures. */
import { errorsHereTexts } from '../../shared/condition-wording.ts';
import { measuredRatesTexts } from '../../shared/measured-rates-wording.ts';
import { reencodingTexts } from '../../shared/reencoding-wording.ts';
import { sensitivityTexts } from '../../shared/sensitivity-wording.ts';
import { addedFaceId, type CorrectionAct, type People } from '../../shared/people.ts';
import { REPORT_FORMAT, REPORT_SCHEMA, type WrittenHead, type WrittenVideo } from './json-schema.ts';
import type { Report } from './report.ts';

export function* jsonReport(report: Report): IterableIterator<string> {
  const {
    createdAt,
    software,
    casePath,
    caseCreatedAt,
    counts,
    chain,
    signOffs,
    timeStamps,
    validation,
    classifiers,
    notebook,
  } = report;
  const { details, examiners, blind, agreement } = notebook;
  const head = {
    ...({ $schema: REPORT_SCHEMA, format: REPORT_FORMAT } as const),
    software,
    createdAt,
    case: { path: casePath, createdAt: caseCreatedAt, details, examiners, blind, agreement, counts },
    chain,
    signOffs,
    timeStamps: timeStamps.map(({ distrust: _, ...stamp }) => stamp),
    extract: report.extract,
    redaction: redactionOf(report),
    validation,
    classifiers,
    removed: report.removed.map(({ id: _, ...removal }) => removal),
  } satisfies WrittenHead;
  yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "videos": [`;
  let separator = '\n';
  for (const {
    row,
    finding,
    people,
    quality,
    scrutiny,
    reencoding,
    measuredRates,
    earlierFindings,
    oldHashes,
    credentialCheck,
    notes,
  } of report.videos()) {
    // They stand in `corrected`, each with its effect; without a finding they have none.
    const { corrections, likenesses, ...written } = notes;
    const examiner = people === null && corrections.length > 0 ? { ...written, corrections } : written;
    const { path, sizeBytes, sha256, state, error } = row;
    const video = {
      path,
      sizeBytes,
      sha256,
      oldHashes: oldHashes && {
        md5: oldHashes.md5,
        sha1: oldHashes.sha1,
        sha256: oldHashes.sha256,
        at: oldHashes.at,
      },
      credentialCheck: credentialCheck && {
        ...{ sha256: credentialCheck.sha256, at: credentialCheck.at, result: credentialCheck.result },
      },
      state,
      error,
      earlierFindings,
      finding,
      quality: quality && {
        ...{ ...quality.facts, measured: quality.measured, nearest: quality.row },
        texts: errorsHereTexts(quality),
      },
      sensitivity: scrutiny?.sensitivity
        ? { ...scrutiny.sensitivity, texts: sensitivityTexts(scrutiny.sensitivity) }
        : null,
      measuredRates: measuredRates.map((rates) => ({ ...rates, texts: measuredRatesTexts(rates) })),
      reencoding: reencoding && { ...reencoding, texts: reencodingTexts(reencoding) },
      annex: scrutiny?.annex ?? [],
      corrected: people && correctedResult(people),
      likeness: likenesses.map(({ content, author, at, outdated, otherReferences }) => ({
        ...{ ...content, author, at, outdated, otherReferences },
      })),
      examiner,
    } satisfies WrittenVideo;
    yield `${separator}${JSON.stringify(video)}`;
    separator = ',\n';
  }
  yield '\n  ]\n}\n';
}

/** Videos by their number in this report, from 1. The withheld names are counted alone. */
function redactionOf({ redaction, evidence }: Report) {
  if (redaction === null) return null;
  const numbered = (people: typeof redaction.redacted) =>
    people.map(({ evidenceId, track }) => ({
      ...{ video: evidence.findIndex(({ id }) => id === evidenceId) + 1, track },
    }));
  return {
    people: redaction.redacted.length,
    redacted: numbered(redaction.redacted),
    disclosed: numbered(redaction.disclosed),
    withheldNames: redaction.withheldNames.length,
  };
}

/**
 * Beside the finding as the machine made it: faces by their `faceId` in it. Those of an added face stand in its
 * correction.
 */
const correctedResult = ({ people, corrections, ...rest }: People) => ({
  ...rest,
  corrections: corrections.map(({ act, ...correction }) => ({ ...correction, act: withFaceIds(act) })),
  people: people.map(({ faces, ...person }) => ({ ...person, faces: faces.map(({ faceId }) => faceId) })),
});

const withFaceIds = (act: CorrectionAct) =>
  act.kind === 'add'
    ? { ...act, faces: act.faces.map((face) => ({ faceId: addedFaceId(face), ...face })) }
    : act;
