/** One video in the HTML report: its verdict with reasons, the file, its scores over time, tracks and faces. */
import { quantiserChart } from '../../shared/charts/quantiser.ts';
import { sideOf } from '../../shared/charts/svg.ts';
import { timelineChart, wholeRange } from '../../shared/charts/timeline.ts';
import type { OldHashes, StoredFinding } from '../../shared/case.ts';
import type { DecisionBand, GuestFinding, MediaInfo, Verdict } from '../../shared/domain.ts';
import { CONDITION_HEADING, errorsHereTexts } from '../../shared/condition-wording.ts';
import { laterCheckText } from '../../shared/credentials-wording.ts';
import { containerText } from '../../shared/container-names.ts';
import { OLD_HASHES_NOTE, oldHashesText } from '../../shared/old-hash-wording.ts';
import { pathText } from '../../shared/path-text.ts';
import {
  MEASURED_RATES_HEADING,
  MEASURED_RATES_NOTE,
  measuredRatesTexts,
} from '../../shared/measured-rates-wording.ts';
import type { StoredRates } from '../../shared/measured-rates.ts';
import { NOT_REENCODED, REENCODING_HEADING, reencodingTexts } from '../../shared/reencoding-wording.ts';
import type { StoredReencoding } from '../../shared/reencoding.ts';
import { SENSITIVITY_HEADING, sensitivityTexts } from '../../shared/sensitivity-wording.ts';
import { codingFacts, structureFacts } from '../../shared/structure-wording.ts';
import { likelihoodRatioText, rateText, refusalWords, scoreText, timeText } from '../../shared/wording.ts';
import { likenessSection } from './html-likeness.ts';
import { examinerSection } from './html-notebook.ts';
import { keptCorrections, machineHeading, peopleSection } from './html-people.ts';
import { leavesOut } from './html-template.ts';
import { mark, verdictWord } from './html-verdict.ts';
import { drawn, facts, html, list, table, type Markup } from './markup.ts';
import type { Report, ReportedVideo } from './report.ts';
import type { NotesOfVideo } from './reported-notebook.ts';
import { shownFaces } from './shown-faces.ts';
import { bytesText, instantText, skippedFrames } from './wording.ts';

const chartSize = { width: 770, height: 230 };
const quantiserSize = { width: 770, height: 130 };

type StoredTrack = StoredFinding['tracks'][number];
type StoredFace = StoredTrack['faces'][number];

export function videoSection(
  video: ReportedVideo,
  number: number,
  report: Pick<Report, 'crop' | 'nameOf' | 'template'>,
): Markup {
  const { row, finding } = video;
  return html`
    <section class="video ${finding ? 'analysed' : 'failed'}" id="video-${number}">
      <h3>${number}. ${row.name}</h3>
      ${finding ? analysed(video, finding, report) : notAnalysed(video)}
      ${finding === null && video.notes.corrections.length > 0 ? keptCorrections(video.notes.corrections) : null}
      ${likenessSection(video.notes, video.people, report.nameOf)}
      ${examinerSection(video.notes, video.people)}
    </section>
  `;
}

/** How the file is named in the case, and how it came here. */
const exhibitFacts = ({ exhibit }: NotesOfVideo): [string, string | null][] => [
  ['Exhibit', exhibit?.number || null],
  ['Source', exhibit?.source || null],
  ['Acquisition', exhibit?.acquisition || null],
];

const oldHashesNote = (hashes: OldHashes): Markup =>
  html`<span class="mono">${oldHashesText(hashes)}</span><br /><span class="soft">${OLD_HASHES_NOTE}</span>`;

function notAnalysed({ row, earlierFindings, oldHashes, notes }: ReportedVideo): Markup {
  const why = row.error
    ? html`<p class="note alarm">
        The analysis failed: ${row.error.message} <span class="mono">[${row.error.code}]</span>
      </p>`
    : html`<p class="note">This file has not been analysed.</p>`;
  return html`
    ${why}
    ${facts([
      ...exhibitFacts(notes),
      ['Path', pathText(row.path)],
      ['SHA-256', row.sha256 && html`<span class="mono">${row.sha256}</span>`],
      ['For old lists', oldHashes && oldHashesNote(oldHashes)],
      ['Size', bytesText(row.sizeBytes)],
      ['Earlier findings', earlierFindings > 0 ? `${earlierFindings}, kept in the case` : null],
    ])}
  `;
}

