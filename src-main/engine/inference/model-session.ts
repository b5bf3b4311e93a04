import type { ProviderName } from '../../shared/domain.ts';

/** A dense float tensor; `dims` in the order that the network list names (nchw, nhwc). */
export interface Tensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** The port to the runtime for networks; only `onnx-session.ts` names the runtime. */
export interface ModelSession {
  /** The provider that really runs the network; written into every finding. */
  readonly provider: ProviderName;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** @throws EngineError inference/failed */
  run(inputs: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
  dispose(): Promise<void>;
}
