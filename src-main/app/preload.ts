/**
 * All that the page gets: the commands and events of the contract by name, the paths of dropped files, and its end of
 * the way of frames.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { commands, events } from '../shared/contract.ts';
import { droppedChannel } from '../shared/dropped-channel.ts';
import { frameChannel } from '../shared/frame-channel.ts';

// A port can't go through the bridge.
ipcRenderer.on(frameChannel, ({ ports }) => window.postMessage(frameChannel, location.origin, ports));

contextBridge.exposeInMainWorld('exhibit', {
  invoke(command: string, input: unknown): Promise<unknown> {
    if (!Object.hasOwn(commands, command)) throw new TypeError(`There is no command ${command}`);
    return ipcRenderer.invoke(command, input);
  },
  on(event: string, listener: (payload: unknown) => void): () => void {
    if (!Object.hasOwn(events, event)) throw new TypeError(`There is no event ${event}`);
    // Electron's own event object would give the page the means to send anything.
    const receive = (_event: unknown, payload: unknown) => listener(payload);
    ipcRenderer.on(event, receive);
    return () => ipcRenderer.off(event, receive);
  },
  pathsOf(files: Iterable<File>): string[] {
    const paths = Array.from(files, (file) => webUtils.getPathForFile(file)).filter((path) => path !== '');
    // A file that a script made has no path, so these are the examiner's own choice.
    ipcRenderer.send(droppedChannel, paths);
    return paths;
  },
});
