/**
 * A finding after the corrections: the people, each with a verdict by the rule that the finding was made with. Where no
 * face changed its track, what the machine said stays word for word.
 */
import type { StoredFinding, StoredTrack } from '../../shared/case.ts';
import type { GuestFinding, Verdict } from '../../shared/domain.ts';
import {
  addedFaceId,
  countedPeople,
  type AddedFace,
  type Correction,
  type People,
  type Person,
} from '../../shared/people.ts';
import { countOf } from '../../shared/wording.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { sha256Of } from '../support/sha256.ts';
import { decideTrack, decideVideo, notJudged, type DecisionRule } from '../verdict/decide.ts';
import { scoredByGuest } from '../verdict/guest-face.ts';
import type { FindingRules } from './finding-rules.ts';
import { groupFaces, type Group } from './group-faces.ts';

export function peopleOfFinding(
  finding: StoredFinding,
  corrections: readonly Correction[],
  { own, guests, ratioGap }: FindingRules,
): People {
  const { groups, corrections: placed } = groupFaces(finding, corrections);
  const added = placed.flatMap(({ act }) => (act.kind === 'add' ? act.faces : []));
  const people = groups.map((group) => personOf(group, finding, own));
  const keys = people.map(({ id, key }) => [id, key]);
  const changed = people.some(({ key }) => key !== null);
  return {
    findingId: finding.id,
    people,
    verdict: changed ? decide(people, finding, finding, own) : finding.verdict,
    guests: finding.guests.map((guest, place) =>
      changed ? judgedByGuest(guest, { people, added }, finding, guests[place]!) : guest,
    ),
    corrections: placed,
    key: changed ? digestOf(keys) : null,
    ratioGap: changed ? ratioGap : null,
  };
}

function personOf(
  { id, tracks: sources, faces, named, noFace }: Group,
  { tracks }: StoredFinding,
  rule: DecisionRule,
): Person {
  const track = tracks.find((each) => each.id === id);
  const isAsFound = track !== undefined && sameFaces(track.faces, faces);
  const { length, 0: first, [length - 1]: last } = faces;
  return {
    ...{ id, tracks: sources, faces, noFace, name: named?.name ?? null },
    ...(isAsFound
      ? { startMs: track.startMs, endMs: track.endMs }
      : { startMs: first!.ptsMs, endMs: last!.ptsMs }),
    verdict:
      noFace !== null
        ? notJudged(`No face, as ${noFace} says: it decides nothing.`)
        : isAsFound
          ? track.verdict
          : decideTrack(faces, rule),
    key:
      isAsFound && noFace === null
        ? null
        : digestOf({ faces: faces.map(({ faceId }) => faceId), isFace: noFace === null }),
  };
}

type Faces = StoredTrack['faces'];
const sameFaces = (a: Faces, b: Faces): boolean =>
  a.length === b.length && a.every(({ faceId }, index) => faceId === b[index]!.faceId);

/** Compares what a conclusion was about with what is there now; no secret, so a part of the digest is enough. */
const digestOf = (content: unknown): string => sha256Of(canonicalJson(content)).slice(0, 16);

/** @param machine the verdict of the same rule on the tracks as found, for what it says of the video beside them */
function decide(
  people: readonly Person[],
  { tracks, frames, media }: Pick<StoredFinding, 'tracks' | 'frames' | 'media'>,
  machine: { verdict: Verdict },
  rule: DecisionRule,
): Verdict {
  const video = { kind: media.kind, framesUsed: frames.filter(({ skipped }) => skipped === null).length };
  const ofVideo = withoutPrefix(machine.verdict.reasons, decideVideo(tracks, video, rule).reasons);
  const counted = countedPeople(people);
  const noFaces = people.flatMap(({ noFace }) => noFace ?? []);
  const { reasons, ...verdict } =
    counted.length > 0 ? decideVideo(counted, video, rule) : notJudged(nobodyText(noFaces));
  const left = counted.length > 0 && noFaces.length > 0 ? [leftOutText(noFaces)] : [];
  return { ...verdict, reasons: [...reasons, ...left, ...ofVideo] };
}

/**
 * What a verdict says of the video, such as frames that could not be decoded, stands behind what it says of the tracks.
 * Where another version said that in other words, nothing is taken over: it stands with the machine's result alone.
 */
function withoutPrefix(reasons: readonly string[], prefix: readonly string[]): readonly string[] {
  return prefix.every((reason, index) => reasons[index] === reason) ? reasons.slice(prefix.length) : [];
}

const namesOf = (examiners: readonly string[]): string => [...new Set(examiners)].join(' and ');

const nobodyText = (examiners: readonly string[]): string =>
  examiners.length === 1
    ? `The only track is no face, as ${examiners[0]!} says.`
    : `None of the ${examiners.length} tracks is a face, as ${namesOf(examiners)} says.`;

const leftOutText = (examiners: readonly string[]): string =>
  `${countOf(examiners.length, 'track is', 'tracks are')} no face, as ${namesOf(examiners)} says, and left out.`;

function judgedByGuest(
  guest: GuestFinding,
  { people, added }: { people: readonly Person[]; added: readonly AddedFace[] },
  { tracks, frames, media }: StoredFinding,
  rule: DecisionRule,
): GuestFinding {
  const scores = new Map([
    ...tracks.flatMap(({ faces }, place) =>
      faces.map(({ faceId }, at) => [faceId, guest.tracks[place]!.scores[at] ?? null] as const),
    ),
    ...added.map((face) => {
      const said = face.guests.find(({ sha256 }) => sha256 === guest.sha256);
      return [addedFaceId(face), said?.score ?? null] as const;
    }),
  ]);
  const judge = <T extends StoredTrack>(track: T, verdict: (faces: Faces) => Verdict) => {
    const faces = track.faces.map((face) => scoredByGuest(face, scores.get(face.faceId) ?? null));
    return { ...track, faces, verdict: verdict(faces) };
  };
  const found = tracks.map((track, place) => judge(track, () => guest.tracks[place]!.verdict));
  const judged = people.map((person) => {
    const place = tracks.findIndex(({ id }) => id === person.id);
    return judge(person, (faces) => {
      if (person.noFace !== null) return person.verdict;
      return person.key === null ? found[place]!.verdict : decideTrack(faces, rule);
    });
  });
  return {
    ...guest,
    verdict: decide(judged, { tracks: found, frames, media }, guest, rule),
    tracks: judged.map(({ verdict, faces }) => ({ verdict, scores: faces.map(({ score }) => score) })),
  };
}
