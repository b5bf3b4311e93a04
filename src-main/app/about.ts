/** The About box, which also names the decoder that reads evidence, and says if the window has no sandbox. */
import { app } from 'electron';
import { decoderText } from '../shared/wording.ts';
import type { AskEngine } from './engine-client.ts';

/** Brings the box up to date: another decoder may have been chosen since. */
export async function describeApp(ask: AskEngine): Promise<void> {
  const decoder = await ask('engine:info', {}).then(
    (info) =>
      info.decoder.ready
        ? `Decoder: ${decoderText(info.decoder.report)}`
        : 'No decoder: nothing can be analysed',
    () => 'The engine does not say which decoder it uses',
  );
  app.setAboutPanelOptions({
    applicationName: 'Exhibit',
    applicationVersion: app.getVersion(),
    // The one free text that the box has on every system.
    copyright: [decoder, ...unsandboxed()].join('\n'),
  });
}

/** Chromium's own switch. The start script of an AppImage sets it where the system allows no user namespaces. */
function unsandboxed(): string[] {
  if (!app.commandLine.hasSwitch('no-sandbox')) return [];
  const help = 'Use an ordinary account, and the deb or tar.gz instead of the AppImage.';
  return [`The window runs without its sandbox. ${help}`];
}
