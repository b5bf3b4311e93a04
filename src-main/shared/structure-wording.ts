/** What a file says of itself in words, for window, report and command line: no more than was read. */
import { containerText } from './container-names.ts';
import { CREDENTIALS_LIMITS, credentialsResult, manifestTexts } from './credentials-wording.ts';
import type { MediaInfo } from './domain.ts';
import { countOf } from './wording.ts';
import type { CodingFigures, FileFact, FileStructure, LargerFrames } from './structure.ts';

interface FileTest {
  question: string;
  appliesTo: string;
  cannotTell: string;
}

/** What is asked of every file, without its pictures. */
export const fileTests = {
  structure: {
    question: 'How is the file put together, and which writer and times does it name?',
    appliesTo: 'MP4, MOV, Matroska, WebM, AVI, JPEG, PNG and WebP',
    cannotTell:
      'Whether the file is as it was recorded. Any program can write these parts, names and times; one that copies a file into a new one writes its own.',
  },
  coding: {
    question: 'How are the frames coded over time?',
    appliesTo: 'videos; the bit rate where the size of every packet is known',
    cannotTell: 'Whether the video was coded before: these figures are of its last coding alone.',
  },
  earlierCoding: {
    question: 'Do frames take more bytes at a regular distance, as where an earlier coding had key frames?',
    appliesTo: 'H.264 videos of at least 100 frames, where the size of every packet is known',
    cannotTell:
      'Whether the video was coded before. Frames that were left out at a regular distance, and pictures that change at one, look the same; most videos that were coded twice show nothing.',
  },
  quantiser: {
    question: 'How coarsely are the pictures quantised over time (QP)?',
    appliesTo: 'H.264 and HEVC videos; of a long one the pictures that are stored first',
    cannotTell:
      'How good the pictures are, whether the video was coded before, or what changed it. The head of a slice names the value, and single blocks may have another. Coders reach the same quality at different values, and a scene alone can change them.',
  },
  writers: {
    question: 'Which known writers is the structure compatible with?',
    appliesTo: 'files that name a writer',
    cannotTell:
      'Who made the file. No rule covers messengers. A writer without a rule is not named, and the names can be copied.',
  },
  credentials: {
    question: 'Does the file carry Content Credentials (C2PA), and do they hold?',
    appliesTo: 'MP4, MOV, AVI, JPEG, PNG and WebP',
    cannotTell: `${CREDENTIALS_LIMITS} That they are absent means nothing: most files have none, and copying can remove them. Credentials that stand on a server are not fetched.`,
  },
} as const satisfies Record<string, FileTest>;

const credentialsWords: Record<FileStructure['credentials'], string> = {
  absent: 'absent (this means nothing)',
  present: 'present, not checked',
  'not-looked-for': 'not looked for in this format',
};

type Named = [name: string, value: string];

/** What the parts say, in short; where a format has no list of parts, that. */
export function structureFacts(media: Pick<MediaInfo, 'structure' | 'container' | 'tags'>): Named[] {
  const { structure } = media;
  if (structure === undefined) return [];
  if (structure === null)
    return [['Parts', `not listed: Exhibit does not list those of ${containerText(media)}`]];
  const { facts, notListed, form } = structure;
  return [
    ['Parts', `${form}: ${partOrder(structure)}`],
    ...(notListed.length === 0 ? [] : [['Not listed', notListed.join(' ')] satisfies Named]),
    ...named('Brands', facts, 'brand'),
    ...named('Writer named', facts, 'writer'),
    ...named('Device named', facts, 'device'),
    ...named('Times named', facts, 'time'),
    ['Compatible with', compatibleText(structure)],
    ['Content Credentials', credentialsText(structure)],
    ...manifestFacts(structure),
  ];
}

function named(name: string, facts: readonly FileFact[], kind: FileFact['kind']): Named[] {
  const own = facts.filter((fact) => fact.kind === kind);
  return own.length === 0 ? [] : [[name, own.map((fact) => `${fact.name}: ${fact.value}`).join('; ')]];
}

/** Without a full list, something may stand in what was not read. */
export function credentialsText({ credentials, contentCredentials, notListed }: FileStructure): string {
  if (contentCredentials) return credentialsResult(contentCredentials);
  return credentials === 'absent' && notListed.length > 0
    ? 'none in the listed parts (this means nothing)'
    : credentialsWords[credentials];
}

const MOST_MANIFESTS = 10;

