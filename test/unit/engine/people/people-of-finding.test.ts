import { describe, expect, it } from 'vitest';
import { peopleOfFinding } from '../../../../src-main/engine/people/people-of-finding.ts';
import { decideTrack, decideVideo, type DecisionRule } from '../../../../src-main/engine/verdict/decide.ts';
import { scoredByGuest } from '../../../../src-main/engine/verdict/guest-face.ts';
import type { Correction, CorrectionAct } from '../../../../src-main/shared/people.ts';
import { keyOf } from '../../../../src-main/shared/people.ts';
import {
  addition,
  faceAnchorOf,
  correction,
  facesAt,
  findingOf,
  stored,
} from '../../../support/corrected.ts';

const rule: DecisionRule = {
  band: {
    ...{ threshold: 0.5, realBelow: 0.3, fakeAbove: 0.7 },
    gates: { novelty: 0.98, disagreement: 0.35, sizePx: 40, sharpness: 20 },
  },
  risks: null,
  falseFakes: null,
  log10LikelihoodRatio: (score) => Math.log10(score / (1 - score)),
};
const rules = { own: rule, guests: [], ratioGap: null };

const early = facesAt([0, 10, 20, 30], 100, 0.9);
const late = facesAt([60, 70, 80, 90], 110, 0.2);
const other = facesAt([0, 10, 20, 30, 60, 70, 80, 90], 600, 0.1);
const video = { kind: 'video', framesUsed: 8 } as const;
const machine = findingOf([early, late, other], rule);
const finding = stored({ ...machine, verdict: decideVideo(machine.tracks, video, rule) });
const [first, second, third] = finding.tracks.map(({ faces }) => faces);

const corrected = (...acts: CorrectionAct[]) =>
  peopleOfFinding(
    finding,
    acts.map((act) => correction(act)),
    rules,
  );
const mergeTwo: CorrectionAct = {
  kind: 'merge',
  faces: [faceAnchorOf(first![1]!), faceAnchorOf(second![2]!)],
};
const noFace = (face = first![0]!): CorrectionAct => ({ kind: 'no-face', face: faceAnchorOf(face) });
const splitThird: CorrectionAct = { kind: 'split', face: faceAnchorOf(third![4]!), frameIndex: 50 };

describe('people without corrections', () => {
  it('are the tracks, each with the verdict that the machine gave', () => {
    const { people, verdict, key } = peopleOfFinding(finding, [], rules);
    expect(people.map(({ id, key: own, verdict: said }) => [id, own, said])).toEqual(
      [1, 3, 2].map((id) => [id, null, finding.tracks[id - 1]!.verdict]),
    );
    expect(verdict).toEqual(finding.verdict);
    expect(key).toBeNull();
  });
});

describe('two merged tracks', () => {
  const { people, verdict } = corrected(mergeTwo);

  it('are one person under the lower number, decided by all its faces together', () => {
    expect(people.map(({ id, tracks }) => [id, tracks])).toEqual([
      [1, [1, 2]],
      [3, [3]],
    ]);
    expect(people[0]!.faces).toEqual([...first!, ...second!]);
    expect(people[0]!.verdict).toEqual(decideTrack([...early, ...late], rule));
    expect(people[0]!.verdict).not.toEqual(finding.tracks[0]!.verdict);
    expect([people[0]!.startMs, people[0]!.endMs]).toEqual([early[0]!.ptsMs, late.at(-1)!.ptsMs]);
  });

  it('decide the video anew, and leave the finding as it was', () => {
    expect(verdict).toEqual(decideVideo(people, video, rule));
    expect(finding.tracks).toHaveLength(3);
    expect(finding.verdict.outcome).toBe('likely-fake');
    expect(verdict.outcome).toBe('inconclusive');
  });

  it('cannot be merged a second time, which is named', () => {
    const { corrections } = corrected(mergeTwo, {
      ...mergeTwo,
      faces: [mergeTwo.faces[1], mergeTwo.faces[0]],
    });
    expect(corrections.map(({ unused }) => unused)).toEqual([null, 'Both faces are of one person already.']);
  });
});

