/**
 * Everything that a network computes with must be in its one file, whose hash a finding holds. ONNX lets a tensor name
 * another file, looked for in the folder where the program happens to run, and operators of foreign domains may do
 * anything. Both are looked for in every place of the published onnx.proto (IR version 13) that can hold them. A single
 * field that a file has more than once is merged by ONNX Runtime, so each part is looked at. Loops are refused as well:
 * a run could not be stopped, and no network of ours has one.
 */
import { EngineError } from '../../shared/errors.ts';
import { fieldsOf, messages, texts, type ReadField } from './onnx-reader.ts';

type Look = (fields: readonly ReadField[]) => void;

/** Loops and branches within each other; networks in use have three at most. */
const MAX_DEPTH = 16;

/** The operators that are part of ONNX itself. */
const ownDomains = ['', 'ai.onnx'];

/** They run a graph again and again; how often, the network's own numbers say. */
const loops = ['Loop', 'Scan', 'SequenceMap'];

/**
 * @param name for messages
 * @throws EngineError models/invalid
 */
export function requireSelfContained(bytes: Uint8Array, name: string): void {
  const refuse = (why: string, advice: string, cause?: unknown): never => {
    throw new EngineError('models/invalid', `The network ${name} is refused: ${why}. ${advice}`, { cause });
  };
  // ONNX Runtime has a format of its own, which it knows by these letters; all else here reads ONNX.
  if (Buffer.from(bytes.subarray(4, 8)).toString('latin1') === 'ORTM') {
    refuse('it is in the format of ONNX Runtime', 'Export it as ONNX.');
  }

  const each = (fields: readonly ReadField[], numbers: readonly number[], look: Look) => {
    for (const number of numbers) for (const message of messages(fields, number)) look(fieldsOf(message));
  };

  const tensor: Look = (fields) => {
    const isElsewhere = fields.some(({ number, value }) => number === 13 || (number === 14 && value !== 0));
    if (!isElsewhere) return;
    const [ofTensor = 'a tensor'] = texts(fields, 8);
    refuse(
      `the numbers of ${ofTensor} are in another file`,
      'Export the model into one file and add that file.',
    );
  };
  const sparseTensor: Look = (fields) => each(fields, [1, 2], tensor);

  const attributeAt =
    (depth: number): Look =>
    (fields) => {
      each(fields, [5, 10], tensor);
      each(fields, [22, 23], sparseTensor);
      each(fields, [6, 11], graphAt(depth + 1));
    };
  const nodeAt =
    (depth: number): Look =>
    (fields) => {
      const domain = texts(fields, 7).find((given) => !ownDomains.includes(given));
      if (domain !== undefined) {
        const [operator = ''] = texts(fields, 4);
        refuse(
          `it uses an operator that is not part of ONNX: ${domain}.${operator}`,
          'Export it with standard operators.',
        );
      }
      const loop = texts(fields, 4).find((operator) => loops.includes(operator));
      if (loop !== undefined) {
        refuse(`it has a loop (${loop}), which might never end`, 'Export it with its loops written out.');
      }
      each(fields, [5], attributeAt(depth));
    };
  const graphAt =
    (depth: number): Look =>
    (fields) => {
      if (depth > MAX_DEPTH) refuse('it has graphs within graphs without end', 'Export it again.');
      each(fields, [1], nodeAt(depth));
      each(fields, [5], tensor);
      each(fields, [15], sparseTensor);
    };

  try {
    const model = fieldsOf(bytes);
    each(model, [7], graphAt(0));
    each(model, [20], (training) => each(training, [1, 2], graphAt(0)));
    // Functions that call functions would grow without bound when they are written out.
    if (model.some(({ number }) => number === 25)) {
      refuse('it defines operators of its own', 'Export it with standard operators.');
    }
  } catch (error) {
    if (error instanceof EngineError) throw error;
    refuse('its file is damaged, or no ONNX', 'Get the file again.', error);
  }
}