function analysed(
  {
    setUp,
    quality,
    scrutiny,
    reencoding,
    measuredRates,
    earlierFindings,
    oldHashes,
    credentialCheck,
    notes,
    people,
  }: ReportedVideo,
  finding: StoredFinding,
  report: Pick<Report, 'crop' | 'template'>,
): Markup {
  const { verdict, media, frames, tracks, band } = finding;
  const used = frames.filter(({ skipped }) => skipped === null).length;
  const leftOut = skippedFrames(frames);
  return html`
    ${people && peopleSection(finding, people)} ${people && machineHeading}
    <div class="result ${verdict.outcome}">
      ${verdictWord(verdict.outcome)}
      <span>${verdict.score === null ? 'No score' : `Score ${scoreText(verdict.score)}`}</span>
      ${list(verdict.reasons)}
      ${verdict.score === null ? null : html`<p>${likelihoodRatioText(verdict.log10LikelihoodRatio)}</p>`}
    </div>
    ${
      quality &&
      html`<h4>${CONDITION_HEADING}</h4>
        ${list(errorsHereTexts(quality))}`
    }
    ${measuredRates.length === 0 ? null : ratesOnClips(measuredRates)}
    ${
      scrutiny?.sensitivity
        ? html`<h4>${SENSITIVITY_HEADING}</h4>
            ${list(sensitivityTexts(scrutiny.sensitivity))}`
        : null
    }
    ${verdict.score === null ? null : reencoded(reencoding, media)} ${finding.guests.map(guestResult)}
    ${facts([
      ...exhibitFacts(notes),
      ['Path', pathText(finding.path)],
      ['SHA-256', html`<span class="mono">${finding.sha256}</span>`],
      ['For old lists', oldHashes && oldHashesNote(oldHashes)],
      ['Size', bytesText(media.sizeBytes)],
      [
        'Container',
        `${containerText(media)}${media.createdAt ? `; creation time in the file: ${instantText(media.createdAt)}` : ''}`,
      ],
      ['Picture', `${pictureText(media)}`],
      ['Streams', streamsText(media)],
      ['Length', media.durationMs === null ? null : timeText(media.durationMs)],
      ['Container clock', clockText(media)],
      ...(leavesOut(report, 'file-facts') ? [] : [...codingFacts(media.coding), ...structureFacts(media)]),
      ['Content Credentials, checked later', credentialCheck && laterCheckText(credentialCheck)],
      ['Assumed', media.assumptions?.length ? list(media.assumptions) : null],
      ['Frames', `${used} analysed${leftOut.length === 0 ? ', 0 skipped' : ''}`],
      ['', leftOut.length === 0 ? null : list(leftOut)],
      ['Decoder', finding.decodeWarnings.length === 0 ? 'no warnings' : list(finding.decodeWarnings)],
      ['Analysed', `${instantText(finding.finishedAt)}, set-up ${setUp?.number ?? '–'}`],
      ['Earlier findings', earlierFindings > 0 ? `${earlierFindings}, kept in the case` : null],
    ])}
    ${leavesOut(report, 'file-facts') || leavesOut(report, 'charts') ? null : quantiserOver(media)}
    ${tracks.length === 0 ? null : facesOf(finding, band, report)}
  `;
}

function quantiserOver({ coding }: MediaInfo): Markup | null {
  const perSecond = coding?.quantiser?.perSecond;
  return perSecond ? html`<div class="chart">${drawn(quantiserChart(perSecond, quantiserSize))}</div>` : null;
}

const ratesOnClips = (measured: readonly StoredRates[]): Markup => html`
  <h4>${MEASURED_RATES_HEADING}</h4>
  ${measured.map((rates) => list(measuredRatesTexts(rates)))}
  <p class="soft">${MEASURED_RATES_NOTE}</p>
`;

/** That nobody asked is said: it must not look like an answer that stays. */
function reencoded(reencoding: StoredReencoding | null, { kind }: MediaInfo): Markup | null {
  if (kind === 'still') return null;
  return reencoding
    ? html`<h4>${REENCODING_HEADING}</h4>
        ${list(reencodingTexts(reencoding))}`
    : html`<p>${NOT_REENCODED}</p>`;
}

const guestResult = ({ name, verdict }: GuestFinding): Markup => html`
  <div class="result ${verdict.outcome}">
    ${verdictWord(verdict.outcome)}
    <span>${verdict.score === null ? 'No score' : `Score ${scoreText(verdict.score)}`} by ${name}</span>
    ${list(verdict.reasons)}
    ${verdict.score === null ? null : html`<p>${likelihoodRatioText(verdict.log10LikelihoodRatio)}</p>`}
    <p class="soft">A detector that the lab brought. It has no part in the verdict above.</p>
  </div>
`;

