/**
 * Frames, face crops and thumbnails of the open case, and faces of the lab, read-only. Pictures are for `<img>`; a frame
 * is its pixels, which the page draws itself, with its facts in a header, so that both arrive as one.
 */
import { protocol } from 'electron';
import type { Command, Input } from '../shared/contract.ts';
import type { ImageBytes } from '../shared/domain.ts';
import { reportOf } from '../shared/errors.ts';
import { framePurposes, type FramePurpose, type ViewedFrame } from '../shared/viewing.ts';
import type { AskEngine } from './engine-client.ts';
import { imageScheme, pageOrigin } from './schemes.ts';

type PictureCommand = Extract<Command, `image:${string}`> | 'viewing:frame';
type PictureRequest = { [C in PictureCommand]: { command: C; input: Input<C> } }[PictureCommand];

export function serveImages(ask: AskEngine): void {
  protocol.handle(imageScheme, async (request) => {
    const picture = imageRequest(request.url);
    if (picture === null) return new Response(null, { status: 404 });
    try {
      if (picture.command === 'viewing:frame')
        return frameResponse(await ask(picture.command, picture.input));
      return imageResponse(await ask(picture.command, picture.input));
    } catch (error) {
      return new Response(JSON.stringify(reportOf(error)), { status: 404, headers: readableHeaders });
    }
  });
}

/**
 * Reads `/frame/<evidence>/<frame index>/<purpose>`, `/crop/<face>`, `/lab-crop/<face>`, `/thumbnail/<evidence>`; else
 * null.
 */
export function imageRequest(address: string): PictureRequest | null {
  const [kind, ...parts] = new URL(address).pathname.slice(1).split('/');
  const purpose = framePurposes.find((name) => name === parts.at(-1));
  const numbers = purpose === undefined ? parts : parts.slice(0, -1);
  if (!numbers.every((text) => /^\d{1,15}$/.test(text))) return null;
  const [first, second, ...rest] = numbers.map(Number);
  if (first === undefined || rest.length > 0) return null;
  if (kind === 'frame') return frameRequest(first, second, purpose);
  if (second !== undefined || purpose !== undefined) return null;
  if (kind === 'crop') return { command: 'image:crop', input: { faceId: first } };
  if (kind === 'lab-crop') return { command: 'image:lab-crop', input: { faceId: first } };
  if (kind === 'thumbnail') return { command: 'image:thumbnail', input: { evidenceId: first } };
  return null;
}

function frameRequest(
  evidenceId: number,
  frameIndex: number | undefined,
  purpose: FramePurpose | undefined,
): PictureRequest | null {
  if (frameIndex === undefined || purpose === undefined) return null;
  return { command: 'viewing:frame', input: { evidenceId, frameIndex, purpose } };
}

const headers = {
  'x-content-type-options': 'nosniff',
  // Numbers are a case's or the lab's own, and may come to mean another picture.
  'cache-control': 'no-store',
};

/** For what the page's script reads; pictures of elements need no leave. */
const readableHeaders = {
  ...headers,
  'access-control-allow-origin': pageOrigin,
  'access-control-expose-headers': 'x-frame-facts',
};

const imageResponse = ({ mime, bytes }: ImageBytes) =>
  new Response(bytes as Uint8Array<ArrayBuffer>, { headers: { ...headers, 'content-type': mime } });

const frameResponse = ({ facts, rgb }: ViewedFrame) =>
  new Response(rgb as Uint8Array<ArrayBuffer>, {
    headers: {
      ...readableHeaders,
      'content-type': 'application/octet-stream',
      'x-frame-facts': JSON.stringify(facts),
    },
  });
