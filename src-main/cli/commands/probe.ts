/** `exhibit probe`: what the reader sees in a file, before it looks for faces. */
import { containerText } from '../../shared/container-names.ts';
import type { FileExamination, MediaInfo } from '../../shared/domain.ts';
import { pathText } from '../../shared/path-text.ts';
import { codingFacts, structureFacts } from '../../shared/structure-wording.ts';
import { countOf, timeText } from '../../shared/wording.ts';
import { onEngine, type AddCommand } from '../command.ts';
import { notEmpty, numberOption } from '../options.ts';
import { print } from '../output.ts';
import { analysisRanges } from '../../shared/ranges.ts';

export const addProbe: AddCommand = (program, call) => {
  program
    .command('probe')
    .summary('show what the reader sees in a file')
    .description(
      'Shows streams, frames, times, orientation, colours and oddities of a file, as an analysis would read it. Nothing is stored.',
    )
    .argument('<file>', 'a video or picture', notEmpty)
    .addOption(
      numberOption('--stream <n>', 'the video stream to show (default: the main one)', analysisRanges.stream),
    )
    .option('--json', 'as JSON')
    .action((path: string, { stream, json }: { stream?: number; json?: true }) =>
      onEngine(call, {}, async ({ cases }) => {
        const seen = await cases.examine(path, stream);
        print(
          json ? JSON.stringify({ ...seen, path: pathText(seen.path) }, null, 2).split('\n') : linesOf(seen),
        );
      }),
    );
};

/** Characters of the longest name, and a gap. */
const NAME = 21;

function linesOf({ path, media, frames, remarks, warnings }: FileExamination): string[] {
  const { video } = media;
  const colours = [
    video.colorSpace,
    video.colorTransfer,
    video.colorPrimaries,
    rangeText(video.colorRange),
  ].filter(Boolean);
  const facts: [string, string][] = [
    ['file', `${path} (${media.sizeBytes.toLocaleString('en-GB')} bytes)`],
    ['kind', `${media.kind === 'still' ? 'picture' : media.kind}, ${containerText(media)}`],
    ...(media.kind === 'still' ? [] : streamFacts(media)),
    ['picture', `${video.width} × ${video.height}, ${video.pixelFormat}, ${video.bitDepth} bit`],
    ['rotation', `${video.rotationDegrees}°${video.mirrored ? ', mirrored' : ''}`],
    ['pixel shape', `${video.sampleAspectRatio.num}:${video.sampleAspectRatio.den}`],
    ['colours', colours.length === 0 ? 'not stated' : colours.join(', ')],
    ...(media.kind === 'still' ? [] : timeFacts(media, frames)),
  ];
  const structure = [...codingFacts(media.coding), ...structureFacts(media)];
  return [
    ...facts.map(([name, value]) => `${name.padEnd(NAME)}${value}`),
    ...structure.map(([name, value]) => `${name.toLowerCase().padEnd(NAME)}${value}`),
    ...(media.assumptions ?? []).map((text) => `${'assumed'.padEnd(NAME)}${text}`),
    ...remarks.map((text) => `${'note'.padEnd(NAME)}${text}`),
    ...warnings.map((text) => `${'ffmpeg says'.padEnd(NAME)}${text}`),
  ];
}

function streamFacts({ streams, video }: MediaInfo): [string, string][] {
  return streams.map(({ index, kind, codec, detail }) => [
    `stream ${index}`,
    `${kind}: ${codec}${detail === '' ? '' : `, ${detail}`}${index === video.index ? ' (shown here)' : ''}`,
  ]);
}

function timeFacts(
  { video, clockStartMs }: MediaInfo,
  frames: FileExamination['frames'],
): [string, string][] {
  const { num, den } = video.timeBase;
  return [
    ['frames', `${countOf(frames.count, 'frame')}${keyFrames(frames)}, counted from ${frames.source}`],
    ['times', `0:00.000 to ${timeText(frames.lastMs)}${video.variableFrameRate ? ', variable rate' : ''}`],
    ['clock', `starts at ${timeText(clockStartMs ?? 0)}, time base ${num}/${den} s`],
  ];
}

const keyFrames = ({ keyFrames: count }: FileExamination['frames']): string =>
  count === null ? '' : `, ${countOf(count, 'key frame')}`;

/** ffmpeg's names of the range: tv and pc. */
const rangeText = (range: string | null): string | null =>
  range === 'pc' ? 'full range' : range === 'tv' ? 'limited range' : range;
