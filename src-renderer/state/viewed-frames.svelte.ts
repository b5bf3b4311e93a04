/** Which frames of each video have been on screen since the case was opened in this window. */
import { SvelteMap } from 'svelte/reactivity';

const none = new Uint8Array();

export class ViewedFrames {
  /** By id of the evidence: 1 for each frame that was viewed. Replaced with every addition, which tells who shows it. */
  readonly #byVideo = new SvelteMap<number, Uint8Array>();

  add(evidenceId: number, frameIndex: number): void {
    const before = this.#byVideo.get(evidenceId) ?? none;
    if (before[frameIndex] === 1) return;
    const viewed = new Uint8Array(Math.max(before.length, frameIndex + 1));
    viewed.set(before);
    viewed[frameIndex] = 1;
    this.#byVideo.set(evidenceId, viewed);
  }

  count(evidenceId: number): number {
    return (this.#byVideo.get(evidenceId) ?? none).reduce((sum, each) => sum + each, 0);
  }

  /** Frames that follow on each other, as first and last of them. */
  stretches(evidenceId: number): [first: number, last: number][] {
    const viewed = this.#byVideo.get(evidenceId) ?? none;
    const stretches: [number, number][] = [];
    let first = viewed.indexOf(1);
    while (first >= 0) {
      const end = viewed.indexOf(0, first);
      const next = end < 0 ? viewed.length : end;
      stretches.push([first, next - 1]);
      first = viewed.indexOf(1, next);
    }
    return stretches;
  }

  clear(): void {
    this.#byVideo.clear();
  }
}
