/** What is typed into the dialog for a new experiment, a draft a kind, from the paper's values. */
import {
  defaultEmbedder,
  lstmDefaults,
  metricDefaults,
  softmaxDefaults,
  type ExperimentDefaults,
} from '../../src-main/shared/lab-defaults.ts';
import type { ExperimentKind, ExperimentParameters } from '../../src-main/shared/lab.ts';
import type { EmbedderSummary } from '../../src-main/shared/model-card.ts';
import { experimentProblems } from '../lib/experiment-problems.ts';

/** What the paper turned pictures into vectors with, by the kind of experiment. */
const paperEmbedders: Record<ExperimentKind, { word: string; architecture: RegExp }> = {
  softmax: { word: 'Xception', architecture: /xception/i },
  lstm: { word: 'Xception', architecture: /xception/i },
  'metric-learning': { word: 'FaceNet', architecture: /\bfacenet\b|inception.?resnet/i },
};

export class ExperimentForm {
  readonly #embedders: readonly EmbedderSummary[];
  kind = $state<ExperimentKind>('metric-learning');
  /** null stands for the usual name of the kind. */
  typedName = $state<string | null>(null);
  /** 0 until one is chosen. */
  datasetId = $state(0);
  splitId = $state(0);
  typedEmbedder = $state<string | null>(null);
  shared = $state(structuredClone(sharedOf(metricDefaults)));
  softmax = $state(structuredClone(softmaxDefaults));
  lstm = $state(structuredClone(lstmDefaults));
  metric = $state(structuredClone(metricDefaults));
  layersText = $state(metricDefaults.layers.join(', '));

  readonly paperEmbedder = $derived(paperEmbedders[this.kind].word);
  readonly embedder = $derived.by(() => this.typedEmbedder ?? this.#usualEmbedder()?.name ?? '');
  /** Whether the figures can be read beside the paper's. */
  readonly usesPaperEmbedder = $derived.by(() => {
    const chosen = this.#embedders.find(({ name }) => name === this.embedder);
    return chosen !== undefined && isPapers(chosen, this.kind);
  });
  readonly name = $derived(this.typedName ?? this.#draft.name);
  readonly parameters = $derived.by(() => this.#parameters());
  readonly problems = $derived(experimentProblems(this.parameters));

  constructor(embedders: readonly EmbedderSummary[]) {
    this.#embedders = embedders;
  }

  get #draft(): ExperimentDefaults<ExperimentParameters> {
    if (this.kind === 'softmax') return this.softmax;
    return this.kind === 'lstm' ? this.lstm : this.metric;
  }

  #usualEmbedder(): EmbedderSummary | undefined {
    const usable = this.#embedders.filter(({ state }) => state === 'ok');
    const papers = usable.find((each) => isPapers(each, this.kind));
    return papers ?? usable.find(({ name }) => name === defaultEmbedder) ?? usable[0];
  }

  #parameters(): ExperimentParameters {
    const chosen = {
      ...$state.snapshot(this.shared),
      name: this.name.trim(),
      datasetId: this.datasetId,
      splitId: this.splitId,
      embedder: this.embedder,
    };
    if (this.kind === 'softmax') return { ...$state.snapshot(this.softmax), ...chosen };
    if (this.kind === 'lstm') return { ...$state.snapshot(this.lstm), ...chosen };
    return { ...$state.snapshot(this.metric), ...chosen, layers: numbersIn(this.layersText) };
  }
}

const isPapers = ({ architecture, name }: EmbedderSummary, kind: ExperimentKind): boolean =>
  paperEmbedders[kind].architecture.test(`${architecture} ${name}`);

/** What stays as typed when the kind is changed. */
function sharedOf({ leaky, sampling, seed }: ExperimentDefaults<ExperimentParameters>) {
  return { leaky, sampling, seed };
}

/** "256, 128" as numbers; what is none becomes NaN, which no limit lets pass. */
const numbersIn = (text: string): number[] =>
  text
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map(Number);
