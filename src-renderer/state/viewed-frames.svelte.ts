/** Which frames of each video have been on screen since the case was opened in this window. */
export class ViewedFrames {
  readonly #byVideo = new Map<number, Uint8Array>();
  /** Counts the additions, for what shows them. */
  #added = $state(0);

  add(evidenceId: number, frameIndex: number): void {
    let viewed = this.#byVideo.get(evidenceId) ?? new Uint8Array(256);
    if (frameIndex >= viewed.length) {
      const longer = new Uint8Array(2 * frameIndex);
      longer.set(viewed);
      viewed = longer;
    }
    if (viewed[frameIndex] === 1) return;
    viewed[frameIndex] = 1;
    this.#byVideo.set(evidenceId, viewed);
    this.#added += 1;
  }

  count(evidenceId: number): number {
    void this.#added;
    return this.#byVideo.get(evidenceId)?.reduce((sum, each) => sum + each, 0) ?? 0;
  }

  /** Frames that follow on each other, as first and last of them. */
  stretches(evidenceId: number): [first: number, last: number][] {
    void this.#added;
    const viewed = this.#byVideo.get(evidenceId) ?? new Uint8Array();
    const stretches: [number, number][] = [];
    for (let frameIndex = viewed.indexOf(1); frameIndex >= 0;) {
      const end = viewed.indexOf(0, frameIndex);
      const next = end < 0 ? viewed.length : end;
      stretches.push([frameIndex, next - 1]);
      frameIndex = viewed.indexOf(1, next);
    }
    return stretches;
  }

  clear(): void {
    this.#byVideo.clear();
    this.#added += 1;
  }
}
