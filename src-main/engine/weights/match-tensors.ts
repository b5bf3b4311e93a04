/** Compares the tensors of a network with those of a file, by name and shape. They must match exactly. */
import type { TensorShape } from '../embedding/normalized-net.ts';
import type { Weights } from '../inference/onnx-graph.ts';
import { unreadable, type StoredTensors } from './stored-tensor.ts';

interface MatchSettings {
  /** Name of the network in error messages. */
  net: string;
  /** Names of tensors that are allowed but not needed, such as those of the classifier. */
  unneeded: RegExp;
  /** What the user can do about an error. */
  remedy: string;
}

/** Number of names of each kind in an error message. */
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
      'wrong shape',
      misshapen,
      ({ name, dims }) => `${name} ${shape(found.get(name)!.dims)} instead of ${shape(dims)}`,
    ),
    complaint('not part of the network', extra, (name) => name),
  ].filter((text) => text !== null);
  if (complaints.length > 0) {
    throw unreadable(`The file does not contain the weights of ${net}: ${complaints.join('; ')}. ${remedy}`);
  }
  return new Map(wanted.map(({ name, dims }) => [name, { dims, data: found.get(name)!.read() }]));
}

/**
 * Removes the prefix that some checkpoints put before every name: `module.` if the network was trained on several
 * GPUs, `model.` or `backbone.` if it was part of another network.
 * @param first name of a tensor that the network always has
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

/** A 1 × 1 kernel may be stored as a matrix, as in the oldest weights of Xception. */
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
