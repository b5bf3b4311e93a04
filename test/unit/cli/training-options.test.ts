import { describe, expect, it } from 'vitest';
import { degradationList, layerWidths } from '../../../src-main/cli/training-options.ts';

describe('the widths of the head on the command line', () => {
  it('are read in order, the output last', () => {
    expect(layerWidths('128, 32')).toEqual([128, 32]);
    expect(layerWidths('64')).toEqual([64]);
  });

  it.each(['', '256,,64', '256,0', '12.5', 'wide', '5000'])("refuse '%s'", (layers) => {
    expect(() => layerWidths(layers)).toThrow(expect.objectContaining({ code: 'cli/usage' }));
  });
});

describe('the conditions on the command line', () => {
  it('are taken once each, in order', () => {
    expect(degradationList('crf34, 360p,crf34', '--conditions')).toEqual(['crf34', '360p']);
  });

  it.each(['crf99', 'crf28,', 'toString'])("refuse '%s' and name those that exist", (conditions) => {
    expect(() => degradationList(conditions, '--conditions')).toThrow(
      expect.objectContaining({
        code: 'cli/usage',
        message: expect.stringContaining('crf28, crf34') as string,
      }),
    );
  });
});
