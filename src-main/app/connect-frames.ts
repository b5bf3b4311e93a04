/** Gives page and engine the two ends of the way of frames, whenever one of them has started anew. */
import { MessageChannelMain, type BrowserWindow } from 'electron';
import { frameChannel } from '../shared/frame-channel.ts';
import type { EngineClient } from './engine-client.ts';

export function connectFrames(window: BrowserWindow, client: Pick<EngineClient, 'connectFrames'>): void {
  const { port1, port2 } = new MessageChannelMain();
  client.connectFrames(port1);
  window.webContents.postMessage(frameChannel, null, [port2]);
}
