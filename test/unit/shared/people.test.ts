import { describe, expect, it } from 'vitest';
import { representative } from '../../../src-main/shared/people.ts';
import { stored } from '../../support/corrected.ts';
import { sampleFinding } from '../engine/cases/sample-finding.ts';

const [speaker, passerBy] = stored(sampleFinding()).tracks;

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
