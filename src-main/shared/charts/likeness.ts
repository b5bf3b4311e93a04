/** Similarities to the references of a person: of these, each left out, of other people, and of the questioned face. */
import { scaleLinear } from 'd3-scale';
import { leastAlike, type ComparedClip, type Likeness } from '../likeness.ts';
import { likenessText, similarityText } from '../likeness-wording.ts';
import { countOf } from '../wording.ts';
import { axes } from './axes.ts';
import { seriesMark, seriesStyle } from './series.ts';
import { chart, color, halo, label, line, plotArea, type ChartSize, type SvgNode } from './svg.ts';

const margin = { top: 8, right: 14, bottom: 40, left: 14 };
/** Of the references, of other people (hollow) and of the questioned face: a shape and a colour each. */
const styles = [seriesStyle(0), seriesStyle(1, true), seriesStyle(3)] as const;

export function likenessChart(likeness: Likeness, size: ChartSize): SvgNode {
  const { person, similarity, references, others } = likeness;
  const area = plotArea(size, margin);
  const all = [similarity, ...[...references, ...others].map((clip) => clip.similarity)];
  const x = scaleLinear([Math.min(0, ...all), 1], [area.left, area.right]).nice(5);
  const rows = [
    {
      name: `References of ${person}, each against the others (${countOf(references.length, 'clip')})`,
      clips: references,
    },
    { name: `Other people (${countOf(others.length, 'clip')})`, clips: others },
  ];
  const height = (area.bottom - area.top) / 3;
  const middle = (row: number) => area.top + height * (row + 0.68);
  const name = (text: string, row: number) => label(text, area.left + 2, middle(row) - height * 0.36, halo);
  const lowest = x(leastAlike(references));
  return chart(
    size,
    `Likeness to ${person}`,
    `${likenessText(likeness)}; references: ${listed(references)}; other people: ${listed(others)}.`,
    [
      ...axes(
        area,
        {
          name: 'Similarity to the references (cosine)',
          ticks: x.ticks(size.width < 420 ? 5 : 10).map((at) => ({ at: x(at), text: similarityText(at) })),
        },
        { ticks: [] },
      ),
      line(lowest, area.top, lowest, area.bottom, { stroke: color.inkSoft, 'stroke-dasharray': '5 3' }),
      ...rows.flatMap(({ name: text, clips }, row) => [
        ...clips.map((clip) => seriesMark(styles[row]!, x(clip.similarity), middle(row))),
        name(text, row),
      ]),
      seriesMark(styles[2], x(similarity), middle(2)),
      name(`This face: ${similarityText(similarity)}`, 2),
    ],
  );
}

const listed = (clips: readonly ComparedClip[]): string =>
  clips.length === 0 ? 'none' : clips.map((clip) => similarityText(clip.similarity)).join(', ');
