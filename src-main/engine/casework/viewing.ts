/** Looks at the evidence of the open case frame by frame, before, after or without an analysis. */
import { EngineError } from '../../shared/errors.ts';
import type { FramePurpose, ViewedFrame, ViewedVideo } from '../../shared/viewing.ts';
import type { Toolbox } from '../toolbox.ts';
import { createViewer, type ViewedFile } from '../viewing/viewer.ts';
import type { CurrentCase } from './current-case.ts';

export interface Viewing {
  /** @throws EngineError case/none-open, media/… if it can't be read */
  open(evidenceId: number): Promise<ViewedVideo>;
  /** @throws EngineError as open; media/changed-since-analysis; media/decode-failed */
  frame(evidenceId: number, frameIndex: number, purpose: FramePurpose): Promise<ViewedFrame>;
  /** Whether the file is the one that was analysed, from its SHA-256. @throws media/changed-since-analysis if not */
  check(evidenceId: number): Promise<void>;
  /** Ends the decoder and frees the frames. */
  close(): void;
}

export function createViewing(toolbox: Toolbox, current: CurrentCase): Viewing {
  const viewer = createViewer();
  /** Stream of the newest finding: a finding is too much to read for every frame. */
  let last: {
    opened: ReturnType<CurrentCase['opened']>;
    evidenceId: number;
    findingId: number | undefined;
    stream: number | undefined;
  } | null = null;

  function fileOf(evidenceId: number): ViewedFile {
    const opened = current.opened();
    const row = opened.file.evidence.get(evidenceId);
    if (row === null) throw new EngineError('app/bad-message', 'There is no such evidence in this case.');
    const [findingId] = opened.file.findings.history(evidenceId);
    if (last?.opened !== opened || last.evidenceId !== evidenceId || last.findingId !== findingId) {
      const stream = opened.file.findings.newest(evidenceId)?.parameters.stream;
      last = { opened, evidenceId, findingId, stream };
    }
    return { path: row.path, sha256: row.sha256, stream: last.stream };
  }

  return {
    open: async (evidenceId) => viewer.open(fileOf(evidenceId), await toolbox.ffmpeg()),
    frame: async (evidenceId, frameIndex, purpose) =>
      viewer.frame(fileOf(evidenceId), frameIndex, purpose, await toolbox.ffmpeg()),
    check: (evidenceId) => viewer.check(fileOf(evidenceId)),
    close: () => viewer.close(),
  };
}
