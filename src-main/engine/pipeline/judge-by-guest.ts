/** What a guest detector says of faces that our model has scored: by the same rule, with its own calibration and limits. */
import type { Face, GuestFinding, Track } from '../../shared/domain.ts';
import { decideTrack, decideVideo, type Seen } from '../verdict/decide.ts';
import { scoredByGuest } from '../verdict/guest-face.ts';
import type { GuestModel } from '../models/guest-library.ts';
import { decisionRule } from './decision-rule.ts';
import type { TrackedFace } from './observe-video.ts';

interface SeenVideo extends Seen {
  /** As described, in the order of `tracks`. */
  seen: readonly TrackedFace[][];
  tracks: readonly Track[];
}

/** @param place of the guest among the describer's */
export function judgeByGuest(
  guest: GuestModel,
  place: number,
  { seen, tracks, ...video }: SeenVideo,
): GuestFinding {
  const rule = decisionRule(guest);
  const judged = tracks.map((track, index): Track => {
    const faces = track.faces.map((face, at): Face => {
      const raw = seen[index]![at]!.guests?.[place] ?? null;
      return scoredByGuest(face, raw === null ? null : guest.score(raw));
    });
    return { ...track, faces, verdict: decideTrack(faces, rule) };
  });
  return {
    ...{ name: guest.name, sha256: guest.sha256, band: guest.band },
    verdict: decideVideo(judged, video, rule),
    tracks: judged.map(({ verdict, faces }) => ({ verdict, scores: faces.map(({ score }) => score) })),
  };
}
