/** Compares what a net needs with what a file holds, by name and shape; nothing may be missing, extra or other. */
import type { TensorShape } from '../embedding/normalized-net.ts';
import type { Weights } from '../inference/onnx-graph.ts';
import { unreadable, type StoredTensors } from './stored-tensor.ts';

export interface MatchSettings {
  /** What the weights are for, as the refusal names it. */
  net: string;
  /** Names of tensors that may be there and are not needed, such as the classifier's. */
  unneeded: RegExp;
  /** What to do about a refusal. */
  remedy: string;
}

/** Names of each kind that a refusal lists. */
const LISTED = 3;

/** @throws EngineError models/unreadable-weights */
export function matchTensors(
  wanted: readonly TensorShape[],
  found: StoredTensors,
  { net, unneeded, remedy }: MatchSettings,
): Map<string, Weights> {
  const missing = wanted.filter(({ name }) => !found.has(name));
  const misshapen = wanted.filter(
    ({ name, dims }) => found.has(name) && !sameShape(found.get(name)!.dims, dims),
  );
  const names = new Set(wanted.map(({ name }) => name));
  const extra = [...found.keys()].filter((name) => !names.has(name) && !unneeded.test(name));
  const complaints = [
    complaint('missing', missing, ({ name, dims }) => `${name} ${shape(dims)}`),
    complaint(
      'of another shape',
      misshapen,
      ({ name, dims }) => `${name} ${shape(found.get(name)!.dims)} instead of ${shape(dims)}`,
    ),
    complaint('not part of it', extra, (name) => name),
  ].filter((text) => text !== null);
  if (complaints.length > 0) {
    throw unreadable(`the file does not hold the weights of ${net}: ${complaints.join('; ')}. ${remedy}`);
  }
  return new Map(wanted.map(({ name, dims }) => [name, { dims, data: found.get(name)!.read() }]));
}

/**
 * Checkpoints put a prefix before every name: `module.` where the net was trained on several GPUs, `model.` or
 * `backbone.` where it was part of another.
 * @param first name of a tensor that the net certainly has
 */
export function withoutPrefix(tensors: StoredTensors, first: string): StoredTensors {
  const ends = [...tensors.keys()].filter((name) => name === first || name.endsWith(`.${first}`));
  const shortest = ends.sort((a, b) => a.length - b.length)[0];
  const prefix = shortest?.slice(0, -first.length) ?? '';
  return new Map(
    [...tensors].map(([name, tensor]) => [
      name.startsWith(prefix) ? name.slice(prefix.length) : name,
      tensor,
    ]),
  );
}

/** A 1 × 1 kernel may be kept as a matrix, as in the oldest weights of Xception. */
function sameShape(a: readonly number[], b: readonly number[]): boolean {
  const trimmed = (dims: readonly number[]) =>
    String(dims.slice(0, dims.findLastIndex((dim) => dim !== 1) + 1));
  return trimmed(a) === trimmed(b);
}

function complaint<T>(what: string, items: readonly T[], describe: (item: T) => string): string | null {
  if (items.length === 0) return null;
  const rest = items.length > LISTED ? ` and ${items.length - LISTED} more` : '';
  return `${what}: ${items.slice(0, LISTED).map(describe).join(', ')}${rest}`;
}

const shape = (dims: readonly number[]) => `[${dims.join(', ')}]`;
