/** What guest detectors say beside a finding: stored and read with it, in the same transactions. */
import type { Database } from 'better-sqlite3';
import type { GuestFinding, Outcome, Verdict } from '../../shared/domain.ts';
import type { ModelCard } from '../../shared/model-card.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { storedCard, type CardRow } from './model-cards.ts';
import { limits, storedJson, texts } from './stored-json.ts';

interface VerdictColumns {
  outcome: Outcome;
  score: number | null;
  log10LikelihoodRatio: number | null;
  reasons: string;
}

interface GuestRow extends VerdictColumns {
  id: number;
  name: string;
  sha256: string;
  band: string;
}

interface StoredPlaces {
  verdictId: number;
  /** Row of each track, and of each of its faces. */
  tracks: readonly { id: number; faces: readonly number[] }[];
}

export interface GuestFindings {
  /** @param cards as canonical JSON, in the order of the guests */
  insert(places: StoredPlaces, guests: readonly GuestFinding[], cards: readonly string[]): void;
  load(findingId: number): GuestFinding[];
  card(sha256: string): ModelCard | null;
}

/** @param file path of the case, for messages */
export function guestFindings(sqlite: Database, file: string): GuestFindings {
  const insertCard = sqlite.prepare<{ sha256: string; card: string }>(
    `INSERT INTO guest_cards (model_id, card) SELECT id, @card FROM models WHERE role = 'guest' AND sha256 = @sha256
     ON CONFLICT DO NOTHING`,
  );
  const insertVerdict = sqlite.prepare<VerdictColumns & { verdictId: number; sha256: string; band: string }>(
    `INSERT INTO guest_verdicts (verdict_id, model_id, band, outcome, score, log10_likelihood_ratio, reasons)
     VALUES (@verdictId, (SELECT id FROM models WHERE role = 'guest' AND sha256 = @sha256), @band, @outcome, @score,
       @log10LikelihoodRatio, @reasons)`,
  );
  const insertTrack = sqlite.prepare<VerdictColumns & { guestId: number; trackId: number }>(
    `INSERT INTO guest_tracks (guest_verdict_id, track_id, outcome, score, log10_likelihood_ratio, reasons)
     VALUES (@guestId, @trackId, @outcome, @score, @log10LikelihoodRatio, @reasons)`,
  );
  const insertScore = sqlite.prepare<[number, number, number]>(
    'INSERT INTO guest_scores (guest_verdict_id, face_id, score) VALUES (?, ?, ?)',
  );
  const verdictColumns = 'outcome, score, log10_likelihood_ratio AS log10LikelihoodRatio, reasons';
  const selectVerdicts = sqlite.prepare<[number], GuestRow>(
    `SELECT guest_verdicts.id, name, sha256, band, ${verdictColumns}
     FROM guest_verdicts JOIN models ON models.id = model_id WHERE verdict_id = ? ORDER BY guest_verdicts.id`,
  );
  const selectTracks = sqlite.prepare<[number], VerdictColumns & { trackId: number }>(
    `SELECT track_id AS trackId, ${verdictColumns} FROM guest_tracks WHERE guest_verdict_id = ? ORDER BY track_id`,
  );
  const selectScores = sqlite.prepare<[number, number], { trackId: number; score: number | null }>(
    `SELECT faces.track_id AS trackId, guest_scores.score
     FROM guest_tracks JOIN faces ON faces.track_id = guest_tracks.track_id
       LEFT JOIN guest_scores ON face_id = faces.id AND guest_scores.guest_verdict_id = ?
     WHERE guest_tracks.guest_verdict_id = ? ORDER BY faces.id`,
  );
  const selectCard = sqlite.prepare<[string], CardRow>(
    `SELECT name, guest_cards.card FROM guest_cards JOIN models ON models.id = model_id WHERE sha256 = ?`,
  );

  function loadGuest({ id, name, sha256, band, ...verdict }: GuestRow): GuestFinding {
    const place = `the finding of the detector ${name} (${id})`;
    const scores = new Map<number, (number | null)[]>();
    for (const { trackId, score } of selectScores.all(id, id)) {
      const ofTrack = scores.get(trackId);
      if (ofTrack) ofTrack.push(score);
      else scores.set(trackId, [score]);
    }
    return {
      ...{ name, sha256, band: storedJson(band, limits, `${place}, band`) },
      verdict: verdictOf(verdict, place),
      tracks: selectTracks.all(id).map(({ trackId, ...ofTrack }) => ({
        verdict: verdictOf(ofTrack, `${place}, track ${trackId}`),
        scores: scores.get(trackId) ?? [],
      })),
    };
  }

  return {
    insert({ verdictId, tracks }, guests, cards) {
      for (const [index, { sha256, band, verdict, tracks: judged }] of guests.entries()) {
        insertCard.run({ sha256, card: cards[index]! });
        const row = { verdictId, sha256, band: canonicalJson(band), ...columnsOf(verdict) };
        const guestId = Number(insertVerdict.run(row).lastInsertRowid);
        for (const [place, { id: trackId, faces }] of tracks.entries()) {
          const { verdict: ofTrack, scores } = judged[place]!;
          insertTrack.run({ guestId, trackId, ...columnsOf(ofTrack) });
          for (const [at, score] of scores.entries()) {
            if (score !== null) insertScore.run(guestId, faces[at]!, score);
          }
        }
      }
    },
    load: (findingId) => selectVerdicts.all(findingId).map(loadGuest),
    card: (sha256) => {
      const card = selectCard.get(sha256);
      return card === undefined ? null : storedCard(card, file);
    },
  };
}

const columnsOf = ({ outcome, score, log10LikelihoodRatio, reasons }: Verdict): VerdictColumns => ({
  ...{ outcome, score, log10LikelihoodRatio, reasons: canonicalJson(reasons) },
});

const verdictOf = ({ reasons, ...verdict }: VerdictColumns, place: string): Verdict => ({
  ...verdict,
  reasons: storedJson(reasons, texts, `${place}, reasons`),
});
