/**
 * `npm run bench [-- section ...]`: speed and memory on this machine, as a table and as JSON. Whatever can be
 * a ratio is one, of two things timed in the same run, since absolute times drift with the machine's load.
 */
import { cpus, totalmem } from 'node:os';
import { benchCaseWrites } from './case-writes.ts';
import { benchDetector } from './detector.ts';
import { benchMemory } from './memory.ts';
import { benchNetworks } from './networks.ts';
import { benchOverlap } from './overlap.ts';
import { benchReading } from './reading.ts';
import { benchViewing } from './viewing.ts';
import type { Figure } from './figure.ts';

const sections: Record<string, () => Promise<Figure[]>> = {
  networks: benchNetworks,
  detector: benchDetector,
  overlap: benchOverlap,
  memory: benchMemory,
  reading: benchReading,
  viewing: benchViewing,
  'case-writes': benchCaseWrites,
};

const chosen = process.argv.slice(2);
const figures: Figure[] = [];
for (const [name, run] of Object.entries(sections)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  for (const figure of await run()) {
    figures.push(figure);
    const target = figure.target === undefined ? '' : `   target ${figure.target}`;
    console.log(`${figure.name.padEnd(62)} ${figure.value.toFixed(2).padStart(10)} ${figure.unit}${target}`);
  }
}
const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memoryBytes: totalmem() };
console.log(
  JSON.stringify({ measuredAt: new Date().toISOString(), node: process.version, machine, figures }),
);
process.exit(0);
