/** SVG to PNG by resvg (WebAssembly), with a font of its own: the same picture on every machine, whatever its fonts. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type * as Resvg from '@resvg/resvg-wasm';

/** A font by the name that standalone charts ask for first. */
const FONT = '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf';
/** Pixels of the picture for one of the chart: sharp in print at the size of a column. */
const ZOOM = 2;

type DrawPng = (svg: string) => Uint8Array;

/** Loaded once for as long as the process runs: resvg refuses a second start. */
let started: Promise<typeof Resvg> | null = null;

export async function openPng(): Promise<DrawPng> {
  const { resolve } = createRequire(import.meta.url);
  started ??= startResvg(resolve('@resvg/resvg-wasm/index_bg.wasm'));
  const resvg = await started;
  const font = {
    fontBuffers: [await readFile(resolve(FONT))],
    defaultFontFamily: 'Inter',
    sansSerifFamily: 'Inter',
  };
  return (svg) => {
    const picture = new resvg.Resvg(svg, { font, fitTo: { mode: 'zoom', value: ZOOM } });
    const image = picture.render();
    try {
      return image.asPng();
    } finally {
      image.free();
      picture.free();
    }
  };
}

async function startResvg(wasm: string) {
  const resvg = await import('@resvg/resvg-wasm');
  await resvg.initWasm(await readFile(wasm));
  return resvg;
}
