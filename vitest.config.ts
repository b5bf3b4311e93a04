import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// What is waited for is there at once on an idle machine, and after seconds on a busy one; a second, the default, is too short.
const patient = { poll: { timeout: 30_000 } };

/**
 * Four kinds of test, told apart by folder: no I/O; real ffmpeg, ONNX Runtime and SQLite; the same with changed files;
 * the real window. A fifth, the built package, is not part of `npm test`.
 */
export default defineConfig({
  test: {
    // One core is left free by default: of two, that is one file at a time, most of it waiting for other programs.
    maxWorkers: '100%',
    projects: [
      {
        plugins: [svelte()],
        // Svelte for the window, so that components can be mounted; Node's would be the one for servers.
        resolve: { conditions: ['browser'] },
        test: {
          name: 'unit',
          expect: patient,
          include: ['test/unit/**/*.test.ts', 'test/migrations/**/*.test.ts'],
          // Nothing that they share has a state: each module is read once a worker, in half the time.
          isolate: false,
          // Statistics by a thousand resamples take seconds on a machine that is busy with other work.
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          expect: patient,
          include: ['test/integration/**/*.test.ts'],
          // The processes of the engine start from the sources more than a hundred times.
          env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'compiled') },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'fuzz',
          include: ['test/fuzz/**/*.test.ts'],
          // Each file has at most a minute; how many there are, `npm run fuzz` says.
          testTimeout: 24 * 3_600_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'e2e',
          expect: patient,
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      { test: { name: 'package', include: ['test/package/**/*.test.ts'] } },
    ],
  },
});
