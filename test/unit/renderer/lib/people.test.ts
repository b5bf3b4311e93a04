import { describe, expect, it } from 'vitest';
import { asFound, representative, splitFace } from '../../../../src-renderer/lib/people.ts';
import { stored } from '../../../support/corrected.ts';
import { sampleFinding } from '../../engine/cases/sample-finding.ts';

const [speaker, passerBy] = stored(sampleFinding()).tracks.map(asFound);

describe('the face that stands for a person', () => {
  it('is the sharpest usable one', () => {
    const faces = speaker!.faces.map((face, index) => ({
      ...face,
      quality: { ...face.quality, sharpness: index === 3 ? 90 : 20 },
      refused: null,
    }));
    expect(representative({ faces }).frameIndex).toBe(30);
    const refused = faces.map((face, index) => ({
      ...face,
      refused: index === 3 ? ('cut-off' as const) : null,
    }));
    expect(representative({ faces: refused }).frameIndex).not.toBe(30);
  });

  it('is the one that the detector is surest of, where none is usable', () => {
    const faces = passerBy!.faces.map((face, index) => ({ ...face, detection: 0.5 + index / 10 }));
    expect(representative({ faces })).toBe(faces.at(-1));
  });
});

describe('a split at the frame on screen', () => {
  it('begins with the next face, and needs one before it', () => {
    expect(splitFace(speaker!, 35)?.frameIndex).toBe(40);
    expect(splitFace(speaker!, 40)?.frameIndex).toBe(40);
    expect(splitFace(speaker!, 0)).toBeNull();
    expect(splitFace(speaker!, 71)).toBeNull();
  });
});
