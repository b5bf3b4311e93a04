/** Looks at the evidence of the open case frame by frame, before, after or without an analysis. */
import { join } from 'node:path';
import type { Emit, EngineEvents } from '../../shared/contract.ts';
import { EngineError } from '../../shared/errors.ts';
import type { SoundPart } from '../../shared/sound.ts';
import type {
  ComparedFrames,
  FramePurpose,
  ViewedEvidence,
  ViewedFrame,
  ViewedSide,
  ViewedVideo,
} from '../../shared/viewing.ts';
import type { EngineOptions } from '../engine-options.ts';
import type { Toolbox } from '../toolbox.ts';
import { indexCache } from '../viewing/index-cache.ts';
import { createViewer, type SeenVideo, type ViewedFile } from '../viewing/viewer.ts';
import type { CurrentCase } from './current-case.ts';
import { stoppable } from './stoppable.ts';

/** All @throws EngineError case/none-open if another case was opened since, app/bad-message if the file was removed. */
export interface Viewing {
  /** @throws EngineError media/… if it can't be read */
  open(evidence: ViewedEvidence): Promise<ViewedVideo>;
  /** @throws EngineError as open; media/changed-since-analysis; media/decode-failed */
  frame(evidence: ViewedEvidence, frameIndex: number, purpose: FramePurpose): Promise<ViewedFrame>;
  /**
   * One part of the sound; gives up the one asked for before.
   * @throws EngineError as frame; media/unsupported without sound in step with the frames, media/timed-out,
   *   case/cancelled
   */
  sound(evidence: ViewedEvidence, part: number): Promise<SoundPart>;
  /** Whether the file is the one that was analysed, from its SHA-256. @throws media/changed-since-analysis if not */
  check(evidence: ViewedEvidence): Promise<void>;
  /**
   * Compares all frames with each other; tells its progress as `repeats:progress`.
   * @throws EngineError as frame; case/cancelled
   */
  repeats(evidence: ViewedEvidence): Promise<ComparedFrames>;
  stopRepeats(): void;
  /** This video of the open case as it is looked at; null where it is not. */
  seen(evidenceId: number): SeenVideo | null;
  /** Ends what is on side b: nothing is compared any more. */
  endComparison(): void;
  /** Ends the decoder and frees the frames if one of these is looked at. */
  leave(evidenceIds: readonly number[]): void;
}

/** Ends by itself with the case: a word from the window could overtake its last questions, or be overtaken by them. */
export function createViewing(
  { settingsFolder, version }: Pick<EngineOptions, 'settingsFolder' | 'version'>,
  toolbox: Toolbox,
  current: CurrentCase,
  program: AbortSignal | undefined,
  emit: Emit<EngineEvents>,
): Viewing {
  const viewer = createViewer(indexCache(join(settingsFolder, 'frame-indexes'), version));
  const comparisons = stoppable(program);
  const sounds = stoppable(program);
  /** Stream of the newest finding: a finding is too much to read for every frame. */
  const last = new Map<
    ViewedSide,
    ViewedEvidence & { findingId: number | null; stream: number | undefined }
  >();
  current.onClose(() => {
    comparisons.stop();
    sounds.stop();
    viewer.close();
  });

  function fileOf({ opening, evidenceId, side }: ViewedEvidence): ViewedFile {
    const opened = current.opened(opening);
    const file = opened.file.evidence.file(evidenceId);
    if (file === null) throw new EngineError('app/bad-message', 'There is no such evidence in this case.');
    const { path, sha256, findingId } = file;
    let known = last.get(side ?? 'a');
    if (known?.opening !== opening || known.evidenceId !== evidenceId || known.findingId !== findingId) {
      const stream = opened.file.findings.newest(evidenceId)?.parameters.stream;
      known = { opening, evidenceId, findingId, stream };
      last.set(side ?? 'a', known);
    }
    return { path: opened.file.reach(path), sha256, stream: known.stream, ...(side && { side }) };
  }

  // The file is looked up right before the viewer is asked: in between, the case may be closed.
  return {
    async open(evidence) {
      const tools = await toolbox.ffmpeg();
      return viewer.open(fileOf(evidence), tools);
    },
    async frame(evidence, frameIndex, purpose) {
      const tools = await toolbox.ffmpeg();
      return viewer.frame(fileOf(evidence), frameIndex, purpose, tools);
    },
    sound(evidence, part) {
      sounds.stop();
      return sounds.begin('The sound')(async (signal) => {
        const tools = await toolbox.ffmpeg();
        return viewer.sound(fileOf(evidence), part, tools, signal);
      });
    },
    check: async (evidence) => viewer.check(fileOf(evidence)),
    repeats(evidence) {
      comparisons.stop();
      return comparisons.begin('The comparison of the frames')(async (signal) => {
        const tools = await toolbox.ffmpeg();
        return viewer.repeats(fileOf(evidence), tools, signal, (progress) =>
          emit('repeats:progress', progress),
        );
      });
    },
    stopRepeats: () => comparisons.stop(),
    seen(evidenceId) {
      const file = current.opened().file.evidence.file(evidenceId);
      return file && viewer.seen(file.path);
    },
    endComparison: () => viewer.end('b'),
    leave(evidenceIds) {
      if ([...last.values()].some(({ evidenceId }) => evidenceIds.includes(evidenceId))) viewer.close();
    },
  };
}
