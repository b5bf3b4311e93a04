/** Reads the user's description of an ONNX embedder, and checks the network against it. */
import { z } from 'zod';
import { runSizes } from '../embedding/faces-per-run.ts';
import { embedderEntry, type EmbedderEntry } from '../inference/manifest.ts';
import type { ModelSession } from '../inference/model-session.ts';
import { openSession } from '../inference/onnx-session.ts';
import {
  describedText,
  fileBeside,
  networkName,
  parseDescription,
  tryNetwork,
} from './network-description.ts';
import { readOnnxFile, type OnnxFile, type OnnxValue } from './onnx-file.ts';
import { countOf, unreadable } from './stored-tensor.ts';

/** An entry of the network list without the facts that come from the file itself. */
const description = embedderEntry.omit({ file: true, sha256: true }).extend({
  role: z.literal('embedder').default('embedder'),
  name: networkName,
  ...{ architecture: describedText, licence: describedText, origin: describedText },
  identity: embedderEntry.shape.identity.default(null),
  trainedOn: fileBeside.optional(),
});

type ForeignDescription = z.infer<typeof description>;

/**
 * @param file its name in error messages
 * @throws EngineError models/invalid
 */
export function readDescription(text: string, file: string): ForeignDescription {
  return parseDescription(description, text, file, { what: 'an embedder', page: 'docs/models.md' });
}

/**
 * Compares the description with the inputs and outputs of the file, and runs it in every size of a run.
 * @throws EngineError models/unreadable-weights
 */
export async function checkForeignEmbedder(bytes: Uint8Array, entry: EmbedderEntry): Promise<void> {
  const declared = readOnnxFile(bytes);
  checkDeclared(declared, entry);
  await tryNetwork(() => tryOut(bytes, entry));
}

/** Whether the one input and the output are as described. @throws EngineError models/unreadable-weights */
export function checkDeclared(
  { inputs, outputs, tensors }: OnnxFile,
  { input, output }: DescribedNetwork,
): void {
  if (tensors.size === 0) throw unreadable('The network has no weights. Export it with its weights.');
  const [only] = inputs;
  if (inputs.length !== 1 || only!.name !== input.name) {
    const names = inputs.map(({ name }) => name).join(', ');
    throw unreadable(
      `The network has the input ${names || '(none)'}, but its description says ${input.name}. Correct the description.`,
    );
  }
  const { sizePx: side } = input;
  const size = input.layout === 'nchw' ? [3, side, side] : [side, side, 3];
  requireShape(only!, [input.batch, ...size]);
  const given = outputs.find(({ name }) => name === output.name);
  if (given) return requireType(given);
  const names = outputs.map(({ name }) => name).join(', ');
  throw unreadable(
    `The network has the output ${names}, but its description says ${output.name}. Correct the description.`,
  );
}

interface DescribedNetwork {
  input: Pick<EmbedderEntry['input'], 'name' | 'sizePx' | 'layout' | 'batch'>;
  output: { name: string };
}

/** An open size in the file fits any size. If the description leaves the batch open, the file must too. */
function requireShape(value: OnnxValue, wanted: readonly (number | null)[]): void {
  requireType(value);
  const { name, dims } = value;
  if (dims.length === wanted.length && dims.every((dim, axis) => dim === null || dim === wanted[axis]))
    return;
  const shape = (sizes: readonly (number | null)[]) => `[${sizes.map((each) => each ?? 'any').join(', ')}]`;
  throw unreadable(
    `The input ${name} has the shape ${shape(dims)}, but its description says ${shape(wanted)}. The first number is "batch", the pictures per run. Correct the description.`,
  );
}

function requireType({ name, type }: OnnxValue): void {
  if (type === 'float32') return;
  throw unreadable(`${name} has the type ${type}, but Exhibit needs float32. Export the model in float32.`);
}

async function tryOut(bytes: Uint8Array, entry: EmbedderEntry): Promise<void> {
  const session = await openSession(bytes, { provider: 'cpu', threads: 0 });
  try {
    for (const size of runSizes(entry.input.batch)) await tryRun(session, entry, size);
  } finally {
    await session.dispose();
  }
}

async function tryRun(session: ModelSession, { input, output }: EmbedderEntry, size: number): Promise<void> {
  const { sizePx: side } = input;
  const dims = input.layout === 'nchw' ? [size, 3, side, side] : [size, side, side, 3];
  const image = { dims, data: new Float32Array(countOf(dims)) };
  const result = (await session.run({ [input.name]: image }))[output.name];
  if (result?.data.length !== size * output.length) {
    throw unreadable(
      `The network gives ${(result?.data.length ?? 0) / size} numbers per face, but its description says ${output.length}. Correct the description.`,
    );
  }
  if (result.data.every(Number.isFinite)) return;
  throw unreadable('The network gives a number that is not finite for a black picture. Export it again.');
}
