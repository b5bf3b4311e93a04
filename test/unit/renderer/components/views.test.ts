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
    credentialCheck: null,
    onhash: () => undefined,
    oncheck: () => undefined,
    busy: false,
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
    credentialCheck: null,
    onhash: () => undefined,
    oncheck: () => undefined,
    busy: false,
  });
  expect(texts(panel, '[data-testid=file-parts] > ul > li .type')).toEqual(['moov', 'mdat']);
  panel.querySelector('details')!.open = true;
  panel.querySelector('details')!.dispatchEvent(new Event('toggle'));
  flushSync();
  expect(texts(panel, 'details li')).toEqual(['abcd unknown byte 0, 8 bytes']);
});

it('offers to check Content Credentials again, and shows the later result beside that of the analysis', () => {
  const finding = storedFinding({ tracks: [], frames: [], frameCount: null });
  const found = { state: 'valid', manifests: [], fault: null, trustList: null, library: 'c2pa 1' } as const;
  const structure: FileStructure = {
    ...{ form: 'MP4 boxes', facts: [], notListed: [], credentials: 'present', parts: [] },
    contentCredentials: { ...found, manifests: [] },
    writers: { rules: 1, compatible: [] },
  };
  let asked = 0;
  const trustList = { sha256: 'ab'.repeat(32), certificates: 2 };
  const panel = shown(MediaPanel, {
    finding: { ...finding, media: { ...finding.media, structure } },
    ...{ viewed: null, oldHashes: null, onhash: () => undefined },
    credentialCheck: {
      ...{ findingId: 1, sha256: finding.sha256, at: '2026-03-01T10:00:00.000Z' },
      result: { ...found, state: 'trusted', manifests: [], trustList },
    },
    oncheck: () => (asked += 1),
    busy: false,
  });
  expect(texts(panel, '[data-testid=credential-check]')).toEqual([
    `Content Credentials: checked again 2026-03-01 10:00:00 UTC by the trust list with the SHA-256 ${trustList.sha256} (2 certificates): present and valid; the signer is on the trust list of this installation. The certificate names nobody.`,
  ]);
  expect(panel.textContent).toContain('this installation has no trust list');
  panel.querySelector<HTMLElement>('[data-testid=check-credentials]')!.click();
  expect(asked).toBe(1);
});

it('offers nothing that reads the file while the window waits for something', () => {
  const finding = storedFinding({ tracks: [], frames: [], frameCount: null });
  const structure: FileStructure = {
    ...{ form: 'MP4 boxes', facts: [], notListed: [], credentials: 'present', parts: [] },
    writers: { rules: 1, compatible: [] },
  };
  const panel = shown(MediaPanel, {
    finding: { ...finding, media: { ...finding.media, structure } },
    ...{ viewed: null, oldHashes: null, credentialCheck: null, busy: true },
    ...{ onhash: () => undefined, oncheck: () => undefined },
  });
  const buttons = [...panel.querySelectorAll<HTMLButtonElement>('button[data-testid]')];
  expect(buttons.map(({ dataset, disabled }) => [dataset['testid'], disabled])).toEqual([
    ['old-hashes', true],
    ['check-credentials', true],
  ]);
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
