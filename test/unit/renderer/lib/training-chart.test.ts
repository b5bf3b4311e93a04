import { expect, it } from 'vitest';
import { trainingChart } from '../../../../src-renderer/lib/training-chart.ts';

const size = { width: 400, height: 200 };

it('starts its scale at zero, so that a flat end looks flat', () => {
  const svg = trainingChart(
    {
      name: 'Loss',
      points: [
        { epoch: 1, value: 0.5 },
        { epoch: 2, value: 0.49 },
      ],
    },
    size,
  );
  const ys = [...svg.match(/ d="([^"]+)"/)![1]!.matchAll(/[ML][\d.]+,([\d.]+)/g)].map((match) =>
    Number(match[1]),
  );
  expect(ys).toHaveLength(2);
  expect(ys[1]! - ys[0]!).toBeGreaterThan(0);
  expect(ys[1]! - ys[0]!).toBeLessThan(10);
});

it('says in its description how the training ended', () => {
  expect(trainingChart({ name: 'Loss', points: [{ epoch: 100, value: 0.00066 }] }, size)).toContain(
    '0.000660 after 100 epochs.',
  );
});
