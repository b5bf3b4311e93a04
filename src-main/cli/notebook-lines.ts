/** The notebook of a case as lines for a terminal. */
import {
  agreementText,
  confidenceWords,
  detailWords,
  opinionWords,
  personText,
} from '../shared/notebook-wording.ts';
import { likenessText, referenceText } from '../shared/likeness-wording.ts';
import { correctedText, resultText } from '../shared/people-wording.ts';
import type { Correction } from '../shared/people.ts';
import {
  isAboutOthers,
  isOutdated,
  isPresent,
  type AnyRecord,
  type CaseDetails,
  type Notebook,
} from '../shared/notebook.ts';
import type { EvidenceRow } from '../shared/case.ts';
import { countOf } from '../shared/wording.ts';

export function caseLines({ records, examiner, agreement }: Notebook): string[] {
  const details = records.find(isPresent('details'))?.content;
  const said = Object.entries(detailWords).flatMap(([name, word]) => {
    const value = details?.[name as keyof CaseDetails];
    return value ? [`details   ${word}: ${value}`] : [];
  });
  const isBlind = records.find(isPresent('blind'))?.content.first === true;
  return [
    ...said,
    ...(examiner === null ? [] : [`examiner  ${examiner}`]),
    ...(isBlind
      ? ['blind     scores and verdicts are hidden until the examiner has stored a first impression']
      : []),
    ...agreement.map(
      (each) =>
        `agreement ${each.authors.join(', ')}: ${each.of}s on ${countOf(each.videos, 'video')}. ${agreementText(each)}`,
    ),
  ];
}

/** By the id of their evidence. */
export function recordsByVideo({ records }: Pick<Notebook, 'records'>): ReadonlyMap<number, AnyRecord[]> {
  const byVideo = new Map<number, AnyRecord[]>();
  for (const record of records) {
    if (record.evidenceId === null) continue;
    const about = byVideo.get(record.evidenceId);
    if (about) about.push(record);
    else byVideo.set(record.evidenceId, [record]);
  }
  return byVideo;
}

/** What is written down about one video. @param about the records about it */
export function videoLines(about: readonly AnyRecord[], row: EvidenceRow): string[] {
  const exhibit = about.find(isPresent('exhibit'))?.content;
  const notes = about.filter(isPresent('note')).length;
  return [
    ...(exhibit?.number ? [`               exhibit ${exhibit.number}`] : []),
    ...correctionLines(about.find(isPresent('people'))?.content.corrections ?? [], row),
    ...about.filter(isPresent('conclusion')).map(({ author, content }) => {
      const { person, opinion, confidence, reviewed, basis } = content;
      const isOther = person === null && isAboutOthers(basis, row.corrected?.key ?? null);
      const remarks = [
        reviewed ? '' : 'draft',
        isOutdated(basis, row) ? 'on an earlier finding' : isOther ? 'before the tracks were corrected' : '',
      ].filter(Boolean);
      const remark = remarks.length === 0 ? '' : ` (${remarks.join(', ')})`;
      return `               ${author}: ${opinionWords[opinion]}. ${confidenceWords[confidence]}. ${personText(person)}${remark}`;
    }),
    ...about.filter(isPresent('reference')).map(({ content }) => `               ${referenceText(content)}`),
    ...about
      .filter(isPresent('likeness'))
      .map(
        ({ content }) =>
          `               track ${content.track}, said to show ${content.person}: ${likenessText(content)}`,
      ),
    ...(notes === 0 ? [] : [`               ${countOf(notes, 'note')}`]),
  ];
}

/** That a video has corrections, and what comes of them beside the machine's result. */
function correctionLines(corrections: readonly Correction[], { corrected }: EvidenceRow): string[] {
  if (corrections.length === 0) return [];
  const count = countOf(corrections.length, 'correction');
  return [
    corrected
      ? `               corrected: ${resultText(corrected)} (${count}). ${correctedText(corrected, null)}`
      : `               ${count} of tracks, without effect on the verdict`,
  ];
}
