/** The codes of all errors that the engine expects, as one closed list. Each message says what to do next. */
export type ErrorCode =
  | 'media/not-found'
  | 'media/not-a-file'
  | 'media/unreadable'
  | 'media/permission-denied'
  | 'media/unknown-host'
  | 'media/empty-file'
  | 'media/no-video-stream'
  | 'media/unsupported'
  | 'media/encrypted'
  | 'media/decode-failed'
  | 'media/no-frames'
  | 'media/changed-during-analysis'
  | 'media/changed-since-analysis'
  | 'media/ffmpeg-missing'
  | 'media/decoder-refused'
  | 'media/timed-out'
  | 'models/missing'
  | 'models/hash-mismatch'
  | 'models/invalid'
  | 'models/unknown'
  | 'models/write-failed'
  | 'models/unreadable-weights'
  | 'models/timed-out'
  | 'models/name-taken'
  | 'models/in-use'
  | 'models/other-in-use'
  | 'inference/failed'
  | 'inference/provider-unavailable'
  | 'train/bad-manifest'
  | 'train/too-little-data'
  | 'train/known-to-embedder'
  | 'train/diverged'
  | 'lab/unknown-layout'
  | 'lab/bad-split'
  | 'lab/nothing-to-import'
  | 'lab/name-taken'
  | 'lab/not-found'
  | 'lab/not-a-lab'
  | 'lab/busy'
  | 'lab/not-publishable'
  | 'case/not-found'
  | 'case/not-a-case'
  | 'case/newer-than-app'
  | 'case/locked'
  | 'case/read-only'
  | 'case/disk-full'
  | 'case/exists'
  | 'case/damaged'
  | 'case/foreign-schema'
  | 'case/timed-out'
  | 'case/too-large'
  | 'case/cancelled'
  | 'case/unreachable'
  | 'case/none-open'
  | 'case/no-examiner'
  | 'case/changed-since'
  | 'case/blind'
  | 'case/busy'
  | 'case/nothing-to-correct'
  | 'case/not-comparable'
  | 'case/nothing-to-reencode'
  | 'case/nothing-to-measure'
  | 'case/known-clip'
  | 'report/write-failed'
  | 'report/no-printer'
  | 'report/too-large'
  | 'report/unknown-choice'
  | 'report/bad-template'
  | 'capsule/not-a-capsule'
  | 'capsule/damaged'
  | 'capsule/too-large'
  | 'capsule/nothing-to-show'
  | 'capsule/broken-log'
  | 'stamp/unreadable'
  | 'stamp/other-head'
  | 'stamp/broken'
  | 'stamp/not-trusted'
  | 'signing/no-key-store'
  | 'signing/key-lost'
  | 'output/exists'
  | 'output/kept'
  | 'cli/usage'
  | 'app/bad-message'
  | 'app/engine-stopped'
  | 'app/internal';

/** An expected error, with a code for programs and a message for people. */
export class EngineError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EngineError';
    this.code = code;
  }
}

export interface ErrorReport {
  code: ErrorCode;
  message: string;
}

/** A thrown value as it is stored and shown. An unexpected error gets the code `app/internal` and keeps its text. */
export function reportOf(error: unknown): ErrorReport {
  if (error instanceof EngineError) return { code: error.code, message: error.message };
  return { code: 'app/internal', message: error instanceof Error ? error.message : String(error) };
}
