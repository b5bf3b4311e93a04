import { describe, expect, it } from 'vitest';
import { createNadam, defaultNadam } from '../../../../src-main/engine/softmax-learning/nadam.ts';

const settings = { ...defaultNadam, learningRate: 0.05 };

/**
 * The published update, line by line, for one parameter with the gradients given (Dozat 2016, algorithm 2, with the
 * schedule of section 4 as Keras has it), with the product of all momenta written out anew at every step.
 */
function published(start: number, gradients: readonly number[]): number[] {
  const mu = (t: number) => 0.9 * (1 - 0.5 * 0.96 ** (t * 0.004));
  const upTo = (t: number) => Array.from({ length: t }, (_, i) => mu(i + 1)).reduce((a, b) => a * b, 1);
  let [theta, m, v] = [start, 0, 0];
  return gradients.map((g, index) => {
    const t = index + 1;
    const gHat = g / (1 - upTo(t));
    m = 0.9 * m + 0.1 * g;
    const mHat = m / (1 - upTo(t + 1));
    v = 0.999 * v + 0.001 * g ** 2;
    const vHat = v / (1 - 0.999 ** t);
    const mBar = (1 - mu(t)) * gHat + mu(t + 1) * mHat;
    theta -= (0.05 * mBar) / (Math.sqrt(vHat) + 1e-8);
    return theta;
  });
}

describe('Nadam', () => {
  it('follows the published update', () => {
    const gradients = [0.3, -0.1, 0.25, 0.4, -2, 0, 0.01];
    const parameter = Float32Array.of(1);
    const nadam = createNadam([1], settings);
    for (const [step, expected] of published(1, gradients).entries()) {
      nadam.step([parameter], [Float32Array.of(gradients[step]!)]);
      expect(parameter[0]).toBeCloseTo(expected, 6);
    }
  });

  it('takes the first step that a pocket calculator gives', () => {
    // μ₁ = 0.9 (1 − 0.5 · 0.96^0.004) = 0.4500735, μ₂ = 0.4501470. With g = 1: ĝ = 1 / (1 − μ₁) = 1.8184246,
    // m̂ = 0.1 / (1 − μ₁ μ₂) = 0.1254063, v̂ = 1, so θ falls by 0.05 (0.5499265 · 1.8184246 + 0.4501470 · 0.1254063).
    const parameter = Float32Array.of(0);
    createNadam([1], settings).step([parameter], [Float32Array.of(1)]);
    expect(parameter[0]).toBeCloseTo(-0.05 * (1 + 0.0564513), 6);
  });

  it('goes on from its state as if it had never stopped, and the state stays as it was', () => {
    const gradient = (step: number) => [
      Float32Array.of(Math.sin(step), Math.cos(step)),
      Float32Array.of(step),
    ];
    const whole = [Float32Array.of(1, 2), Float32Array.of(3)];
    const nadam = createNadam([2, 1], settings);
    for (let step = 1; step <= 3; step++) nadam.step(whole, gradient(step));
    const saved = nadam.state();
    const copy = structuredClone(saved);
    const resumed = whole.map((values) => values.slice());
    for (let step = 4; step <= 6; step++) nadam.step(whole, gradient(step));
    const other = createNadam([2, 1], settings, saved);
    for (let step = 4; step <= 6; step++) other.step(resumed, gradient(step));
    expect(resumed).toEqual(whole);
    expect(saved).toEqual(copy);
  });
});