/** What the credentials say, that of the file first, and what the check cannot tell. */
function manifestFacts({ contentCredentials }: FileStructure): Named[] {
  const texts = contentCredentials ? manifestTexts(contentCredentials) : [];
  const shown = texts
    .slice(0, MOST_MANIFESTS)
    .map((text, index): Named => [`Credentials ${index + 1}`, text]);
  const rest = texts.length - shown.length;
  return [
    ...shown,
    ...(rest === 0 ? [] : [['More credentials', `${rest}, in the JSON report`] satisfies Named]),
    ...(contentCredentials ? [['Credentials, limits', CREDENTIALS_LIMITS] satisfies Named] : []),
  ];
}

export const compatibleText = ({ writers }: FileStructure): string =>
  writers.compatible.length === 0
    ? `none of the known writers (rules version ${writers.rules})`
    : writers.compatible.map(({ name }) => name).join('; ');

const MOST_IN_ORDER = 16;

/** The parts at the top in their order; in Matroska and RIFF, whose top is one part, those in it. */
export function partOrder({ form, parts }: Pick<FileStructure, 'form' | 'parts'>): string {
  const isInOne = form === 'EBML elements' || form === 'RIFF chunks';
  const from = form === 'EBML elements' ? parts.findIndex(({ type }) => type === 'Segment') : 0;
  const shown = parts.slice(Math.max(0, from)).filter(({ depth }) => depth === (isInOne ? 1 : 0));
  const runs: { type: string; count: number }[] = [];
  for (const { type, more = 1 } of shown) {
    const last = runs.at(-1);
    if (last?.type === type.trim()) last.count += more;
    else runs.push({ type: type.trim(), count: more });
  }
  const texts = runs.map(({ type, count }) => (count === 1 ? type : `${type} × ${count}`));
  return texts.length > MOST_IN_ORDER ? `${texts.slice(0, MOST_IN_ORDER).join(', ')}, …` : texts.join(', ');
}

export function codingFacts(coding: CodingFigures | undefined): Named[] {
  if (coding === undefined) return [];
  const { keyInterval, reordered, bitRate, largerFrames, quantiser } = coding;
  return [
    ['Key frames', keyInterval === null ? 'fewer than two' : intervalText(keyInterval)],
    [
      'B frames',
      reordered === null
        ? 'not known'
        : reordered
          ? 'yes: frames are stored in another order than they are shown in'
          : 'none that would change the order of the frames',
    ],
    ['Bit rate of frames', bitRate === null ? 'not known' : bitRateOf(bitRate)],
    ...(quantiser === undefined ? [] : [['Quantiser', quantiserText(quantiser)] satisfies Named]),
    ...(largerFrames ? [['Earlier coding', earlierCodingText(largerFrames)] satisfies Named] : []),
  ];
}

const notTested: Record<Exclude<LargerFrames['state'], 'found' | 'none'>, string> = {
  'too-short': 'not tested: fewer than 100 frames',
  'sizes-unknown': 'not tested: the size of a frame is not known',
  'other-codec': 'not tested: for H.264 only',
};

function earlierCodingText(larger: LargerFrames): string {
  if (larger.state === 'none') return 'no hint (this means nothing)';
  if (larger.state !== 'found') return notTested[larger.state];
  const { every, first, repeats } = larger;
  return `hint: larger frames every ${every} frames (${repeats} compared, from frame ${first} on), as after a coding with a key frame every ${every} frames`;
}

function quantiserText(quantiser: CodingFigures['quantiser']): string {
  if (!quantiser) return 'not known';
  const { pictures, isWhole, median, least, most } = quantiser;
  const range =
    least === most ? decimal(median) : `median ${decimal(median)}; ${decimal(least)} to ${decimal(most)}`;
  return `QP ${range} (${isWhole ? '' : 'the first '}${countOf(pictures, 'picture')})`;
}

/** Whole but for pictures of several slices. */
const decimal = (value: number): string => String(Number(value.toFixed(1)));

const intervalText = ({ median, least, most }: NonNullable<CodingFigures['keyInterval']>): string =>
  `every ${median === 1 ? 'frame' : `${median} frames`}${least === most ? '' : ` (median; ${least} to ${most})`}`;

const bitRateOf = ({ mean, perSecond }: NonNullable<CodingFigures['bitRate']>): string =>
  `${kilobits(mean)} kbit/s${perSecond === null ? '; not by second' : `; ${kilobits(perSecond.least)} to ${kilobits(perSecond.most)} kbit/s by second`}`;

/** Three digits say all. */
const kilobits = (bitsPerSecond: number): string =>
  Number((bitsPerSecond / 1000).toPrecision(3)).toLocaleString('en-GB');
