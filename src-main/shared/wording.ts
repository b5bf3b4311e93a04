/**
 * Text that reasons, reports, command line and window share. Everything is in English and UTC, so every machine
 * writes the same text.
 */
import type {
  Answer,
  DecoderReport,
  ModelReference,
  SandboxReport,
  Outcome,
  ProgressStage,
  ProviderName,
  Rational,
  Refusal,
  SamplingPolicy,
} from './domain.ts';
import type { Estimate } from './model-card.ts';
import { statedTimes, supportText } from './verbal-scale.ts';

export const outcomeWords: Record<Outcome, string> = {
  'likely-fake': 'Likely fake',
  inconclusive: 'Inconclusive',
  'likely-real': 'Likely real',
  'not-applicable': 'Not applicable',
};

/** As their makers write them. */
export const providerWords: Record<ProviderName, string> = {
  cpu: 'CPU',
  webgpu: 'WebGPU',
  cuda: 'CUDA',
  dml: 'DirectML',
  coreml: 'Core ML',
};

/** The outcomes that decide, the more urgent first. */
export const answers: readonly Answer[] = ['likely-fake', 'likely-real'];

/** Most urgent first. */
export const outcomes = [
  'likely-fake',
  'inconclusive',
  'likely-real',
  'not-applicable',
] as const satisfies readonly Outcome[];

export const refusalWords: Record<Refusal, string> = {
  'too-small': 'too small',
  'too-blurred': 'too blurred',
  'turned-away': 'turned away',
  'cut-off': 'cut off by the frame',
  'low-detection': 'not clearly a face',
};

export const stageWords: Record<ProgressStage, string> = {
  hash: 'Checking the file',
  probe: 'Reading streams',
  decode: 'Decoding',
  detect: 'Finding faces',
  embed: 'Embedding faces',
  degrade: 'Making worse copies',
  score: 'Scoring',
  train: 'Training',
  save: 'Saving',
};

const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** What each file that made a finding is. */
export const modelWords: Record<ModelReference['role'], string> = {
  manifest: 'Network list',
  detector: 'Face detector',
  embedder: 'Embedder',
  identity: 'Network that tells people apart',
  classifier: 'Model',
  guest: 'Detector of the lab',
};

/** "1 video", "12,345 entries". */
export const countOf = (count: number, noun: string, plural = `${noun}s`): string =>
  `${grouped.format(count)} ${count === 1 ? noun : plural}`;

/** A share as a whole percentage: "8 %". */
export const percentText = (share: number): string => `${Math.round(100 * share)} %`;

/** As `percentText`, but what is below 100 % is never rounded to it. */
export const limitText = (share: number): string =>
  `${(100 * share).toFixed(share > 0.99 && share < 1 ? 1 : 0)} %`;

/** Two decimals, but never rounded to 0 or 1; a dash if there is no score. */
export function scoreText(score: number | null): string {
  if (score === null) return '–';
  if (score > 0.99 && score < 1) return '>0.99';
  if (score < 0.01 && score > 0) return '<0.01';
  return score.toFixed(2);
}

/** The likelihood ratio as an expert states it in court: its degree in words, then the figure (ENFSI guideline 2015). */
export function likelihoodRatioText(log10: number | null): string {
  if (log10 === null) {
    return (
      'No likelihood ratio is given. A model gives one only for tracks with enough usable faces that are large, sharp ' +
      'and near enough to the training data, and only where its card shows that such ratios add information.'
    );
  }
  const times = statedTimes(log10);
  if (times <= 1)
    return `${supportText(0)}: the observations are as probable for a real face as for a fake one.`;
  const [more, less] = log10 > 0 ? ['fake', 'real'] : ['real', 'fake'];
  const factor = times < 10 ? times.toFixed(1) : grouped.format(times);
  return `${supportText(log10)}: the observations are about ${factor} times more probable if the face is ${more} than if it is ${less}.`;
}

/** m:ss, h:mm:ss from an hour on. @param seconds whole */
export function clockText(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
}

/** The same with milliseconds. */
export function timeText(ms: number): string {
  const whole = Math.round(Math.abs(ms));
  const thousandths = String(whole % 1000).padStart(3, '0');
  return `${ms < 0 ? '−' : ''}${clockText(Math.floor(whole / 1000))}.${thousandths}`;
}

export const rateText = (rate: Rational): string => `${Number((rate.num / rate.den).toFixed(3))} frames/s`;

/** "0.83 (0.74–0.91)": a figure with its 95 % interval. */
export const estimateText = ({ value, low, high }: Estimate, digits = 2): string =>
  `${value.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;

/** One line on the decoder and what it had to show before it read evidence. */
export function decoderText(decoder: DecoderReport | null): string {
  if (decoder === null) return 'not recorded: the finding was made before decoders were checked';
  const { source, ffprobe, sha256, check, sandbox } = decoder;
  const checked = `decoded all ${check.frames} frames of ${check.clips} test clips as expected`;
  return `${source} (SHA-256 ${sha256.slice(0, 12)}…), ${ffprobe}; ${checked}; ${sandboxText(sandbox)}`;
}

function sandboxText(sandbox: SandboxReport | undefined): string {
  if (sandbox === undefined) return 'whether it ran in a sandbox was not recorded';
  return sandbox.held
    ? `in a sandbox without network and other files (${sandbox.by})`
    : `not in a sandbox: ${sandbox.why}`;
}

export function samplingText(policy: SamplingPolicy): string {
  switch (policy.kind) {
    case 'first':
      return `first ${countOf(policy.count, 'frame')}`;
    case 'spread':
      return `${countOf(policy.count, 'frame')} spread evenly`;
    case 'every':
      return policy.step === 1 ? 'every frame' : `one frame in ${policy.step}`;
    case 'rate':
      return `${policy.perSecond} frames a second`;
    case 'all':
      return 'every frame';
  }
}
