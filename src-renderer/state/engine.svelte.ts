/** Where the engine stands: its versions and provider, or that it stopped and is being started again. */
import type { EngineInfo } from '../../src-main/shared/domain.ts';
import { countOf } from '../../src-main/shared/wording.ts';
import { AskingStore } from './asking-store.ts';

export class EngineStore extends AskingStore {
  info = $state.raw<EngineInfo | null>(null);
  /** Set when the engine runs but cannot say what it runs with; the notice says why. */
  unknown = $state(false);
  /** Why the engine stopped, while it is away. */
  stopped = $state.raw<string | null>(null);
  /** Plain sentences about what is not as it should be. That the CPU is used is as it should be, whatever the reason. */
  readonly warnings = $derived(
    [
      this.info?.provider.name === 'cpu' ? null : this.info?.provider.warning,
      this.info?.decoder.ready ? this.info.decoder.warning : null,
    ].filter((text) => typeof text === 'string'),
  );
  /** Why nothing can be analysed here; null when a decoder is ready. */
  readonly decoderProblem = $derived(
    this.info === null || this.info.decoder.ready ? null : this.info.decoder.problem,
  );

  /** @param path the examiner's own ffmpeg; null for Exhibit's choice. Either was chosen in a dialog. */
  async #nameDecoder(path: string | null): Promise<void> {
    const info = await this.askBusy('Checking the decoder…', 'The decoder stays as it was', 'decoder:name', {
      path,
    });
    if (info) this.info = info;
  }

  /** Asks for an ffmpeg of the examiner's own. */
  async chooseDecoder(): Promise<void> {
    const path = await this.ask('The decoder stays as it was', 'dialog:ffmpeg', {});
    if (path) await this.#nameDecoder(path);
  }

  /** Leaves the choice to Exhibit again. */
  async lookAgain(): Promise<void> {
    if (await this.ask('The decoder stays as it was', 'dialog:own-decoder', {}))
      await this.#nameDecoder(null);
  }

  /** Whether this installation gives the known answers. */
  async validate(): Promise<void> {
    const title = 'This installation could not be checked';
    const record = await this.askBusy('Checking this installation…', title, 'validation:run', {});
    if (!record) return;
    const { faults, knownAnswers, model } = record;
    if (faults.length === 0) {
      const faces = knownAnswers.reduce((sum, each) => sum + each.faces.length, 0);
      const checked = `${countOf(knownAnswers.length, 'picture')} with ${countOf(faces, 'face')}, model ${model.name}`;
      this.notices.done('This installation gives the known answers', `${checked}. Reports name this check.`);
    } else {
      const text = faults.join(' ');
      this.notices.add({ kind: 'error', title: 'This installation gives other answers', text, code: null });
    }
  }

  async load(): Promise<void> {
    this.stopped = null;
    this.unknown = false;
    const info = await this.ask('The engine did not answer', 'engine:info', {});
    if (info) this.info = info;
    else this.unknown = true;
  }
}
