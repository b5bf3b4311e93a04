/** Serves the page's own files, read-only, with the policy that lets it load nothing else. */
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { protocol } from 'electron';
import { imageScheme, pageOrigin, pageScheme } from './schemes.ts';

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  `img-src 'self' ${imageScheme}:`,
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  // Text becomes markup through Svelte's compiled templates alone.
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ');

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** @param folder the built page, dist/renderer */
export function servePage(folder: string): void {
  protocol.handle(pageScheme, async (request) => {
    const path = pathInside(folder, request.url);
    const mediaType = path === null ? undefined : mediaTypes[extname(path)];
    if (path === null || mediaType === undefined) return new Response(null, { status: 404 });
    try {
      return new Response(await readFile(path), { headers: headersOf(mediaType) });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
}

/** The file an address of the page means, or null when it lies outside the folder or names another host. */
export function pathInside(folder: string, address: string): string | null {
  try {
    const { protocol: scheme, host, pathname } = new URL(address);
    if (`${scheme}//${host}` !== pageOrigin) return null;
    const path = join(folder, decodeURIComponent(pathname));
    return path.startsWith(folder + sep) && !path.includes('\0') ? path : null;
  } catch {
    return null;
  }
}

function headersOf(mediaType: string): Record<string, string> {
  return {
    'content-type': mediaType,
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  };
}
