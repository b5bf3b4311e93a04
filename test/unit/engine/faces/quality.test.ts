import { describe, expect, it } from 'vitest';
import type { Landmarks } from '../../../../src-main/shared/domain.ts';
import type { FaceDetection } from '../../../../src-main/engine/faces/face-detector.ts';
import { assessQuality, refuse } from '../../../../src-main/engine/faces/quality.ts';
import type { Frame } from '../../../../src-main/engine/media/frame.ts';

/** A frontal face's detection, `width` pixels wide, at a place in the frame. */
function faceAt(x: number, y: number, width: number, noseShift = 0): FaceDetection {
  const at = (u: number, v: number) => ({ x: x + u * width, y: y + v * width });
  const landmarks: Landmarks = [
    at(0.3, 0.5),
    at(0.7, 0.5),
    at(0.5 + noseShift, 0.73),
    at(0.33, 0.96),
    at(0.67, 0.96),
  ];
  return { box: { x, y, width, height: 1.3 * width }, landmarks, detection: 0.999 };
}

/** Grey with a chequered texture of the given contrast. */
function textured(contrast: number, cellPx = 2): Frame {
  const [width, height] = [320, 240];
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const light = (Math.floor(x / cellPx) + Math.floor(y / cellPx)) % 2;
      rgb.fill(128 + contrast * (light - 0.5), (y * width + x) * 3, (y * width + x + 1) * 3);
    }
  return { frameIndex: 0, pts: 0, ptsMs: 0, width, height, rgb };
}

const judge = (frame: Frame, face: FaceDetection) => refuse(frame, face, assessQuality(frame, face));

describe('quality of a face', () => {
  it('measures the shorter side of the box and a frontal pose', () => {
    const quality = assessQuality(textured(80), faceAt(100, 50, 80));
    expect(quality.sizePx).toBe(80);
    expect(Math.abs(quality.yawDegrees)).toBeLessThan(1);
    expect(Math.abs(quality.rollDegrees)).toBeLessThan(1);
  });

  it('measures texture four times as contrasted as sixteen times as sharp', () => {
    const face = faceAt(100, 50, 80);
    const faint = assessQuality(textured(20, 8), face).sharpness;
    expect(assessQuality(textured(80, 8), face).sharpness / faint).toBeCloseTo(16, 0);
  });

  it('finds no sharpness in a flat picture', () => {
    expect(assessQuality(textured(0), faceAt(100, 50, 80)).sharpness).toBe(0);
  });

  it("measures the same when the crop reaches beyond the frame's edge as inside", () => {
    const flat = textured(0);
    expect(assessQuality(flat, faceAt(-20, -10, 80)).sharpness).toBe(0);
  });
});

describe('refusal of a face', () => {
  it('lets a sharp frontal face of 40 px through', () => {
    expect(judge(textured(120), faceAt(100, 50, 40))).toBeNull();
  });

  it('refuses a face of 20 px as too small', () => {
    expect(judge(textured(120), faceAt(100, 50, 20))).toBe('too-small');
  });

  it('refuses a face without texture as blurred', () => {
    expect(judge(textured(2, 16), faceAt(100, 50, 80))).toBe('too-blurred');
  });

  it('refuses a face turned to its profile', () => {
    expect(judge(textured(120), faceAt(100, 50, 80, 0.3))).toBe('turned-away');
  });

  it("refuses a face of which a quarter lies beyond the frame's edge, not one that touches it", () => {
    expect(judge(textured(120), faceAt(-20, 50, 80))).toBe('cut-off');
    expect(judge(textured(120), faceAt(-8, 50, 80))).toBeNull();
  });

  it('refuses what the detector doubts', () => {
    expect(judge(textured(120), { ...faceAt(100, 50, 80), detection: 0.8 })).toBe('low-detection');
  });
});
