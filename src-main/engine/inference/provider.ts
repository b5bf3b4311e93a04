/**
 * Decides where networks run. A provider is used if a trial shows that it gives the same numbers as the CPU; with
 * `auto` it must also be faster. A trial takes seconds, so its result is stored until the runtime, the graphics of the
 * machine or the network change.
 */
import type { ProviderName, ProviderReport } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { noLog, type Log } from '../../shared/log.ts';
import { providerWords } from '../../shared/wording.ts';
import { forkTrial, type TrialAnswer } from './fork-trial.ts';
import { machineFacts } from './machine.ts';
import { loadEmbedderModel } from './manifest.ts';
import { sha256Of } from '../support/sha256.ts';
import { carriedProviders, onnxRuntimeVersion } from './onnx-session.ts';
import { ProviderMemory } from './provider-memory.ts';
import type { TrialRequest } from './trial.ts';

export interface ProviderQuestion {
  wish: ProviderName | 'auto';
  modelsFolder: string;
  /** Name of the embedder for the trial: the one that will be used. */
  model: string;
  threads: number;
  /** Where the result is stored. */
  settingsFolder: string;
  /** The built or source file of `provider-trial.ts`. */
  trialScript: string;
  log?: Log;
}

/** Tests replace `forkTrial` with it. */
type RunTrial = (request: TrialRequest) => Promise<TrialAnswer>;

/**
 * Largest difference between components of unit vectors. Single precision summed in another order differs by about
 * 1e-6; half precision, which some drivers use instead, by 1e-3 and more.
 */
const tolerance = 1e-4;

/** The fastest candidates first; CUDA is an add-on and must be chosen by name. */
const candidates: readonly ProviderName[] = ['dml', 'coreml', 'webgpu'];

const onCpu: ProviderReport = { name: 'cpu', maxDifference: 0, warning: null };

/**
 * @throws EngineError inference/provider-unavailable if a provider chosen by name does not work (`auto` uses the CPU
 *   instead, with a warning); models/… if the network itself cannot be used
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

/** Also throws if the network cannot be read, so this is not mistaken for a failing provider. */
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
    if (objection !== null) warnings.push(`${providerWords[name]} was not used: ${objection}.`);
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
      `${providerWords[name]} cannot be used on this machine: ${objectionTo(answer)}. ` +
        'Update the graphics driver, or choose the provider "auto" or "cpu".',
    );
  }
  const objection = objectionTo(answer);
  const warning = objection && `${providerWords[name]} is used as you chose, but ${objection}.`;
  return { name, maxDifference: answer.result.maxDifference, warning };
}

function trialOf({ modelsFolder, model, threads }: ProviderQuestion, provider: ProviderName) {
  return { modelsFolder, model, threads, provider };
}

/** Why a provider should not be used, as the end of a sentence; null if there is no reason. */
function objectionTo(answer: TrialAnswer): string | null {
  if (!answer.ok) {
    if (/adapter/i.test(answer.reason)) return 'no suitable graphics processor was found';
    if (/backend not found/i.test(answer.reason)) return 'this build of the runtime does not include it';
    return answer.reason.split('\n', 1)[0]!.slice(-200);
  }
  const { maxDifference } = answer.result;
  if (maxDifference <= tolerance) return null;
  return `its results differ from the CPU's by ${maxDifference.toExponential(1)}`;
}