describe('a track that is split', () => {
  it('keeps its number before the frame; what follows is a person with a number that no track had', () => {
    const { people } = corrected(splitThird);
    const parts = people.filter(({ tracks }) => tracks.includes(3));
    expect(parts.map(({ id, faces }) => [id, faces.map(({ frameIndex }) => frameIndex)])).toEqual([
      [3, [0, 10, 20, 30]],
      [4, [60, 70, 80, 90]],
    ]);
    expect(parts.map(({ verdict }) => verdict)).toEqual([
      decideTrack(other.slice(0, 4), rule),
      decideTrack(other.slice(4), rule),
    ]);
  });

  it('needs faces on both sides of the frame', () => {
    const { key, corrections } = corrected({ ...splitThird, frameIndex: 0 });
    expect(key).toBeNull();
    expect(corrections[0]!.unused).toContain('one side of frame 0');
  });

  it('has its name where the face is that was named', () => {
    const named: CorrectionAct = { kind: 'name', face: faceAnchorOf(third![6]!), name: 'Anna' };
    const { people } = corrected(named, splitThird);
    expect(people.filter(({ name }) => name === 'Anna').map(({ id }) => id)).toEqual([4]);
  });
});

describe('what is no face', () => {
  it('decides nothing and stays listed with the name of the examiner', () => {
    const { people, verdict } = corrected(noFace());
    expect(people[0]).toMatchObject({
      id: 1,
      noFace: 'A. Smith',
      verdict: { outcome: 'not-applicable', score: null },
    });
    expect(verdict.outcome).toBe('likely-real');
    expect(verdict.reasons).toContain('1 track is no face, as A. Smith says, and left out.');
  });

  it('makes a video whose only track it is not applicable, by the examiner’s correction', () => {
    const lone = stored(findingOf([early], rule));
    const { verdict } = peopleOfFinding(
      lone,
      [correction({ kind: 'no-face', face: faceAnchorOf(early[0]!) })],
      rules,
    );
    expect(verdict).toEqual({
      ...{ outcome: 'not-applicable', score: null, log10LikelihoodRatio: null },
      reasons: ['The only track is no face, as A. Smith says.'],
    });
  });
});

