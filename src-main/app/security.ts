/**
 * Electron's security list (https://www.electronjs.org/docs/latest/tutorial/security), the part that
 * concerns every page; the rest stands in window.ts (isolation, sandbox), page-protocol.ts (content
 * policy) and ipc.ts (sender checks).
 */
import { app, type Session, type WebContents } from 'electron';
import { pageOrigin } from './schemes.ts';

/** The workstation is for machines that are cut off; a page that asks for the network is mistaken. */
const network = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file:///*'];

export function restrictSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest({ urls: network }, (_request, answer) => answer({ cancel: true }));
  session.on('will-download', (event) => event.preventDefault());
}

/** Every page there will ever be: it stays where it is, opens nothing and embeds nothing. */
export function restrictContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-attach-webview', (event) => event.preventDefault());
    keepInPlace(contents);
  });
}

function keepInPlace(contents: WebContents): void {
  contents.on('will-frame-navigate', (event) => {
    if (!isPage(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
}

/** Whether an address is the app's one page. */
export function isPage(address: string): boolean {
  try {
    const { protocol, host, pathname } = new URL(address);
    return `${protocol}//${host}` === pageOrigin && pathname === '/index.html';
  } catch {
    return false;
  }
}
