/** What a re-encoded copy scored, as sentences for window, command line and report. */
import { loggedConditionWord } from './degradation-words.ts';
import { quoted } from './foreign-text.ts';
import type { Reencoding, StoredReencoding } from './reencoding.ts';
import type { Answered } from './sensitivity.ts';
import { countOf, outcomeWords, providerWords, scoreText } from './wording.ts';

export const REENCODING_HEADING = 'Encoded one step further down';

export const REENCODING_NOTE =
  'CRF 28, 34 and 40 (H.264, the original size) are tried in this order, until a copy has fewer bits per pixel per frame than ' +
  'the file. The whole video was encoded, the copy was scored by the model and with the parameters of the finding, and then ' +
  'deleted. It has no part in the verdict. It is one copy by one encoder: another encoder can give another score. Where the codec ' +
  'of the file is not H.264, fewer bits do not show how much quality is lost.';

/** For a report: nobody may take it for measured. */
export const NOT_REENCODED = 'The score of a copy that is encoded one step further down was not computed.';

const answerText = ({ outcome, score }: Answered): string =>
  `${outcomeWords[outcome].toLowerCase()} (${score === null ? 'no score' : `score ${scoreText(score)}`})`;

/** "+0.05", "−0.31"; between the scores as they are shown, or it would not be their difference. */
function changeText(from: number, to: number): string {
  const change = Math.round(100 * to) - Math.round(100 * from);
  return `${change < 0 ? '−' : '+'}${(Math.abs(change) / 100).toFixed(2)}`;
}

/** The answer first, then how far it can be trusted. */
export const reencodingTexts = (reencoding: StoredReencoding): string[] => [
  reencodingText(reencoding),
  ...(reencoding.copy.outcome === reencoding.asAnalysed.outcome
    ? []
    : [`Why the copy is judged otherwise: ${quoted(reencoding.copy.reason)}`]),
  bitsText(reencoding),
  pairedText(reencoding.paired),
  madeText(reencoding),
];

/** The answer on the copy, beside that of the finding; also for the audit log. */
export function reencodingText({ step, asAnalysed, copy }: Reencoding): string {
  const moved =
    asAnalysed.score === null || copy.score === null
      ? ''
      : `, and the score moves by ${changeText(asAnalysed.score, copy.score)}`;
  const answer = copy.outcome === asAnalysed.outcome ? 'the answer stays' : 'the answer is another one';
  return `Encoded again (${loggedConditionWord(step)}), the video is ${answerText(copy)}; as analysed it is ${answerText(asAnalysed)}: ${answer}${moved}.`;
}

function bitsText({ step, bitsPerPixel: { file, copy } }: Reencoding): string {
  const [ofFile, ofCopy] = [file, copy].map((bits) => bits && Number(bits.toPrecision(2)));
  if (file === null)
    return `The bits per pixel per frame of the file are not known, so the last step was taken: ${loggedConditionWord(step)}.`;
  if (copy === null) return `The bits per pixel per frame of the copy are not known; the file has ${ofFile}.`;
  const of = `The copy has ${ofCopy} bits per pixel per frame, the file has ${ofFile}.`;
  return copy < file
    ? of
    : `${of} None of our steps gives fewer bits than this file has, so the last one was taken. It is no step down in bits.`;
}

function pairedText({ of, faces, median, largest }: Reencoding['paired']): string {
  const found = `Of ${countOf(of, 'scored face')}, ${faces} ${faces === 1 ? 'has' : 'have'} a score in the copy too`;
  return median === null || largest === null
    ? `${found}.`
    : `${found}: it differs by ${median.toFixed(2)} in the median and by ${largest.toFixed(2)} at most.`;
}

function madeText({ at, asAnalysed, by: { exhibit, provider } }: StoredReencoding): string {
  const isOther = asAnalysed.exhibit !== exhibit || asAnalysed.provider !== provider;
  const other = isOther
    ? ` The finding was made by Exhibit ${asAnalysed.exhibit}, ${providerWords[asAnalysed.provider]}: some of the difference can come from that.`
    : '';
  return `Computed at ${at.slice(0, 19).replace('T', ' ')} UTC by Exhibit ${exhibit}, ${providerWords[provider]}.${other}`;
}

const columns = ['Copy', 'Bits per pixel per frame', 'Faces', 'Score', 'Answer'];

/** In full, with the video as analysed first. */
export function reencodingTable({ step, bitsPerPixel, asAnalysed, copy, paired }: Reencoding): {
  columns: string[];
  rows: string[][];
} {
  const row = (name: string, bits: number | null, faces: number, { score, outcome }: Answered) => [
    ...[name, bits === null ? 'not known' : String(Number(bits.toPrecision(2))), String(faces)],
    ...[scoreText(score), outcomeWords[outcome]],
  ];
  return {
    columns,
    rows: [
      row('None: as analysed', bitsPerPixel.file, paired.of, asAnalysed),
      row(loggedConditionWord(step), bitsPerPixel.copy, copy.faces, copy),
    ],
  };
}
