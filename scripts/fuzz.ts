/**
 * `npm run fuzz -- [cases|media|models|tables|kills …] [--seed N] [--count N]`: the tests of changed files and of kills
 * with more of them than `npm test` has. Names leave out the other kinds; of each, `count` files are made.
 */
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '500' } },
});
for (const [name, value] of Object.entries(values)) {
  if (/^[1-9]\d*$/.test(value)) continue;
  process.stderr.write(`--${name} is a whole number above 0, not ${value}\n`);
  process.exit(2);
}
process.env['FUZZ_SEED'] = values.seed;
process.env['FUZZ_COUNT'] = values.count;
const files = positionals.map((name) => `test/fuzz/${name}.test.ts`);
const vitest = await startVitest('test', files, { run: true, watch: false, project: ['fuzz'] });
await vitest.close();
