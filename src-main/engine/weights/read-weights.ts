/**
 * A file of weights from elsewhere, read by what it is and not by its name, and put under the names of a net
 * that Exhibit builds. Nothing in the file is run; every tensor's name and shape is checked.
 */
import type { TensorShape } from '../embedding/normalized-net.ts';
import type { Weights } from '../inference/onnx-graph.ts';
import { isHdf5, readKerasFile, type KerasTensor } from './keras-file.ts';
import { matchTensors, withoutPrefix } from './match-tensors.ts';
import { readOnnxFile } from './onnx-file.ts';
import type { StoredTensors } from './stored-tensor.ts';
import { isLegacyTorch, isZip, readTorchFile } from './torch-file.ts';

export type WeightsFormat = 'pytorch' | 'keras' | 'onnx';

/** A net whose weights can come from elsewhere. */
export interface WeightsTarget {
  /** As a refusal names it. */
  net: string;
  /** By PyTorch name; what is in the file may decide which variant of the net is wanted. */
  wanted(found: StoredTensors): readonly TensorShape[];
  fromKeras(tensors: readonly KerasTensor[]): StoredTensors;
  /** Tensors that may be there and are not needed. */
  unneeded: RegExp;
}

export interface ReadWeights {
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
  onnx: 'An export for inference folds the batch norms into the convolutions, and then the tensors have no counterpart: add such a file as it is, with exhibit models add onnx FILE --manifest JSON.',
};
