/** The claimed person in the HTML report: how far a face resembles references, apart from score and verdict. */
import { likenessChart } from '../../shared/charts/likeness.ts';
import type { ComparedClip } from '../../shared/likeness.ts';
import {
  likenessLimits,
  likenessRemarks,
  likenessSentences,
  referenceText,
  similarityText,
} from '../../shared/likeness-wording.ts';
import { isAboutOthers } from '../../shared/notebook.ts';
import { keyOf, type People } from '../../shared/people.ts';
import { providerWords } from '../../shared/wording.ts';
import { drawn, html, list, table, type Markup } from './markup.ts';
import type { NotesOfVideo, ReportedLikeness } from './reported-notebook.ts';
import { instantText } from './wording.ts';

const chartSize = { width: 770, height: 190 };

/** @param nameOf the name of a file of the evidence */
export function likenessSection(
  { references, likenesses }: NotesOfVideo,
  people: People | null,
  nameOf: (evidenceId: number) => string,
): Markup | null {
  if (references.length + likenesses.length === 0) return null;
  return html`
    <h4>The claimed person</h4>
    ${references.map(
      ({ content, author, at }) =>
        html`<p>${referenceText(content)}, declared as known-genuine by ${author}, ${instantText(at)}.</p>`,
    )}
    ${likenesses.map((likeness) => likenessBlock(likeness, people, nameOf))}
  `;
}

function likenessBlock(
  { content, author, at, outdated, otherReferences }: ReportedLikeness,
  people: People | null,
  nameOf: (evidenceId: number) => string,
): Markup {
  const { person, track, faces, similarity, references, others, by, basis } = content;
  const otherFaces = isAboutOthers(basis, keyOf(people, track));
  const remarks = likenessRemarks({ outdated, otherFaces, otherReferences });
  const clip = (kind: string) => (each: ComparedClip) => [
    kind,
    each.person,
    nameOf(each.evidenceId),
    each.faces,
    similarityText(each.similarity),
    html`<span class="mono">${each.sha256}</span>`,
  ];
  return html`
    <div class="result">
      <span><b>Track ${track}, said to show ${person}</b>, compared for ${author}, ${instantText(at)}</span>
      ${list(likenessSentences(content))} ${remarks.length === 0 ? null : html`<p>${remarks.join(' ')}</p>`}
      <div class="chart">${drawn(likenessChart(content, chartSize))}</div>
      ${table(
        ['', 'Person', 'File', 'Faces', 'Similarity', 'SHA-256'],
        [
          ['This face', `said: ${person}`, '', faces, similarityText(similarity), ''],
          ...references.map(clip('Reference')),
          ...others.map(clip('Other person')),
        ],
      )}
      <p class="soft">${likenessLimits}</p>
      <p class="soft">
        Embedder ${by.embedder}, SHA-256 <span class="mono">${by.sha256}</span>, on
        ${providerWords[by.provider]}; Exhibit ${by.exhibit}.
      </p>
    </div>
  `;
}
