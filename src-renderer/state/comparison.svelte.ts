/** Two runs chosen to be read side by side. */
import type { RunDetail } from '../../src-main/shared/lab.ts';
import type { RunStore } from './runs.svelte.ts';

export class Comparison {
  readonly #runs: RunStore;
  /** At most two; a third choice lets the oldest go. */
  chosen = $state.raw<readonly number[]>([]);
  details = $state.raw<readonly [RunDetail, RunDetail] | null>(null);

  constructor(runs: RunStore) {
    this.#runs = runs;
  }

  toggle(runId: number): void {
    this.chosen = this.chosen.includes(runId)
      ? this.chosen.filter((id) => id !== runId)
      : [...this.chosen, runId].slice(-2);
    this.details = null;
  }

  forget(runId: number): void {
    if (this.chosen.includes(runId)) this.toggle(runId);
  }

  async load(): Promise<void> {
    const [first, second] = this.chosen;
    if (first === undefined || second === undefined) return;
    const [a, b] = await Promise.all([this.#runs.detailOf(first), this.#runs.detailOf(second)]);
    if (a && b && this.chosen[0] === first && this.chosen[1] === second) this.details = [a, b];
  }
}
