/** What the packets of an MPEG-TS tell of the examined video: some are missing or encrypted, or its coding changes. */
import type { MediaInfo } from '../../shared/domain.ts';
import { CodingReader, codingChangesText } from './coding-changes.ts';
import type { FrameIndex } from './frame-index.ts';
import { GapCounter, lostPacketsText } from './lost-packets.ts';
import { seconds } from './missing-frames.ts';
import { clockStepsText, placedGaps, storedFrames } from './placed-gaps.ts';
import { ScrambledPackets, scrambledText } from './scrambling.ts';
import { notReadText, readStructure } from './structure-reader.ts';
import { eachTransportPacket, transportLayout } from './transport-packets.ts';

export async function transportRemarks(
  path: string,
  media: MediaInfo,
  index: Pick<FrameIndex, 'positions' | 'timesMs' | 'joins'>,
  signal?: AbortSignal,
): Promise<string[]> {
  const pid = Number(media.video.containerId);
  if (media.container !== 'mpegts' || !Number.isInteger(pid)) return [];
  return readStructure(
    path,
    media.sizeBytes,
    signal,
    async (reader) => {
      const layout = await transportLayout(reader);
      if (layout === null) return [];
      const counter = new GapCounter(pid);
      const coding = new CodingReader(pid);
      const scrambled = new ScrambledPackets(pid);
      await eachTransportPacket(reader, layout, (packet, position) => {
        counter.read(packet, position);
        coding.read(packet, position);
        scrambled.read(packet, position);
      });
      const gaps = placedGaps(counter.gaps, index);
      const losses = gaps.filter(({ isLoss }) => isLoss);
      return [
        ...lostPacketsText(losses, timesOf(losses, index)),
        ...clockStepsText(gaps),
        ...scrambledText(scrambled, timesOf(scrambled.stretches, index)),
        ...codingChangesText(coding.changes, timesOf(coding.changes, index)),
      ];
    },
    (at) => notReadText(at, 'whether packets are missing'),
  );
}

/** When the last frame is shown that begins before each of these places; null where no frame's place is known. */
function timesOf(
  places: readonly { position: number }[],
  { positions, timesMs }: Pick<FrameIndex, 'positions' | 'timesMs'>,
): (string | null)[] {
  const stored = storedFrames(positions);
  let before = -1;
  return places.map(({ position }) => {
    while (positions[stored[before + 1] ?? -1]! <= position) before += 1;
    return before === -1 ? null : `${seconds(timesMs[stored[before]!]!)} s`;
  });
}
