/**
 * Everything that a training needs to continue after a stop: parameters, the optimiser's state and the history, as one
 * sequence of bytes. Random numbers are not in it, because the seed gives them again.
 */
import { z } from 'zod';

export interface OptimizerState {
  /** Steps taken. */
  steps: number;
  /** Running products of the optimiser's decay rates, in the optimiser's order. */
  products: number[];
  /** Moving averages of the gradient and of its square, one array per parameter array. */
  first: Float32Array[];
  second: Float32Array[];
}

export interface TrainingCheckpoint<Epoch> {
  /** One record for each finished epoch. */
  history: Epoch[];
  parameters: Float32Array[];
  optimizer: OptimizerState;
}

export interface CheckpointHook<Epoch> {
  /** Null if training starts from the beginning. */
  load(): TrainingCheckpoint<Epoch> | null;
  /** Called after every epoch; the arrays are copies. */
  save(checkpoint: TrainingCheckpoint<Epoch>): void;
}

const HEADER_LENGTH_BYTES = 4;
const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;

/**
 * Length of the header (uint32), the header (JSON, padded to a multiple of four bytes), then parameters, first moments
 * and second moments (float32); all little endian.
 */
export function checkpointToBytes<Epoch>({
  history,
  parameters,
  optimizer,
}: TrainingCheckpoint<Epoch>): Uint8Array {
  const { steps, products, first, second } = optimizer;
  const lengths = parameters.map(({ length }) => length);
  const json = Buffer.from(JSON.stringify({ history, lengths, steps, products }));
  const header = Buffer.concat([json, Buffer.alloc(-json.length & 3, ' ')]);
  const arrays = [...parameters, ...first, ...second];
  const floats = arrays.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(HEADER_LENGTH_BYTES + header.length + floats * FLOAT_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, header.length, true);
  bytes.set(header, HEADER_LENGTH_BYTES);
  let offset = HEADER_LENGTH_BYTES + header.length;
  for (const array of arrays) {
    for (let index = 0; index < array.length; index++) {
      view.setFloat32(offset + index * FLOAT_BYTES, array[index]!, true);
    }
    offset += array.length * FLOAT_BYTES;
  }
  return bytes;
}

/** @throws RangeError if the bytes are not a checkpoint of this kind of training */
export function checkpointFromBytes<Epoch>(
  bytes: Uint8Array,
  epoch: z.ZodType<Epoch>,
): TrainingCheckpoint<Epoch> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = view.getUint32(0, true);
  const text = Buffer.from(
    bytes.subarray(HEADER_LENGTH_BYTES, HEADER_LENGTH_BYTES + headerLength),
  ).toString();
  const header = z.object({
    history: z.array(epoch),
    lengths: z.array(z.number().int().positive()),
    steps: z.number().int(),
    products: z.array(z.number()),
  });
  const { history, lengths, steps, products } = header.parse(JSON.parse(text));
  const start = HEADER_LENGTH_BYTES + headerLength;
  const floats = 3 * lengths.reduce((sum, length) => sum + length, 0);
  if (bytes.length !== start + floats * FLOAT_BYTES) {
    throw new RangeError(`the checkpoint has ${bytes.length} bytes, but its header says another length`);
  }
  let offset = start;
  const read = (length: number) => {
    const array = new Float32Array(length);
    for (let index = 0; index < length; index++) {
      array[index] = view.getFloat32(offset + index * FLOAT_BYTES, true);
    }
    offset += length * FLOAT_BYTES;
    return array;
  };
  return {
    history,
    parameters: lengths.map(read),
    optimizer: { steps, products, first: lengths.map(read), second: lengths.map(read) },
  };
}

/** @throws RangeError if the checkpoint is of another network: its arrays have other lengths */
export function checkFits<Epoch>(checkpoint: TrainingCheckpoint<Epoch>, lengths: readonly number[]): void {
  const own = checkpoint.parameters.map(({ length }) => length);
  if (own.join() === lengths.join()) return;
  throw new RangeError(
    `the checkpoint is of another network: its arrays have the lengths ${own.join(', ')}, not ${lengths.join(', ')}`,
  );
}
