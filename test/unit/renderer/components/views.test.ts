// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { createRawSnippet, flushSync } from 'svelte';
import ErrorBoundary from '../../../../src-renderer/components/ErrorBoundary.svelte';
import Facts from '../../../../src-renderer/components/Facts.svelte';
import MediaPanel from '../../../../src-renderer/components/MediaPanel.svelte';
import MetricsTable from '../../../../src-renderer/components/MetricsTable.svelte';
import type { MetricRow } from '../../../../src-main/shared/model-card.ts';
import type { FileStructure } from '../../../../src-main/shared/structure.ts';
import { storedFinding } from '../support/rows.ts';
import { shown, texts } from '../support/shown.ts';

it('shows every decoder warning, also one that the decoder gave twice', () => {
  const finding = storedFinding({ tracks: [], frames: [], frameCount: null });
  const panel = shown(MediaPanel, {
    finding: { ...finding, decodeWarnings: ['concealing errors', 'concealing errors', 'no frame'] },
    viewed: null,
    oldHashes: null,
    onhash: () => undefined,
  });
  expect(texts(panel, '[data-testid=decode-warnings] li')).toEqual([
    'concealing errors',
    'concealing errors',
    'no frame',
  ]);
});

it('shows the parts of a file as a tree to be opened, and those that it does not know as unknown', () => {
  const finding = storedFinding({ tracks: [], frames: [], frameCount: null });
  const part = (depth: number, type: string, meaning: string | null) => ({
    ...{ depth, type, meaning, at: 0, sizeBytes: 8, value: null },
  });
  const structure: FileStructure = {
    ...{ form: 'MP4 boxes', facts: [], notListed: [], credentials: 'absent' },
    parts: [part(0, 'moov', 'description of the recording'), part(1, 'abcd', null), part(0, 'mdat', 'data')],
    writers: { rules: 1, compatible: [] },
  };
  const panel = shown(MediaPanel, {
    finding: { ...finding, media: { ...finding.media, structure } },
    viewed: null,
    oldHashes: null,
    onhash: () => undefined,
  });
  expect(texts(panel, '[data-testid=file-parts] > ul > li .type')).toEqual(['moov', 'mdat']);
  panel.querySelector('details')!.open = true;
  panel.querySelector('details')!.dispatchEvent(new Event('toggle'));
  flushSync();
  expect(texts(panel, 'details li')).toEqual(['abcd unknown byte 0, 8 bytes']);
});

it('puts whole videos and the combined score first among the error rates', () => {
  const estimate = { value: 0.8, low: 0.7, high: 0.9 };
  const row = (level: MetricRow['level'], classifier: MetricRow['classifier']) => ({
    ...{ level, classifier, split: 'by-identity', real: 40, fake: 30 },
    ...{ auc: estimate, eer: estimate, accuracy: estimate, precision: estimate, recall: estimate },
    ...{ f1: estimate, brier: estimate },
  });
  const rows = [row('face', 'sgd'), row('video', 'forest'), row('video', 'combined')] as MetricRow[];
  const table = shown(MetricsTable, { rows, caption: 'Error rates' });
  expect(texts(table, 'th[scope=row]')).toEqual(['Combined', 'Random Forest', 'SGD']);
  expect(texts(table, 'tr.main th')).toEqual(['Combined']);
});

it('shows two facts of one name', () => {
  const facts = ['1', '2'].map((value) => ({ name: 'encoder', value }));
  expect(texts(shown(Facts, { title: 'File', facts }), 'dd')).toEqual(['1', '2']);
});

it('says in its place that a part of the window could not be drawn', () => {
  const children = createRawSnippet(() => ({
    render: () => {
      throw new Error('each_key_duplicate');
    },
  }));
  expect(texts(shown(ErrorBoundary, { children }), '[role=alert] .mono')).toEqual(['each_key_duplicate']);
});