const streamsText = ({ kind, streams }: MediaInfo): string | null =>
  kind === 'still'
    ? null
    : streams.map((stream) => `${stream.kind}: ${stream.codec}, ${stream.detail}`).join('; ');

/** Beside times that count from the first frame. */
const clockText = ({ kind, clockStartMs = 0 }: MediaInfo): string | null =>
  kind === 'still' || clockStartMs === 0 ? null : `starts at ${timeText(clockStartMs)}`;

const pictureText = ({ kind, video }: MediaInfo): string =>
  `${video.codec}${video.profile ? ` (${video.profile})` : ''}, ${video.width} × ${video.height} px, ` +
  `${video.bitDepth} bit${video.rotationDegrees === 0 ? '' : `, turned upright by ${video.rotationDegrees}°`}` +
  (kind === 'still'
    ? ', still picture'
    : `, ${video.averageFrameRate === null ? 'rate unknown' : rateText(video.averageFrameRate)}${video.variableFrameRate ? ' on average (variable)' : ''}`);

function facesOf(
  { tracks, media, verdict }: StoredFinding,
  band: DecisionBand,
  report: Pick<Report, 'crop' | 'template'>,
): Markup {
  const isStill = media.kind === 'still';
  const range = wholeRange(tracks, media.durationMs);
  const timeline = timelineChart({ tracks, band, range, chosen: null }, chartSize);
  return html`
    ${isStill || leavesOut(report, 'charts') ? null : html`<div class="chart">${drawn(timeline)}</div>`}
    <div class="tracks">
      ${table(
        ['Track', ...(isStill ? [] : ['Time']), 'Faces', 'Score', 'Verdict', 'Reasons'],
        tracks.map((track) => trackRow(track, isStill, verdict)),
      )}
    </div>
    ${leavesOut(report, 'faces') ? null : tracks.map((track) => trackFaces(track, isStill, band, report.crop))}
  `;
}

function trackRow({ id, startMs, endMs, faces, verdict }: StoredTrack, isStill: boolean, video: Verdict) {
  const scored = faces.filter(({ score }) => score !== null).length;
  return [
    id,
    ...(isStill
      ? []
      : [startMs === endMs ? timeText(startMs) : `${timeText(startMs)} to ${timeText(endMs)}`]),
    `${scored} of ${faces.length} scored`,
    scoreText(verdict.score),
    verdictWord(verdict.outcome),
    reasonsBeside(verdict, video),
  ];
}

/** The reasons of the track that decides stand in the box of the video already. */
const reasonsBeside = ({ reasons }: Verdict, video: Verdict): string =>
  reasons.length > 0 && reasons.every((reason) => video.reasons.includes(reason))
    ? 'As in the box above.'
    : reasons.join(' ');

function trackFaces(
  { id, faces }: StoredTrack,
  isStill: boolean,
  band: DecisionBand,
  crop: Report['crop'],
): Markup {
  const shown = shownFaces(faces);
  const count = shown.length === faces.length ? '' : `, ${shown.length} of ${faces.length} shown`;
  return html`
    <h4>Track ${id}: faces${count}</h4>
    <div class="faces">${shown.map((face) => faceFigure(face, isStill, band, crop))}</div>
  `;
}

function faceFigure(
  { faceId, frameIndex, ptsMs, score, refused }: StoredFace,
  isStill: boolean,
  band: DecisionBand,
  crop: Report['crop'],
) {
  const jpeg = crop(faceId);
  const picture =
    jpeg instanceof Uint8Array
      ? html`<img
          alt="${isStill ? 'Face' : `Face in frame ${frameIndex}`}"
          src="data:image/jpeg;base64,${Buffer.from(jpeg).toString('base64')}"
        />`
      : html`<div class="none">${jpeg === 'withheld' ? 'withheld' : 'no picture'}</div>`;
  const result =
    score === null
      ? `not scored${refused ? `: ${refusalWords[refused]}` : ''}`
      : html`${mark(sideOf(score, band), 9)} ${scoreText(score)}`;
  return html`
    <figure class="${refused ? 'refused' : 'scored'}">
      ${picture}
      <figcaption>
        ${result}${isStill ? null : html`<br />frame ${frameIndex}<br />${timeText(ptsMs)}`}
      </figcaption>
    </figure>
  `;
}
