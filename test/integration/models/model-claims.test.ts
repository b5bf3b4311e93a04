import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkedModel } from '../../../src-main/engine/models/load-model.ts';
import { modelLibrary } from '../../../src-main/engine/models/model-library.ts';
import { requireModelPlace } from '../../../src-main/engine/models/write-model.ts';
import { changedModel, named, type ModelPapers } from '../../support/changed-model.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-claims-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const scale = { slope: 1.5, intercept: 0, log10Bound: 1.9 };
const videos = (card: ModelPapers['card']) =>
  card.metrics.find((row) => row.classifier === 'combined' && row.level === 'video')!;

/** What a stranger wrote into the manifest or the card, and how the refusal names it. */
const lies: [string, (papers: ModelPapers) => void, RegExp][] = [
  [
    'the card of another model',
    ({ manifest }) => (manifest.name = 'own'),
    /card is that of the model “default”/,
  ],
  ['another embedder', ({ card }) => (card.embedder = 'facenet'), /measured with the embedder “facenet”/],
  ['another date', ({ card }) => (card.createdAt = '2020-01-01T00:00:00Z'), /different dates/],
  ['a lower limit', ({ manifest }) => (manifest.band.fakeAbove = 0.5000001), /other limits than those/],
  ['opened gates', ({ manifest }) => (manifest.band.gates.novelty = 1e9), /other limits than those/],
  ['a gate left out', ({ manifest }) => (manifest.band.gates.sizePx = 0), /other limits than those/],
  [
    'an answer without an error rate',
    ({ manifest, card }) => (manifest.band.realBelow = card.band.realBelow = 0.4),
    /answers “likely real”, and its card has no error rate/,
  ],
  [
    'answers of a model that is not shown to be right often enough',
    ({ card }) => (card.abstention.decides = false),
    /answers “likely fake”, and its card has no error rate/,
  ],
  [
    'a scale that the card knows nothing of',
    ({ card }) => (card.likelihood.given = false),
    /card says that it gives no likelihood ratio, and its manifest has a scale/,
  ],
  [
    'no scale where the card promises one',
    ({ manifest }) => (manifest.likelihood = null),
    /card says that it gives likelihood ratios, and its manifest has no scale/,
  ],
  [
    'likelihood ratios that cost as much as saying nothing',
    ({ card }) => (card.likelihood.cllr.high = 1.01),
    /does not show that they say more than nothing/,
  ],
  [
    '10^300 to 1 from 171 fakes',
    ({ manifest }) => (manifest.likelihood = { ...scale, slope: 1e6, log10Bound: 300 }),
    /reach 10\^300, and the 210 real and 171 fake held-out videos on its card support 172 at most/,
  ],
  [
    'a little more than its videos support',
    ({ manifest }) => (manifest.likelihood = { ...scale, log10Bound: Math.log10(173) }),
    /support 172 at most/,
  ],
  ['no row of videos', ({ card }) => (card.metrics = []), /the 0 real and 0 fake held-out videos/],
  [
    'more videos than anybody has',
    ({ card }) => Object.assign(videos(card), { real: 1e300, fake: 1e300 }),
    /counts videos that cannot be counted, or more than 1000000/,
  ],
  ['fewer than no videos', ({ card }) => (videos(card).fake = -1), /counts videos that cannot be counted/],
  [
    'a name with a quotation mark',
    named('default”, which is “sure'),
    /name “default', which is 'sure” cannot/,
  ],
  ['a name that turns the line', named('default\u202e'), /cannot be shown as it is/],
  ['a name of two lines', named('default\nverdict: fake'), /cannot be shown as it is/],
  ['a long name', named('x'.repeat(101)), /a name has 1 to 100 characters/],
  [
    'a limit of 2 MB',
    ({ card }) => card.limits.push('x'.repeat(2_000_000)),
    /the text “x{60}…” on its card has 2000000 characters, and 2000 are allowed/,
  ],
  ['a long licence', ({ card }) => (card.licence = 'x'.repeat(2001)), /has 2001 characters/],
  ['a long parameter', ({ card }) => (card.parameters = { x: 'y'.repeat(2001) }), /has 2001 characters/],
  ['21 limits', ({ card }) => (card.limits = Array(21).fill('a')), /has 21 limits, and 20 are allowed/],
  [
    'more texts than anybody reads',
    ({ card }) => (card.methods = Array(101).fill({ ...card.methods[0]!, method: 'm'.repeat(2000) })),
    /the texts on its card have \d{6} characters together, and 200000 are allowed/,
  ],
];

describe('a model of a stranger whose hashes are right', () => {
  it.each(lies)('is refused: %s', async (_what, change, message) => {
    const own = join(folder, 'own');
    changedModel(own, change);
    await expect(checkedModel(own)).rejects.toMatchObject({
      code: 'models/invalid',
      message: expect.stringMatching(message) as string,
    });
    await expect(checkedModel(own)).rejects.toThrow('Get the model again from whoever made it');
  });

  it.each<[string, (papers: ModelPapers) => void]>([
    ['another name, in any script', named("Анны d'Or 4")],
    [
      'as much as its videos support',
      ({ manifest }) => (manifest.likelihood = { ...scale, log10Bound: Math.log10(172) }),
    ],
    ['a text of the greatest length', ({ card }) => (card.licence = 'x'.repeat(2000))],
    [
      'no likelihood ratio, as its card says',
      ({ manifest, card }) => {
        manifest.likelihood = null;
        card.likelihood.given = false;
      },
    ],
  ])('is taken: %s', async (_what, change) => {
    changedModel(join(folder, 'own'), change);
    expect((await checkedModel(join(folder, 'own'))).card.metrics.length).toBeGreaterThan(0);
  });

  it('is not imported, and lends no likelihood ratio to a finding from a folder of the library', async () => {
    const own = join(folder, 'library', 'own');
    changedModel(own, (papers) => {
      named('own')(papers);
      papers.manifest.likelihood = { ...scale, log10Bound: 300 };
    });
    const library = modelLibrary(join(folder, 'nothing'), join(folder, 'library'));
    expect(await library.likelihoods()).toEqual(new Map());
    const there = modelLibrary(join(folder, 'nothing'), join(folder, 'there'));
    await expect(there.import(own, [])).rejects.toMatchObject({ code: 'models/invalid' });
    expect(await there.list()).toEqual([]);
  });
});

describe('before a model is trained', () => {
  const refused = { code: 'models/write-failed' };

  it('its name and its texts are such that it can be loaded', async () => {
    for (const name of ['a “b”', 'a\u202eb', 'x'.repeat(101)]) {
      await expect(requireModelPlace(join(folder, name))).rejects.toMatchObject(refused);
    }
    const place = join(folder, 'new');
    await expect(requireModelPlace(place, ['x'.repeat(2001)])).rejects.toMatchObject(refused);
    const many = Array.from({ length: 60 }, (_, index) => `${index} `.padEnd(2000, 'm'));
    await expect(requireModelPlace(place, many)).rejects.toMatchObject(refused);
    await requireModelPlace(place, ['x'.repeat(2000), null]);
  });

  it('a method counts once, however many clips it made', async () => {
    await requireModelPlace(join(folder, 'new'), Array<string>(1000).fill('m'.repeat(2000)));
  });
});
