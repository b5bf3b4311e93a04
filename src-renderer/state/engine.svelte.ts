/** Where the engine stands: its versions and provider, or that it stopped and is being started again. */
import type { EngineInfo } from '../../src-main/shared/domain.ts';
import { texts } from '../texts/texts.ts';
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
    const info = await this.askBusy(
      texts.start.checkingTheDecoder,
      texts.start.theDecoderStays,
      'decoder:name',
      {
        path,
      },
    );
    if (info) this.info = info;
  }

  /** Asks for an ffmpeg of the examiner's own. */
  async chooseDecoder(): Promise<void> {
    const path = await this.ask(texts.start.theDecoderStays, 'dialog:ffmpeg', {});
    if (path) await this.#nameDecoder(path);
  }

  /** Leaves the choice to Exhibit again. */
  async lookAgain(): Promise<void> {
    if (await this.ask(texts.start.theDecoderStays, 'dialog:own-decoder', {})) await this.#nameDecoder(null);
  }

  /** Whether this installation gives the known answers. */
  async validate(): Promise<void> {
    const title = texts.start.installationCouldNotBeChecked;
    const record = await this.askBusy(texts.start.checkingThisInstallation, title, 'validation:run', {});
    if (!record) return;
    const { faults, knownAnswers, model } = record;
    if (faults.length === 0) {
      const faces = knownAnswers.reduce((sum, each) => sum + each.faces.length, 0);
      const checked = texts.start.picturesAndModel({
        pictures: knownAnswers.length,
        faces,
        name: model.name,
      });
      this.notices.done(
        texts.start.installationGivesKnownAnswers,
        texts.start.reportsNameThisCheck({ checked }),
      );
    } else {
      const text = faults.join(' ');
      this.notices.add({
        kind: 'error',
        title: texts.start.installationGivesOtherAnswers,
        text,
        code: null,
      });
    }
  }

  async load(): Promise<void> {
    this.stopped = null;
    this.unknown = false;
    const info = await this.ask(texts.start.theEngineDidNotAnswer, 'engine:info', {});
    if (info) this.info = info;
    else this.unknown = true;
  }
}