describe('a face that was added', () => {
  const missed = facesAt([0, 10, 20], 900, 0.95);

  it('is a person of its own beside the tracks, which stay as found, and is decided by the same rule', () => {
    const { people, verdict } = corrected(addition(missed));
    const added = people.find(({ id }) => id === 4)!;
    expect(added).toMatchObject({ tracks: [], noFace: null, verdict: decideTrack(missed, rule) });
    expect(added.faces.map(({ faceId }) => faceId)).toEqual([-1, -2, -3]);
    expect(people.filter(({ key }) => key === null).map(({ id }) => id)).toEqual([1, 3, 2]);
    expect(verdict).toEqual(decideVideo(people, video, rule));
    expect(finding.tracks).toHaveLength(3);
  });

  it('in one frame alone gives no verdict, and the video keeps the one that it had', () => {
    const { people, verdict } = corrected(addition(missed.slice(0, 1)));
    const added = people.find(({ id }) => id === 4)!;
    expect(added.verdict.outcome).toBe('inconclusive');
    expect(added.verdict.reasons[0]).toBe('Only 1 usable face; the model needs at least 3.');
    expect([verdict.outcome, verdict.score]).toEqual([finding.verdict.outcome, finding.verdict.score]);
    expect(verdict.reasons.join(' ')).toContain('Track 4 (at 0.0 s) could not be judged.');
  });

  it('can be named, merged, split and marked as no face like a track', () => {
    const add = addition(missed);
    const face = faceAnchorOf(missed[1]!);
    const whoIs = (...acts: CorrectionAct[]) => corrected(add, ...acts).people;
    expect(whoIs({ kind: 'name', face, name: 'Anna' }).find(({ id }) => id === 4)?.name).toBe('Anna');
    expect(whoIs({ kind: 'no-face', face }).find(({ id }) => id === 4)?.noFace).toBe('A. Smith');
    const halves = whoIs({ kind: 'split', face, frameIndex: 10 });
    expect(
      halves.filter(({ tracks }) => tracks.length === 0).map(({ id, faces }) => [id, faces.length]),
    ).toEqual([
      [4, 1],
      [5, 2],
    ]);
    const [merged] = whoIs({ kind: 'merge', faces: [face, faceAnchorOf(first![0]!)] });
    expect(merged).toMatchObject({ id: 1, tracks: [1] });
    expect(merged!.faces).toHaveLength(first!.length + 3);
  });

  it('is not taken a second time, nor where the machine found it itself', () => {
    const { corrections } = corrected(addition(missed), addition(missed, { firstCrop: 9 }), addition(early));
    expect(corrections.map(({ unused }) => unused)).toEqual([
      null,
      'The face at that place is among the tracks already.',
      'The face at that place is among the tracks already.',
    ]);
  });

  it('keeps in a later finding the faces that this one has not found either', () => {
    const later = stored(findingOf([facesAt([0, 10], 903, 0.9)], rule), 2);
    const { people, corrections } = peopleOfFinding(later, [correction(addition(missed))], rules);
    expect(corrections[0]!.unused).toBeNull();
    expect(people.map(({ tracks, faces }) => [tracks, faces.map(({ frameIndex }) => frameIndex)])).toEqual([
      [[1], [0, 10]],
      [[], [20]],
    ]);
  });

  it('has no score in a finding by another model, which is named', () => {
    const models = finding.models.map((model) => ({ ...model, sha256: 'f'.repeat(64) }));
    const { key, corrections } = peopleOfFinding(
      { ...finding, models },
      [correction(addition(missed))],
      rules,
    );
    expect(key).toBeNull();
    expect(corrections[0]!.unused).toContain('scored by another model than this finding');
  });

  it('has the opinion of each guest, and needs it', () => {
    const sha256 = 'a'.repeat(64);
    const tracks = finding.tracks.map(({ faces, verdict }) => ({ verdict, scores: faces.map(() => 0.1) }));
    const guest = { name: 'g', sha256, band: rule.band, verdict: finding.verdict, tracks };
    const withGuest = (add: CorrectionAct) =>
      peopleOfFinding({ ...finding, guests: [guest] }, [correction(add)], { ...rules, guests: [rule] });
    const { people, guests } = withGuest(addition(missed, { guests: [{ sha256, score: 0.8 }] }));
    const place = people.findIndex(({ id }) => id === 4);
    expect(guests[0]!.tracks[place]).toMatchObject({
      scores: [0.8, 0.8, 0.8],
      verdict: { outcome: 'likely-fake' },
    });
    expect(withGuest(addition(missed)).corrections[0]!.unused).toContain('The detector g has not scored it');
  });
});

describe('a name', () => {
  it('changes no verdict', () => {
    const { people, verdict, key } = corrected({
      kind: 'name',
      face: faceAnchorOf(third![0]!),
      name: 'Anna',
    });
    expect(people.find(({ id }) => id === 3)?.name).toBe('Anna');
    expect(verdict).toEqual(finding.verdict);
    expect(key).toBeNull();
  });
});

