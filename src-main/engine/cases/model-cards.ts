/**
 * The cards of models in a case: what a classifier or a guest says of itself, with its error rates. A card is stored
 * once, with the first finding of its model.
 */
import type { Database } from 'better-sqlite3';
import type { ModelReference } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { modelCard, type ModelCard } from '../../shared/model-card.ts';
import { canonicalJson } from '../support/canonical-json.ts';

interface Known {
  card: string;
  /** The findings that it belongs to. */
  findings: string;
}

/**
 * @param isSound whether a stored finding is as the audit log says
 * @returns what gives the card that a new finding of the model has: the stored one, if there is one. Another version of
 *   Exhibit may write the same card in other words, so a stored card that differs is taken where a sound finding has it
 * @throws EngineError case/damaged for a stored card that no sound finding has
 */
export function modelCards(sqlite: Database, isSound: (findingId: number) => boolean) {
  const classifier = sqlite.prepare<[string, string], Known>(
    `SELECT card, (SELECT json_group_array(verdict_id) FROM verdict_models WHERE model_id = models.id) AS findings
     FROM models WHERE role = 'classifier' AND name = ? AND sha256 = ?`,
  );
  const guest = sqlite.prepare<[string, string], Known>(
    `SELECT guest_cards.card,
       (SELECT json_group_array(verdict_id) FROM guest_verdicts WHERE model_id = models.id) AS findings
     FROM models JOIN guest_cards ON model_id = models.id WHERE role = 'guest' AND name = ? AND sha256 = ?`,
  );
  /** Stored cards in other words that a sound finding has. */
  const vouched = new Set<string>();

  return ({ role, name, sha256 }: ModelReference, card: ModelCard | undefined): string => {
    const own = canonicalJson(card);
    const stored = (role === 'classifier' ? classifier : guest).get(name, sha256);
    if (stored === undefined || stored.card === own || vouched.has(stored.card)) return stored?.card ?? own;
    if ((JSON.parse(stored.findings) as number[]).some(isSound)) {
      vouched.add(stored.card);
      return stored.card;
    }
    throw new EngineError(
      'case/damaged',
      `The case holds a card of the model ${name} that is not the model's own, so nothing more is stored in it. Use a backup copy of the case, or make a new one.`,
    );
  };
}

/** A card as it stands in the case, with the name of its model. */
export interface CardRow {
  name: string;
  card: string;
}

/**
 * Everything that shows a card or judges by it depends on all its members.
 * @param file path of the case
 * @throws EngineError case/damaged, which names the member
 */
export function storedCard({ name, card }: CardRow, file: string): ModelCard {
  let value: unknown;
  try {
    value = JSON.parse(card);
  } catch (cause) {
    throw unreadableCard(name, file, 'it is no JSON', cause);
  }
  const { error } = modelCard.safeParse(value);
  if (error === undefined) return value as ModelCard;
  const [{ path, message }] = error.issues as [(typeof error.issues)[number]];
  throw unreadableCard(name, file, `${path.join('.') || 'the whole'}: ${message}`, error);
}

const unreadableCard = (name: string, file: string, why: string, cause: unknown) =>
  new EngineError(
    'case/damaged',
    `${file}: the card of the model ${name} cannot be read (${why}). It was changed outside Exhibit, or another version of Exhibit wrote it. Use a backup copy of the case, or that version. The evidence files are not affected.`,
    { cause },
  );
