/** What the list of a case says of videos whose tracks were corrected. Findings and records never change: each result is kept. */
import { EngineError } from '../../shared/errors.ts';
import { countedPeople, peopleSubject, type CorrectedResult } from '../../shared/people.ts';
import { findingRules, noRatios } from '../people/finding-rules.ts';
import { peopleOfFinding } from '../people/people-of-finding.ts';
import type { FindingStore } from './findings.ts';
import type { RecordStore } from './records.ts';

/** @param recordId of the newest record of corrections. @returns null where they change no track of the finding */
export type CorrectedResults = (
  evidenceId: number,
  findingId: number,
  recordId: number,
) => CorrectedResult | null;

/** @param stores asked for when they are first needed: rows of evidence are made by what they are made of */
export function correctedResults(
  stores: () => { findings: FindingStore; records: RecordStore },
): CorrectedResults {
  const known = new Map<string, CorrectedResult | null>();

  function resultOf(evidenceId: number, findingId: number): CorrectedResult | null {
    const { findings, records } = stores();
    const record = readable(() => records.get(peopleSubject(evidenceId)));
    const finding = findings.get(findingId);
    if (finding === null || record?.kind !== 'people' || record.content === null) return null;
    const rules = findingRules(finding, (sha256) => findings.card(sha256), noRatios);
    const { people, verdict, corrections, key } = peopleOfFinding(finding, record.content.corrections, rules);
    if (key === null) return null;
    return {
      ...{ outcome: verdict.outcome, score: verdict.score, key },
      authors: [...new Set(corrections.map(({ author }) => author))],
      corrections: corrections.length,
      people: countedPeople(people).length,
      tracks: finding.tracks.length,
    };
  }

  /** A record that somebody edited must not hide the list of the case; its check and the notebook tell of it. */
  function readable<T>(read: () => T): T | null {
    try {
      return read();
    } catch (error) {
      if (error instanceof EngineError && error.code === 'case/damaged') return null;
      throw error;
    }
  }

  return (evidenceId, findingId, recordId) => {
    const key = `${findingId} ${recordId}`;
    let result = known.get(key);
    if (result === undefined) known.set(key, (result = resultOf(evidenceId, findingId)));
    return result;
  };
}
