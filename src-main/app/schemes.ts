/**
 * The two addresses the page may load from: its own files, and pictures of the open case. `file://` has
 * more rights than a page needs, so that nothing is loaded from it.
 */
import { protocol } from 'electron';

export const pageScheme = 'exhibit-app';
export const pageOrigin = `${pageScheme}://page`;
export const imageScheme = 'exhibit-image';
export const imageOrigin = `${imageScheme}://media`;
/** Only the window that prints loads from it; see print-pdf.ts. */
export const reportScheme = 'exhibit-report';

/** Must run before the app is ready. */
export function registerSchemes(): void {
  const privileges = { standard: true, secure: true };
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges },
    { scheme: imageScheme, privileges },
    { scheme: reportScheme, privileges },
  ]);
}
