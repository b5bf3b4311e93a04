/** What of the file the finding does not speak of. */
import type { StoredFinding } from '../../../shared/case.ts';
import { countOf, samplingText } from '../../../shared/wording.ts';
import { skippedFrames } from '../wording.ts';
import type { AnnexLine } from './annex-line.ts';

type Covered = Pick<StoredFinding, 'media' | 'frames' | 'tracks' | 'parameters' | 'decodeWarnings'>;

export function coverageLines(finding: Covered): AnnexLine[] {
  const { media } = finding;
  return [
    ...(media.kind === 'still' ? [] : [...framesLine(finding), ...withoutFaceLine(finding)]),
    ...skippedFrames(finding.frames).map((text) => ({
      part: 'untested' as const,
      text: `${text}.`,
      datum: 'this video, frames',
      question: 'What do these frames show?',
    })),
    ...(finding.decodeWarnings.length === 0
      ? []
      : [
          {
            part: 'untested' as const,
            text: `The decoder gave ${countOf(finding.decodeWarnings.length, 'kind of warning', 'kinds of warning')}.`,
            datum: `this video, decoder, such as: ${finding.decodeWarnings[0]!}`,
            question: 'Are the examined pictures those that were recorded?',
          },
        ]),
    ...(media.unexamined ?? []).map((text) => ({
      part: 'untested' as const,
      text,
      datum: 'this video, parts of the file that were not examined',
      question: 'What is in that part?',
    })),
    ...soundLine(media),
  ];
}

function framesLine({ frames, media, parameters }: Covered): AnnexLine[] {
  const used = frames.filter(({ skipped }) => skipped === null).length;
  const all = media.video.frameCount;
  if (all === null || all <= used) return [];
  return [
    {
      part: 'untested',
      text: `${used} of ${countOf(all, 'frame')} were examined; the other ${all - used} were not.`,
      datum: `this video, frames; sampling: ${samplingText(parameters.sampling)}`,
      question: 'What would the other frames say?',
    },
  ];
}

function withoutFaceLine({ frames, tracks }: Covered): AnnexLine[] {
  const used = frames.filter(({ skipped }) => skipped === null);
  const scored = new Set(
    tracks.flatMap(({ faces }) =>
      faces.filter(({ score }) => score !== null).map(({ frameIndex }) => frameIndex),
    ),
  );
  const without = used.filter(({ frameIndex }) => !scored.has(frameIndex)).length;
  if (without === 0) return [];
  return [
    {
      part: 'untested',
      text: `${without} of the ${countOf(used.length, 'examined frame')} have no face with a score.`,
      datum: 'this video, tracks',
      question: 'Does a face in these frames look otherwise?',
    },
  ];
}

function soundLine({ streams }: StoredFinding['media']): AnnexLine[] {
  const sounds = streams.filter(({ kind }) => kind === 'audio');
  if (sounds.length === 0) return [];
  return [
    {
      part: 'untested',
      text: `The file has ${countOf(sounds.length, 'sound stream')}. The model does not hear: neither voice nor lip movement to the voice was examined.`,
      datum: `this video, streams: ${sounds.map(({ codec, detail }) => `${codec}, ${detail}`).join('; ')}`,
      question: 'Is the voice genuine, and do the lips fit it?',
    },
  ];
}
