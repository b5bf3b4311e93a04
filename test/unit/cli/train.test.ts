import { describe, expect, it } from 'vitest';
import { conditionsFrom, layerWidths } from '../../../src-main/cli/commands/train.ts';

describe('the widths of the head on the command line', () => {
  it('are those of the paper when none are given', () => {
    expect(layerWidths({})).toEqual([256, 256, 128, 64]);
  });

  it('are read in order, the output last', () => {
    expect(layerWidths({ layers: '128, 32' })).toEqual([128, 32]);
    expect(layerWidths({ layers: '64' })).toEqual([64]);
  });

  it.each(['', '256,,64', '256,0', '12.5', 'wide', '5000'])("refuse '%s'", (layers) => {
    expect(() => layerWidths({ layers })).toThrow(expect.objectContaining({ code: 'cli/usage' }));
  });
});

describe('the conditions on the command line', () => {
  it('are none when none are given', () => {
    expect(conditionsFrom({})).toEqual([]);
  });

  it('are taken once each, in order', () => {
    expect(conditionsFrom({ conditions: 'crf34, 360p,crf34' })).toEqual(['crf34', '360p']);
  });

  it.each(['crf99', 'crf28,', 'toString'])("refuse '%s' and name those that exist", (conditions) => {
    expect(() => conditionsFrom({ conditions })).toThrow(
      expect.objectContaining({
        code: 'cli/usage',
        message: expect.stringContaining('crf28, crf34') as string,
      }),
    );
  });
});
