/** How the last validation of an installation reads in a report: what was checked, how it ended, and what it does not cover. */
import type { ModelReference, ProviderReport, SoftwareVersions } from './domain.ts';
import type { ValidatedClips, ValidationRecord } from './validation.ts';
import { countOf, providerWords } from './wording.ts';

/** What findings of a report were made with. */
interface MadeWith {
  models: readonly Pick<ModelReference, 'role' | 'sha256'>[];
  provider: Pick<ProviderReport, 'name'>;
  versions: Pick<SoftwareVersions, 'exhibit' | 'ffmpeg' | 'onnxRuntime'>;
}

export function validationText(record: ValidationRecord | null, setUps: readonly MadeWith[]): string {
  if (record === null) {
    return 'No validation of the installation that wrote this report is on record. “exhibit validate” checks it on known answers.';
  }
  const { at, versions, provider, model, clips, faults } = record;
  const where = `on ${at} with Exhibit ${versions.exhibit} on ${providerWords[provider]} and the model ${model.name} (SHA-256 ${model.sha256})`;
  return [
    `The installation that wrote this report was validated ${where}.`,
    answersText(record),
    ...(clips === null ? [] : clipTexts(clips)),
    faults.length === 0 ? 'It passed.' : `It did not pass: ${faults.join(' ')}`,
    ...(setUps.every((setUp) => isCovered(setUp, record))
      ? []
      : [
          'It does not cover every finding of this report: some were made with another model, version of the software, or provider.',
        ]),
    'The record is not signed.',
  ].join(' ');
}

function answersText({ knownAnswers }: ValidationRecord): string {
  const faces = knownAnswers.reduce((sum, each) => sum + each.faces.length, 0);
  const scores = knownAnswers.every(({ largestDifference }) => largestDifference === null)
    ? 'The places of the faces were compared; their scores are not known for this model.'
    : 'Faces and scores were compared.';
  return `Known answers: ${countOf(faces, 'face')} of ${countOf(knownAnswers.length, 'picture')}. ${scores}`;
}

function clipTexts({ table, listed, real, fake, known, unscored, auc }: ValidatedClips): string[] {
  const scored = `${countOf(real, 'real clip')} and ${countOf(fake, 'fake clip')} got a score`;
  const left = `${unscored.length} got none, and ${known} were left out as known to the embedder`;
  return [
    `Of the ${listed} clips of ${table}, ${scored}; ${left}.`,
    ...(auc === null
      ? []
      : [
          `Their AUC is ${auc.value.toFixed(2)} (95 % interval ${auc.low.toFixed(2)} to ${auc.high.toFixed(2)}).`,
        ]),
    'It was not checked whether the model was trained on any of them.',
  ];
}

function isCovered({ models, provider, versions }: MadeWith, record: ValidationRecord): boolean {
  const { exhibit, ffmpeg, onnxRuntime } = record.versions;
  return (
    models.some(({ role, sha256 }) => role === 'classifier' && sha256 === record.model.sha256) &&
    provider.name === record.provider &&
    versions.exhibit === exhibit &&
    versions.ffmpeg === ffmpeg &&
    versions.onnxRuntime === onnxRuntime
  );
}
