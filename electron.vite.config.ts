/** Builds the app's three worlds and the command line into dist/. */
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';

const source = (path: string) => join(import.meta.dirname, path);
/** The oldest Electron this runs on is the one out of npm, with Node 20.18 and Chrome 130. */
const node = 'node20.18';

export default defineConfig({
  main: {
    build: {
      outDir: 'dist/main',
      target: node,
      sourcemap: true,
      rollupOptions: {
        input: {
          main: source('src-main/app/main.ts'),
          'engine-process': source('src-main/app/engine-process.ts'),
          'face-worker': source('src-main/engine/pipeline/face-worker.ts'),
          'credentials-process': source('src-main/engine/media/credentials/credentials-process.ts'),
          'import-process': source('src-main/engine/models/import-process.ts'),
          'inspect-case': source('src-main/engine/cases/inspect-case.ts'),
          'provider-trial': source('src-main/engine/inference/provider-trial.ts'),
          cli: source('src-main/cli/main.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'dist/preload',
      target: node,
      // A sandboxed preload can load nothing but Electron: its libraries are built in, as CommonJS.
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: source('src-main/app/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: source('src-renderer'),
    plugins: [svelte()],
    build: {
      outDir: source('dist/renderer'),
      target: 'chrome130',
      // The page's policy allows no data: URLs but images; small files stay files.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: source('src-renderer/index.html') },
    },
  },
});
