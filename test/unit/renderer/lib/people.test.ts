import { describe, expect, it } from 'vitest';
import { asFound, splitFace } from '../../../../src-renderer/lib/people.ts';
import { stored } from '../../../support/corrected.ts';
import { sampleFinding } from '../../engine/cases/sample-finding.ts';

const [speaker] = stored(sampleFinding()).tracks.map(asFound);

describe('a split at the frame on screen', () => {
  it('begins with the next face, and needs one before it', () => {
    expect(splitFace(speaker!, 35)?.frameIndex).toBe(40);
    expect(splitFace(speaker!, 40)?.frameIndex).toBe(40);
    expect(splitFace(speaker!, 0)).toBeNull();
    expect(splitFace(speaker!, 71)).toBeNull();
  });
});
