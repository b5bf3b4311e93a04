/** Face crops and thumbnails of the open case, and faces of the lab, for `<img>`, read-only. */
import { protocol } from 'electron';
import type { Command, Input } from '../shared/contract.ts';
import type { ImageBytes } from '../shared/domain.ts';
import type { AskEngine } from './engine-client.ts';
import { imageOrigin, imageScheme } from './schemes.ts';

type ImageCommand = Extract<Command, `image:${string}`>;
type ImageRequest = { [C in ImageCommand]: { command: C; input: Input<C> } }[ImageCommand];

export function serveImages(ask: AskEngine): void {
  protocol.handle(imageScheme, async (request) => {
    const image = imageRequest(request.url);
    if (image === null) return new Response(null, { status: 404 });
    try {
      return responseOf(await ask(image.command, image.input));
    } catch {
      return new Response(null, { status: 404 });
    }
  });
}

/**
 * Reads `/crop/<face>`, `/thumbnail/<evidence>`, both with `?opening=` of their case, and `/lab-crop/<face>`; else null.
 * The number of an added face is below zero.
 */
export function imageRequest(address: string): ImageRequest | null {
  const { protocol: scheme, host, pathname, searchParams } = new URL(address);
  if (`${scheme}//${host}` !== imageOrigin) return null;
  const [kind, number = '', ...rest] = pathname.slice(1).split('/');
  if (!(kind === 'crop' ? /^-?\d{1,15}$/ : /^\d{1,15}$/).test(number) || rest.length > 0) return null;
  const id = Number(number);
  const opening = searchParams.get('opening') ?? '';
  if (kind === 'crop') return { command: 'image:crop', input: { opening, faceId: id } };
  if (kind === 'lab-crop') return { command: 'image:lab-crop', input: { faceId: id } };
  if (kind === 'thumbnail') return { command: 'image:thumbnail', input: { opening, evidenceId: id } };
  return null;
}

function responseOf({ mime, bytes }: ImageBytes): Response {
  return new Response(Uint8Array.from(bytes), {
    headers: {
      'content-type': mime,
      'x-content-type-options': 'nosniff',
      // Numbers are a case's or the lab's own, and may come to mean another picture.
      'cache-control': 'no-store',
    },
  });
}
