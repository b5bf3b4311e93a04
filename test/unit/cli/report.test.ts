import { expect, it } from 'vitest';
import { requireFittingName } from '../../../src-main/cli/commands/report.ts';

it('writes no page into a file that is named as another format', () => {
  expect(() => requireFittingName('r.pdf', 'html')).toThrow(
    /named as PDF, but --format is html: add --format pdf/,
  );
  expect(() => requireFittingName('r.CSV', 'html')).toThrow(/add --format csv/);
});

it('leaves other names to whoever gives them', () => {
  for (const out of ['r.html', 'r.htm', 'report', 'r.2026']) {
    expect(() => requireFittingName(out, 'html')).not.toThrow();
  }
});
