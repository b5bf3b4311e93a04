/** An ONNX embedder from elsewhere: what its user says of it, and whether it does what they say. */
import { z } from 'zod';
import { EngineError } from '../../shared/errors.ts';
import { embedderEntry, type EmbedderEntry } from '../inference/manifest.ts';
import { openSession } from '../inference/onnx-session.ts';
import { readOnnxFile, type OnnxFile, type OnnxValue } from './onnx-file.ts';
import { countOf, unreadable } from './stored-tensor.ts';

/** An entry of the manifest without what is known from the file itself. */
const description = embedderEntry.omit({ file: true, sha256: true }).extend({
  role: z.literal('embedder').default('embedder'),
  name: z.string().regex(/^[A-Za-z0-9][\w.-]{0,63}$/, 'letters, digits, dots, dashes and underscores'),
  identity: embedderEntry.shape.identity.default(null),
  /** A file beside the network's. */
  trainedOn: z.string().min(1).optional(),
});

export type ForeignDescription = z.infer<typeof description>;

/**
 * @param file named in a refusal
 * @throws EngineError models/invalid
 */
export function readDescription(text: string, file: string): ForeignDescription {
  try {
    return description.parse(JSON.parse(text));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message;
    throw new EngineError(
      'models/invalid',
      `${file} does not describe an embedder; docs/models.md has an example. ${why}`,
      { cause },
    );
  }
}

/**
 * Compares the description with what the file declares, and runs one batch.
 * @throws EngineError models/unreadable-weights
 */
export async function checkForeignEmbedder(bytes: Uint8Array, entry: EmbedderEntry): Promise<void> {
  const declared = readOnnxFile(bytes);
  checkDeclared(declared, entry);
  try {
    await tryOut(bytes, entry);
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'inference/failed') throw error;
    throw unreadable(`the network does not run here: ${error.message}`, error);
  }
}

function checkDeclared({ inputs, outputs, tensors }: OnnxFile, { input, output }: EmbedderEntry): void {
  if (tensors.size === 0) throw unreadable('the network has no trained numbers');
  const [only] = inputs;
  if (inputs.length !== 1 || only!.name !== input.name) {
    const names = inputs.map(({ name }) => name).join(', ');
    throw unreadable(`the network takes ${names || 'nothing'}, but the manifest says ${input.name}`);
  }
  const { sizePx: side } = input;
  const size = input.layout === 'nchw' ? [3, side, side] : [side, side, 3];
  requireShape(only!, [input.batch, ...size]);
  const given = outputs.find(({ name }) => name === output.name);
  if (given) return requireType(given);
  const names = outputs.map(({ name }) => name).join(', ');
  throw unreadable(`the network gives ${names}, but the manifest says ${output.name}`);
}

/** A size that the file leaves open fits any; a batch that the manifest leaves open must be open in the file. */
function requireShape(value: OnnxValue, wanted: readonly (number | null)[]): void {
  requireType(value);
  const { name, dims } = value;
  if (dims.length === wanted.length && dims.every((dim, axis) => dim === null || dim === wanted[axis]))
    return;
  const shape = (sizes: readonly (number | null)[]) => `[${sizes.map((each) => each ?? 'any').join(', ')}]`;
  throw unreadable(
    `the input ${name} is ${shape(dims)}, but by the manifest it is ${shape(wanted)} (the first is "batch", the pictures a run)`,
  );
}

function requireType({ name, type }: OnnxValue): void {
  if (type === 'float32') return;
  throw unreadable(`${name} is of ${type}; Exhibit gives and takes float32`);
}

async function tryOut(bytes: Uint8Array, { input, output }: EmbedderEntry): Promise<void> {
  const session = await openSession(bytes, { provider: 'cpu', threads: 0 });
  try {
    const batch = input.batch ?? 2;
    const { sizePx: side } = input;
    const dims = input.layout === 'nchw' ? [batch, 3, side, side] : [batch, side, side, 3];
    const image = { dims, data: new Float32Array(countOf(dims)) };
    const result = (await session.run({ [input.name]: image }))[output.name];
    if (result?.data.length === batch * output.length) return;
    throw unreadable(
      `the network gives ${(result?.data.length ?? 0) / batch} numbers a face, but the manifest says ${output.length}`,
    );
  } finally {
    await session.dispose();
  }
}