describe('the verdict of a corrected video', () => {
  it('still says what the machine says of the video beside its tracks', () => {
    const gap = '2 of 10 frames could not be decoded.';
    const { verdict } = finding;
    const withGap = { ...finding, verdict: { ...verdict, reasons: [...verdict.reasons, gap] } };
    expect(peopleOfFinding(withGap, [correction(mergeTwo)], rules).verdict.reasons.at(-1)).toBe(gap);
  });

  it('has no likelihood ratio where the model is not here, and says so', () => {
    const { verdict, ratioGap } = peopleOfFinding(finding, [correction(mergeTwo)], {
      ...{ own: { ...rule, log10LikelihoodRatio: () => null }, guests: [] },
      ratioGap: 'The model is not here.',
    });
    expect(verdict.log10LikelihoodRatio).toBeNull();
    expect(ratioGap).toBe('The model is not here.');
    expect(
      peopleOfFinding(finding, [], { ...rules, ratioGap: 'The model is not here.' }).ratioGap,
    ).toBeNull();
  });

  it('of a guest is by its own scores of the same people', () => {
    const scores = finding.tracks.map(({ faces }) => faces.map(({ faceId }) => (faceId % 10) / 10));
    const tracks = finding.tracks.map(({ faces }, place) => ({
      scores: scores[place]!,
      verdict: decideTrack(
        faces.map((face, at) => scoredByGuest(face, scores[place]![at]!)),
        rule,
      ),
    }));
    const guest = { name: 'g', sha256: '0'.repeat(64), band: rule.band, verdict: finding.verdict, tracks };
    const { guests } = peopleOfFinding({ ...finding, guests: [guest] }, [correction(mergeTwo)], {
      ...rules,
      guests: [rule],
    });
    const joined = [...first!, ...second!].map((face, at) =>
      scoredByGuest(face, [...scores[0]!, ...scores[1]!][at]!),
    );
    expect(guests[0]!.tracks[0]).toEqual({
      verdict: decideTrack(joined, rule),
      scores: [...scores[0]!, ...scores[1]!],
    });
    // The other track is as found.
    expect(guests[0]!.tracks[1]).toEqual(tracks[2]);
  });
});

describe('a conclusion on a person', () => {
  it('is about others since that person changed, and not since another one did', () => {
    const before = corrected(splitThird);
    const after = corrected(splitThird, mergeTwo);
    expect(keyOf(before, 1)).toBeNull();
    expect(keyOf(after, 1)).not.toBeNull();
    expect(keyOf(after, 2)).toBeUndefined();
    expect(keyOf(after, 4)).toBe(keyOf(before, 4));
    expect(keyOf(after, null)).not.toBe(keyOf(before, null));
  });
});

describe('corrections carried over to a later finding', () => {
  const all: Correction[] = [mergeTwo, splitThird].map((act) => correction(act));

  it('find the same faces among others that were sampled elsewhere, under other numbers', () => {
    const later = stored(
      findingOf(
        [
          facesAt([5, 15, 25, 65, 75, 85], 602, 0.1),
          facesAt([5, 15, 25], 103, 0.9),
          facesAt([65, 75, 85], 108, 0.2),
        ],
        rule,
      ),
      2,
    );
    const { people, corrections } = peopleOfFinding(later, all, rules);
    expect(corrections.map(({ unused }) => unused)).toEqual([null, null]);
    expect(people.map(({ id, tracks, faces }) => [id, tracks, faces.length])).toEqual([
      [1, [1], 3],
      [2, [2, 3], 6],
      [4, [1], 3],
    ]);
  });

  it('are named where no face is near enough, in time or in place', () => {
    const gone = stored(findingOf([facesAt([5, 15, 25], 300, 0.9), facesAt([250], 110, 0.2)], rule), 2);
    const { corrections, key } = peopleOfFinding(gone, all, rules);
    expect(corrections.map(({ unused }) => unused)).toEqual([
      'This finding has no face at that place in frame 10, nor within a second of it.',
      'This finding has no face at that place in frame 60, nor within a second of it.',
    ]);
    expect(key).toBeNull();
  });

  it('are named where the file, or the stream, is another one', () => {
    const another = { ...finding, sha256: 'f'.repeat(64) };
    expect(peopleOfFinding(another, all, rules).corrections.map(({ unused }) => unused)).toEqual(
      Array.from({ length: 2 }, () => 'It was made on another file: this one has another SHA-256.'),
    );
    const elsewhere = [correction(mergeTwo, { stream: 3 })];
    expect(peopleOfFinding(finding, elsewhere, rules).corrections[0]!.unused).toContain(
      'another video stream',
    );
  });
});
