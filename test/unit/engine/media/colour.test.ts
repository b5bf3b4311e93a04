import { describe, expect, it } from 'vitest';
import {
  colourAssumptions,
  colourMatrix,
  colourRange,
  requireKnownColours,
} from '../../../../src-main/engine/media/colour.ts';

const tags = (colorSpace: string | null, more: Partial<Parameters<typeof colourRange>[0]> = {}) => ({
  ...{ colorSpace, colorTransfer: null, colorPrimaries: null, colorRange: 'tv', pixelFormat: 'yuv420p' },
  ...more,
});

describe('colour tags of a stream', () => {
  it('name the matrix that its pixels are read with', () => {
    const named = ['bt709', 'smpte170m', 'bt470bg', 'bt2020nc', null];
    expect(named.map((colorSpace) => colourMatrix(tags(colorSpace)))).toEqual([
      'bt709',
      'bt601',
      'bt601',
      'bt2020',
      'bt601',
    ]);
  });

  it.each(['ycgco', 'ictcp', 'bt2020c', 'chroma-derived-c', 'smpte2085', 'ycgco-re'])(
    'are refused by name where no matrix reads them right: %s',
    (colorSpace) => {
      expect(() => requireKnownColours(tags(colorSpace), 'mov,mp4', true)).toThrow(colorSpace);
    },
  );

  it('of HDR are refused by name where ffmpeg cannot convert them', () => {
    const hlg = tags('bt2020nc', { colorTransfer: 'arib-std-b67' });
    expect(() => requireKnownColours(hlg, 'mov,mp4', false)).toThrow('HDR (HLG)');
    expect(() => requireKnownColours(hlg, 'mov,mp4', true)).not.toThrow();
  });

  it('do not matter to RGB and grey', () => {
    expect(() => requireKnownColours(tags('ycgco', { pixelFormat: 'gbrp' }), 'mov,mp4', true)).not.toThrow();
  });

  it('take the JPEG formats for full range', () => {
    expect(colourRange(tags(null, { pixelFormat: 'yuvj420p', colorRange: null }))).toBe('pc');
    expect(colourRange(tags(null, { colorRange: null }))).toBe('tv');
  });

  it('of grey are not believed, because ffmpeg writes full range under any tag; of HDR grey they are', () => {
    const grey = (colorRange: string | null, colorTransfer: string | null) =>
      tags(null, { pixelFormat: 'gray10le', colorRange, colorTransfer });
    expect(['tv', 'pc', null].map((range) => colourRange(grey(range, null)))).toEqual(['pc', 'pc', 'pc']);
    expect(['tv', 'pc', null].map((range) => colourRange(grey(range, 'smpte2084')))).toEqual([
      'tv',
      'pc',
      'tv',
    ]);
    expect(colourAssumptions(grey('tv', null))).toEqual([
      'The file names limited range for its grey frames; full range was assumed, as ffmpeg writes them.',
    ]);
  });

  it('name a file, not a video, where they are refused: a picture has them too', () => {
    const odd = tags('smpte240m', { colorTransfer: 'smpte2084' });
    expect(() => requireKnownColours(odd, 'png_pipe', true)).toThrow(/^This file is coded for HDR/);
  });

  it('leave behind what was assumed', () => {
    expect(colourAssumptions(tags(null, { colorRange: null }))).toEqual([
      'The file names no colour matrix; BT.601 was assumed.',
      'The file names no colour range; limited range was assumed.',
    ]);
    expect(colourAssumptions(tags(null, { colorTransfer: 'smpte2084' }))).toEqual([
      'The file names no colour matrix; BT.2020 was assumed.',
      expect.stringContaining('HDR (PQ)'),
    ]);
    expect(colourAssumptions(tags('bt709'))).toEqual([]);
  });
});
