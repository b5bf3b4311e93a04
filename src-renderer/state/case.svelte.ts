/** The open case: its videos as they stand in the engine, kept up to date by events. */
import { SvelteMap } from 'svelte/reactivity';
import type {
  AddedEvidence,
  CaseSummary,
  ChainCheck,
  EvidenceRow,
  ReportFormat,
} from '../../src-main/shared/case.ts';
import type { AnalysisParameters } from '../../src-main/shared/domain.ts';
import type { Desk } from '../lib/desk.ts';

/** Changed rows are shown together this often: a folder of thousands changes faster than eyes follow. */
const refreshMs = 80;

export class CaseStore {
  readonly #desk: Desk;
  readonly #byId = new SvelteMap<number, EvidenceRow>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #rows = $state.raw<readonly EvidenceRow[]>([]);
  summary = $state.raw<CaseSummary | null>(null);
  chain = $state.raw<ChainCheck | null>(null);
  /** Counts the openings of a case; see image-url.ts. */
  opening = $state(0);
  readonly waiting = $derived(this.#rows.filter((row) => row.state === 'waiting'));

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  get rows(): readonly EvidenceRow[] {
    return this.#rows;
  }

  row(id: number): EvidenceRow | null {
    return this.#byId.get(id) ?? null;
  }

  async create(path: string): Promise<void> {
    await this.show(await this.#desk.ask('case:create', { path }));
  }

  async open(path: string): Promise<void> {
    await this.show(await this.#desk.ask('case:open', { path }));
  }

  /** The app makes the clips of the sample itself; this one takes some seconds. */
  async sample(): Promise<void> {
    const folder = await this.#desk.ask('case:sample-folder', {});
    await this.show(await this.#desk.ask('case:sample', { folder }));
  }

  async close(): Promise<void> {
    await this.#desk.ask('case:close', {});
    await this.show(null);
  }

  /** Shows a case that is open in the engine, or none. */
  async show(summary: CaseSummary | null): Promise<void> {
    this.summary = summary;
    this.opening += 1;
    this.chain = null;
    this.#byId.clear();
    this.#publish();
    if (!summary) return;
    for (const row of await this.#desk.ask('evidence:list', {})) this.#byId.set(row.id, row);
    this.#publish();
  }

  async add(paths: string[]): Promise<AddedEvidence> {
    const answer = await this.#desk.ask('evidence:add', { paths });
    for (const row of answer.added) this.#byId.set(row.id, row);
    this.#publish();
    return answer;
  }

  async analyse(evidenceIds: number[], parameters: AnalysisParameters): Promise<void> {
    await this.#desk.ask('analysis:start', { evidenceIds, parameters });
  }

  /** Walks the audit log from its first entry; the result stands until the case changes. */
  async verify(): Promise<void> {
    this.chain = await this.#desk.ask('case:verify', {});
  }

  report(format: ReportFormat, path: string): Promise<{ path: string; sha256: string }> {
    return this.#desk.ask('report:write', { format, path });
  }

  receive(row: EvidenceRow): void {
    this.#byId.set(row.id, row);
    this.#timer ??= setTimeout(() => this.#publish(), refreshMs);
  }

  #publish(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#rows = [...this.#byId.values()];
  }
}
