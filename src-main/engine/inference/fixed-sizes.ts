/**
 * Refuses networks with a size that comes from the content of the picture, such as "repeat as often as this pixel says":
 * they pass a first run and fill the memory at another picture. A size may come from numbers in the file and from the
 * sizes of the input, so what every run takes is known from one run of each size. Operators are those of the published
 * ONNX operator set, up to version 23.
 */
import { EngineError } from '../../shared/errors.ts';
import { fieldsOf, messages, texts, type ReadField } from './onnx-reader.ts';

/** Their results have a size, or a number of dimensions, that any of their inputs says; of `If`, which branch is taken. */
const sizedByAll = new Set([
  ...['BlackmanWindow', 'Compress', 'ConstantOfShape', 'HammingWindow', 'HannWindow', 'If', 'ImageDecoder'],
  ...['MelWeightMatrix', 'NonMaxSuppression', 'NonZero', 'Range', 'StringNormalizer', 'StringSplit'],
  ...['Unique'],
]);

/** The same, but for their first input. */
const sizedByOthers = new Set([
  ...[
    'AffineGrid',
    'CenterCropPad',
    'Col2Im',
    'DFT',
    'Expand',
    'MaxUnpool',
    'OneHot',
    'Pad',
    'Reshape',
    'Resize',
    // Its grid of samples is as large as the region, where no number of them is given.
    'RoiAlign',
  ],
  ...[
    'STFT',
    'SequenceAt',
    'SequenceErase',
    'SequenceInsert',
    'Slice',
    'Split',
    'SplitToSequence',
    'Squeeze',
  ],
  ...['Tile', 'TopK', 'Unsqueeze', 'Upsample'],
  ...['ReduceL1', 'ReduceL2', 'ReduceLogSum', 'ReduceLogSumExp', 'ReduceMax', 'ReduceMean', 'ReduceMin'],
  ...['ReduceProd', 'ReduceSum', 'ReduceSumSquare'],
]);

/** What they give is not known, though all their inputs are: it is random, or comes from a graph within. */
const unforeseen = new Set([
  ...['Bernoulli', 'Dropout', 'If', 'Multinomial', 'RandomNormal', 'RandomNormalLike', 'RandomUniform'],
  ...['RandomUniformLike'],
]);

/** They say how large their input is, and nothing of what is in it. */
const sizes = new Set(['Shape', 'Size']);

/**
 * @param bytes that `requireSelfContained` passed
 * @param name for messages
 * @throws EngineError models/invalid
 */
export function requireFixedSizes(bytes: Uint8Array, name: string): void {
  requireFixed(messages(fieldsOf(bytes), 7).map(fieldsOf), new Set(), name);
}

/**
 * @param parts of one graph
 * @param outer values that are known in the graphs around it
 */
function requireFixed(
  parts: readonly (readonly ReadField[])[],
  outer: ReadonlySet<string>,
  name: string,
): void {
  const nodes = parts.flatMap((part) => messages(part, 1)).map(fieldsOf);
  // An optional input that is left out has an empty name.
  const known = new Set([...outer, '']);
  for (const part of parts) {
    for (const input of messages(part, 11)) known.delete(nameOf(input, 1));
    for (const tensor of messages(part, 5)) known.add(nameOf(tensor, 8));
    // A sparse tensor has its name in its values.
    for (const values of messages(part, 15).flatMap((sparse) => messages(fieldsOf(sparse), 1))) {
      known.add(nameOf(values, 8));
    }
  }
  // What a node gives is known once the node is, whatever has its name outside.
  for (const node of nodes) for (const output of texts(node, 2)) known.delete(output);
  for (const node of nodes) {
    const operators = texts(node, 4);
    const unknown = texts(node, 1).map((input) => !known.has(input));
    if (sizing(operators, unknown).includes(true)) throw refused(name, operators.join(', '));
    for (const attribute of messages(node, 5).map(fieldsOf)) {
      for (const graph of [...messages(attribute, 6), ...messages(attribute, 11)]) {
        requireFixed([fieldsOf(graph)], known, name);
      }
    }
    const isKnown = operators.every((operator) => sizes.has(operator)) || !unknown.includes(true);
    if (isKnown && !operators.some((operator) => unforeseen.has(operator))) {
      for (const output of texts(node, 2)) known.add(output);
    }
  }
}

/** @returns for each input that says how large the result is, whether it is unknown */
function sizing(operators: readonly string[], unknown: readonly boolean[]): readonly boolean[] {
  if (operators.some((operator) => sizedByAll.has(operator))) return unknown;
  return operators.some((operator) => sizedByOthers.has(operator)) ? unknown.slice(1) : [];
}

/** Where a field stands more than once, the last one counts. */
const nameOf = (message: Uint8Array, field: number): string => texts(fieldsOf(message), field).at(-1) ?? '';

const refused = (name: string, operator: string) =>
  new EngineError(
    'models/invalid',
    `The network ${name} is refused: the size of what ${operator} gives comes from the content of the picture, so a picture could fill the memory. Export it with fixed sizes.`,
  );
