/**
 * Decides where inference runs. A provider is used when a trial shows that it answers what the CPU
 * answers; `auto` wants it to be faster, too. What a trial said is remembered, because it takes seconds,
 * until the runtime, the machine's graphics or the model change.
 */
import type { ProviderName, ProviderReport } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { noLog, type Log } from '../../shared/log.ts';
import { forkTrial } from './fork-trial.ts';
import { machineFacts } from './machine.ts';
import { loadEmbedderModel, sha256Of } from './manifest.ts';
import { carriedProviders, onnxRuntimeVersion } from './onnx-session.ts';
import { ProviderMemory } from './provider-memory.ts';
import type { TrialAnswer } from './provider-trial.ts';
import type { TrialRequest } from './trial.ts';

export interface ProviderQuestion {
  wish: ProviderName | 'auto';
  modelsFolder: string;
  /** Name of the embedder that the trial is made with: the one that will be used. */
  model: string;
  threads: number;
  /** Where the answer is remembered. */
  settingsFolder: string;
  /** The built or source file of `provider-trial.ts`. */
  trialScript: string;
  log?: Log;
}

/** Stands in for `forkTrial` in tests. */
export type RunTrial = (request: TrialRequest) => Promise<TrialAnswer>;

/**
 * Between components of unit vectors. Single precision summed in another order differs by 1e-6 or so;
 * half precision, which some drivers substitute, by 1e-3 and more.
 */
const tolerance = 1e-4;

/** Most promising first; CUDA is an add-on and has to be asked for. */
const candidates: readonly ProviderName[] = ['dml', 'coreml', 'webgpu'];

const spelled: Readonly<Record<ProviderName, string>> = {
  cpu: 'the CPU',
  webgpu: 'WebGPU',
  cuda: 'CUDA',
  dml: 'DirectML',
  coreml: 'Core ML',
};

const onCpu: ProviderReport = { name: 'cpu', maxDifference: 0, warning: null };

/**
 * @throws EngineError inference/provider-unavailable when a provider asked for by name does not work
 *   (`auto` falls back to the CPU with a warning); models/… when the model itself cannot be used
 */
export async function chooseProvider(
  question: ProviderQuestion,
  signal?: AbortSignal,
  runTrial: RunTrial = (request) => forkTrial(question.trialScript, request, signal),
): Promise<ProviderReport> {
  const { wish, settingsFolder } = question;
  if (wish === 'cpu') return onCpu;
  const memory = new ProviderMemory(settingsFolder, await situation(question), question.log ?? noLog);
  const remembered = await memory.recall(wish);
  if (remembered) return remembered;
  const report = await (wish === 'auto' ? fastest(question, runTrial) : named(question, wish, runTrial));
  await memory.keep(wish, report);
  return report;
}

/** Also makes sure that a model which cannot be read is not mistaken for a provider that fails. */
async function situation({ modelsFolder, model, threads }: ProviderQuestion): Promise<string> {
  const { entry } = await loadEmbedderModel(modelsFolder, model);
  const facts = [onnxRuntimeVersion, entry.sha256, String(threads), ...(await machineFacts())];
  return sha256Of(Buffer.from(facts.join('\n')));
}

async function fastest(question: ProviderQuestion, runTrial: RunTrial): Promise<ProviderReport> {
  const carried = carriedProviders();
  const warnings: string[] = [];
  for (const name of candidates.filter((candidate) => carried.includes(candidate))) {
    const answer = await runTrial({ ...trialOf(question, name), measureSpeed: true });
    const objection = objectionTo(answer);
    if (objection !== null) warnings.push(`${spelled[name]} was not used: ${objection}.`);
    else if (answer.ok && answer.result.speedup !== null && answer.result.speedup > 1) {
      return { name, maxDifference: answer.result.maxDifference, warning: warnings.join(' ') || null };
    }
  }
  return warnings.length === 0 ? onCpu : { ...onCpu, warning: `${warnings.join(' ')} The CPU is used.` };
}

async function named(
  question: ProviderQuestion,
  name: ProviderName,
  runTrial: RunTrial,
): Promise<ProviderReport> {
  const answer = await runTrial({ ...trialOf(question, name), measureSpeed: false });
  if (!answer.ok) {
    throw new EngineError(
      'inference/provider-unavailable',
      `${spelled[name]} cannot be used on this machine: ${objectionTo(answer)}. ` +
        'Update the graphics driver, or choose the provider "auto" or "cpu".',
    );
  }
  const objection = objectionTo(answer);
  const warning = objection && `${spelled[name]} was asked for and is used, but ${objection}.`;
  return { name, maxDifference: answer.result.maxDifference, warning };
}

function trialOf({ modelsFolder, model, threads }: ProviderQuestion, provider: ProviderName) {
  return { modelsFolder, model, threads, provider };
}

/** Why a provider should not be trusted, as the end of a sentence; null when nothing speaks against it. */
function objectionTo(answer: TrialAnswer): string | null {
  if (!answer.ok) {
    if (/adapter/i.test(answer.reason)) return 'there is no graphics processor that it can work with';
    if (/backend not found/i.test(answer.reason)) return 'this build of the inference runtime lacks it';
    return answer.reason.split('\n', 1)[0]!.slice(-200);
  }
  const { maxDifference } = answer.result;
  if (maxDifference <= tolerance) return null;
  return `its results differ from the CPU's by ${maxDifference.toExponential(1)}`;
}
