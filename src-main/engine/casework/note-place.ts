/**
 * Whether a note is about something that its video has. The window may be wrong about it, as when it still shows the
 * file that was there before. What nobody has read yet is not known, and then not refused.
 */
import { EngineError } from '../../shared/errors.ts';
import type { FramePlace, Note } from '../../shared/notebook.ts';
import { timeText } from '../../shared/wording.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { noRatios } from '../people/finding-rules.ts';
import { peopleOf } from './correct-people.ts';
import type { SeenVideo } from '../viewing/viewer.ts';

/** Times come as they were given out; this is for their way through text. */
const TOLERANCE_MS = 0.001;

/**
 * @param seen the video as it is looked at; null where it is not
 * @throws EngineError app/bad-message if there is no such frame, time, part of the picture or track
 */
export function checkNotePlace(
  file: CaseFile,
  evidenceId: number,
  { place, region }: Note,
  seen: SeenVideo | null,
): void {
  const { findings } = file;
  if (place.kind === 'track') {
    const isOfVideo = findings.history(evidenceId).includes(place.findingId);
    const tracks = (isOfVideo ? findings.get(place.findingId)?.tracks : null) ?? [];
    // What was split off has a number of its own.
    const people = place.person === undefined ? [] : (peopleOf(file, evidenceId, noRatios)?.people ?? []);
    if (![...tracks, ...people].some(({ id }) => id === place.track))
      throw refused(`there is no track ${place.track}`);
  }
  const frames = place.kind === 'frame' ? [place.at] : place.kind === 'segment' ? [place.from, place.to] : [];
  if (frames.length === 0) {
    if (region !== null) throw refused('only a frame or a segment has regions');
    return;
  }
  const count = seen?.timesMs.length ?? findings.newest(evidenceId)?.media.video.frameCount ?? Infinity;
  for (const frame of frames) checkFrame(frame, count, seen);
  const size = seen?.sizeOf(frames[0]!.frameIndex);
  if (!region || !size) return;
  const { x, y, width, height } = region;
  if (x < 0 || y < 0 || x + width > size.width || y + height > size.height)
    throw refused(`the region is outside the picture of ${size.width} × ${size.height} pixels`);
}

function checkFrame({ frameIndex, ptsMs }: FramePlace, count: number, seen: SeenVideo | null): void {
  if (frameIndex >= count) throw refused(`there is no frame ${frameIndex}, only 0 to ${count - 1}`);
  const shownAt = seen?.timesMs[frameIndex];
  if (ptsMs === null || shownAt === undefined || Math.abs(ptsMs - shownAt) <= TOLERANCE_MS) return;
  throw refused(`frame ${frameIndex} is shown at ${timeText(shownAt)}, not at ${timeText(ptsMs)}`);
}

const refused = (what: string) =>
  new EngineError(
    'app/bad-message',
    `The note does not fit its video: ${what}. Open the video again and mark it anew.`,
  );
