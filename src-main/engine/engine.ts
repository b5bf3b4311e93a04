/** The one door: all that the app and the command line may call. */
import { join } from 'node:path';
import type { Emit, EngineEvents } from '../shared/contract.ts';
import type { EngineInfo } from '../shared/domain.ts';
import { KnownComputers } from './cases/known-computers.ts';
import { createAnalysis, type Analysis } from './casework/analysis.ts';
import { createCases, type Cases } from './casework/cases.ts';
import { createNotebooks, type Notebooks } from './casework/notebook.ts';
import { createSingleFaces, type SingleFaces } from './casework/single-faces.ts';
import { currentCase } from './casework/current-case.ts';
import { createViewing, type Viewing } from './casework/viewing.ts';
import type { EngineOptions } from './engine-options.ts';
import { createLab, type Lab } from './lab/lab.ts';
import { createModels, type Models } from './models/models.ts';
import { noLog } from '../shared/log.ts';
import { keptTemplates, type Templates } from './reports/kept-template.ts';
import { createToolbox } from './toolbox.ts';
import { createTraining, type Training } from './lab/training.ts';
import { createValidation, type Validation } from './validation/validation.ts';

export type { EngineOptions, EngineScripts } from './engine-options.ts';

export type EngineEvent = {
  [E in keyof EngineEvents]: { name: E; payload: EngineEvents[E] };
}[keyof EngineEvents];

export interface Engine {
  readonly cases: Cases;
  readonly analysis: Analysis;
  readonly viewing: Viewing;
  readonly faces: SingleFaces;
  readonly notebook: Notebooks;
  readonly lab: Omit<Lab, 'close'>;
  readonly models: Models;
  readonly training: Training;
  readonly validation: Validation;
  /** Of reports. */
  readonly templates: Templates;
  info(): Promise<EngineInfo>;
  /** @param path the user's own ffmpeg, which has to pass the check first; null for Exhibit's choice */
  nameDecoder(path: string | null): Promise<EngineInfo>;
  /** @returns what ends the listening */
  on(listener: (event: EngineEvent) => void): () => void;
  /** Cancels what runs, closes the case and frees the models. */
  close(): Promise<void>;
}

/** Nothing is loaded before it is asked for. */
export function createEngine(options: EngineOptions): Engine {
  const listeners = new Set<(event: EngineEvent) => void>();
  const emit: Emit<EngineEvents> = (name, payload) => {
    for (const listener of listeners) listener({ name, payload } as EngineEvent);
  };
  const toolbox = createToolbox(options);
  const log = options.log ?? noLog;
  const current = currentCase(emit, log);
  const lab = createLab({
    file: options.labFile ?? join(options.settingsFolder, 'lab.sqlite'),
    tools: toolbox,
    signal: options.signal,
    emit,
    log,
  });
  const validation = createValidation(options, toolbox);
  // A case that is being checked must not hold up the end.
  const closing = new AbortController();
  const signal = AbortSignal.any([closing.signal, ...(options.signal ? [options.signal] : [])]);
  const viewing = createViewing(options, toolbox, current, signal, emit);
  const known = new KnownComputers(join(options.settingsFolder, 'known-computers.json'), log);
  return {
    cases: createCases({ ...options, signal, known }, toolbox, current, viewing, validation, emit),
    analysis: createAnalysis(toolbox, current),
    viewing,
    faces: createSingleFaces(toolbox, current, viewing, emit),
    notebook: createNotebooks(current, viewing, emit),
    lab,
    models: createModels(toolbox),
    training: createTraining(toolbox),
    validation,
    templates: keptTemplates(options.settingsFolder),
    info: () => toolbox.info(),
    nameDecoder: (path) => toolbox.nameDecoder(path),
    on(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      closing.abort();
      try {
        await lab.close();
      } finally {
        try {
          await current.inTurn(() => current.close());
        } finally {
          await toolbox.dispose();
        }
      }
    },
  };
}
