/**
 * Loads TensorFlow.js when training starts: its native GPU binding if that optional package is installed, otherwise
 * WebAssembly, otherwise plain JavaScript. The backend is reported, because each one rounds slightly differently.
 */
import util from 'node:util';
import type * as Core from '@tensorflow/tfjs-core';

export type TensorFlow = typeof Core;

export interface TensorFlowRuntime {
  tf: TensorFlow;
  /** As in the model card, e.g. "wasm". */
  backend: string;
}

export async function loadTensorFlow(): Promise<TensorFlowRuntime> {
  const tf = await import('@tensorflow/tfjs-core');
  if (await loadNativeBinding()) {
    await tf.ready();
    return { tf, backend: `tfjs-node-gpu (${tf.getBackend()})` };
  }
  await import('@tensorflow/tfjs-backend-wasm');
  await import('@tensorflow/tfjs-backend-cpu');
  // False, not an error, if the machine cannot run WebAssembly SIMD.
  const backend = (await tf.setBackend('wasm')) ? 'wasm' : 'cpu';
  if (backend === 'cpu') await tf.setBackend('cpu');
  await tf.ready();
  return { tf, backend };
}

/** Whether the optional package is installed and loads; it registers itself with TensorFlow.js. */
async function loadNativeBinding(): Promise<boolean> {
  // Removed in Node 23, but the binding still calls it (tensorflow/tfjs #8425).
  const legacy = util as { isNullOrUndefined?: (value: unknown) => boolean };
  legacy.isNullOrUndefined ??= (value) => value === null || value === undefined;
  // Not a literal, so compiler and bundler do not look for a package that few machines have.
  const binding = '@tensorflow/tfjs-node-gpu';
  try {
    await import(binding);
    return true;
  } catch {
    return false;
  }
}
