/**
 * Reads a file of weights by its content, not by its file name, and gives its tensors the names of a network that
 * Exhibit builds. Nothing in the file is run. The name and shape of every tensor are checked.
 */
import type { TensorShape } from '../embedding/normalized-net.ts';
import type { Weights } from '../inference/onnx-graph.ts';
import { isHdf5, readKerasFile, type KerasTensor } from './keras-file.ts';
import { matchTensors, withoutPrefix } from './match-tensors.ts';
import { readOnnxFile } from './onnx-file.ts';
import type { StoredTensors } from './stored-tensor.ts';
import { isLegacyTorch, isZip, readTorchFile } from './torch-file.ts';

export type WeightsFormat = 'pytorch' | 'keras' | 'onnx';

/** A network whose weights the user can import. */
export interface WeightsTarget {
  /** Its name in error messages. */
  net: string;
  /** By PyTorch name; the content of the file may decide which variant of the network is wanted. */
  wanted(found: StoredTensors): readonly TensorShape[];
  fromKeras(tensors: readonly KerasTensor[]): StoredTensors;
  /** Tensors that are allowed but not needed. */
  unneeded: RegExp;
}

interface ReadWeights {
  format: WeightsFormat;
  weights: Map<string, Weights>;
}

/** @throws EngineError models/unreadable-weights */
export async function readWeights(bytes: Buffer, target: WeightsTarget): Promise<ReadWeights> {
  const { format, tensors } = await namedTensors(bytes, target);
  const wanted = target.wanted(tensors);
  const settings = { net: target.net, unneeded: target.unneeded, remedy: remedies[format] };
  return { format, weights: matchTensors(wanted, tensors, settings) };
}

async function namedTensors(
  bytes: Buffer,
  target: WeightsTarget,
): Promise<{ format: WeightsFormat; tensors: StoredTensors }> {
  if (isHdf5(bytes)) return { format: 'keras', tensors: target.fromKeras(await readKerasFile(bytes)) };
  const isTorch = isZip(bytes) || isLegacyTorch(bytes);
  const tensors = isTorch ? await readTorchFile(bytes) : readOnnxFile(bytes).tensors;
  const first = target.wanted(tensors)[0]!.name;
  return { format: isTorch ? 'pytorch' : 'onnx', tensors: withoutPrefix(tensors, first) };
}

const remedies: Readonly<Record<WeightsFormat, string>> = {
  pytorch: 'Check that the file is for this network; docs/models.md names files that fit.',
  keras:
    'Check that the file is for this network and was written by Keras 2; docs/models.md names files that fit.',
  onnx: 'An export for inference merges the batch norms into the convolutions, so its tensors cannot be matched. Add such a file unchanged: exhibit models add onnx FILE --manifest JSON.',
};
