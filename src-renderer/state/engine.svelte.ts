/** Where the engine stands: its versions and provider, or that it stopped and is being started again. */
import type { EngineInfo } from '../../src-main/shared/domain.ts';
import type { Desk } from '../lib/desk.ts';

export class EngineStore {
  readonly #desk: Desk;
  info = $state.raw<EngineInfo | null>(null);
  /** Set when the engine runs but cannot say what it runs with; the notice says why. */
  unknown = $state(false);
  /** Why the engine stopped, while it is away. */
  stopped = $state.raw<string | null>(null);
  /** Plain sentences about what is not as it should be. */
  readonly warnings = $derived(
    [this.info?.provider.warning, this.info?.ffmpeg.warning].filter((text) => typeof text === 'string'),
  );

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  async load(): Promise<void> {
    this.stopped = null;
    this.unknown = false;
    try {
      this.info = await this.#desk.ask('engine:info', {});
    } catch (error) {
      this.unknown = true;
      throw error;
    }
  }
}
