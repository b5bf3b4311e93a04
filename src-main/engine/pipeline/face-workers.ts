/**
 * Describes faces on several threads. Each has its own networks and uses one core. ONNX Runtime blocks the thread that
 * calls it, and two threads inside one run of a small network are hardly faster. Whole batches in parallel are faster
 * almost by the number of cores. The numbers do not depend on how many cores there are.
 */
import { Worker } from 'node:worker_threads';
import { EngineError } from '../../shared/errors.ts';
import type { DescribedFrame, DescriberModels, DescribeParameters, FaceDescriber } from './describe-faces.ts';
import type { WorkerAnswer, WorkerBatch, WorkerRequest, WorkerStart } from './face-worker.ts';
import type { Frame } from '../media/frame.ts';

interface WorkerSettings {
  /** The built or source file of `face-worker.ts`. */
  script: string;
  models: DescriberModels;
  /** Largest number of threads; each is started when there is work for it. */
  count: number;
}

/** @throws EngineError models/…, inference/failed if the networks do not open */
export async function startFaceWorkers(settings: WorkerSettings): Promise<FaceDescriber> {
  const workers = new FaceWorkers(settings);
  try {
    await workers.startFirst();
    return workers;
  } catch (error) {
    await workers.dispose();
    throw error;
  }
}

class FaceWorkers implements FaceDescriber {
  readonly parallel: number;
  readonly #settings: WorkerSettings;
  readonly #all = new Set<Thread>();
  readonly #idle: Thread[] = [];
  readonly #waiting: ((thread: Thread) => void)[] = [];
  #disposed = false;

  constructor(settings: WorkerSettings) {
    this.#settings = settings;
    this.parallel = settings.count;
  }

  async startFirst(): Promise<void> {
    const first = this.#start();
    await first.opened;
    this.#release(first);
  }

  async describe(
    frames: readonly Frame[],
    parameters: DescribeParameters,
    signal?: AbortSignal,
  ): Promise<DescribedFrame[]> {
    const answer = this.#describe(frames, parameters, signal);
    return signal ? unlessAborted(answer, signal) : answer;
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    const threads = [...this.#all];
    this.#all.clear();
    this.#idle.length = 0;
    await Promise.all(threads.map((thread) => thread.end()));
  }

  async #describe(frames: readonly Frame[], parameters: DescribeParameters, signal?: AbortSignal) {
    const thread = await this.#take();
    try {
      signal?.throwIfAborted();
      return await thread.ask({ frames, parameters });
    } finally {
      this.#release(thread);
    }
  }

  #take(): Promise<Thread> | Thread {
    if (this.#disposed) throw threadEnded('the engine closes');
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) if (!idle.ended) return idle;
    if (this.#all.size < this.parallel) return this.#start();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #start(): Thread {
    const { script, models } = this.#settings;
    const thread = new Thread(script, { models, settings: { provider: 'cpu', threads: 1 } });
    this.#all.add(thread);
    return thread;
  }

  /** A thread that ended by itself is replaced when there is new work. */
  #release(thread: Thread): void {
    if (thread.ended) this.#all.delete(thread);
    const next = this.#waiting.shift();
    // After disposal, a waiting caller gets the ended thread, which rejects the work.
    if (next) next(thread.ended && !this.#disposed ? this.#start() : thread);
    else if (!thread.ended && this.#all.has(thread)) this.#idle.push(thread);
  }
}

interface Pending {
  resolve(frames: DescribedFrame[]): void;
  reject(error: EngineError): void;
}

/** One worker thread and its open questions, in order. */
class Thread {
  /** Rejects when its networks do not open. */
  readonly opened: Promise<unknown>;
  ended = false;
  readonly #worker: Worker;
  readonly #owed: Pending[] = [];
  #stopping = false;

  constructor(script: string, start: WorkerStart) {
    this.#worker = new Worker(script, { workerData: start });
    this.#worker.unref();
    this.#worker.on('message', (answer: WorkerAnswer) => this.#receive(answer));
    this.#worker.on('error', (error) => this.#fail(error.message));
    this.#worker.on('exit', (code) => this.#fail(`it ended with code ${code}`));
    this.opened = this.#owe();
    // Callers get this error too, because a thread without networks gives no other answer.
    this.opened.catch(() => undefined);
  }

  async ask(request: WorkerBatch): Promise<DescribedFrame[]> {
    await this.opened;
    const answer = this.#owe();
    this.#worker.postMessage(request, ownPixels(request.frames));
    return answer;
  }

  /** Resolves when the thread is gone, at most one run of a network later. */
  async end(): Promise<void> {
    if (this.ended) return;
    this.#stopping = true;
    const gone = new Promise((resolve) => this.#worker.once('exit', resolve));
    this.#worker.ref();
    this.#worker.postMessage('stop' satisfies WorkerRequest);
    await gone;
  }

  #owe(): Promise<DescribedFrame[]> {
    return new Promise((resolve, reject) => {
      if (this.ended) return reject(threadEnded('it has ended'));
      // Keeps the process alive while an answer is expected.
      this.#worker.ref();
      this.#owed.push({ resolve, reject });
    });
  }

  #receive(answer: WorkerAnswer): void {
    const pending = this.#owed.shift()!;
    if (this.#owed.length === 0 && !this.#stopping) this.#worker.unref();
    if (answer.ok) pending.resolve(answer.frames);
    else pending.reject(new EngineError(answer.error.code, answer.error.message));
  }

  #fail(why: string): void {
    this.ended = true;
    for (const { reject } of this.#owed.splice(0)) reject(threadEnded(why));
  }
}

const threadEnded = (why: string) =>
  new EngineError(
    'inference/failed',
    `The thread that looks for faces stopped: ${why}. Analyse the file again.`,
  );

/** Buffers that belong to one frame are transferred; other buffers are copied. */
function ownPixels(frames: readonly Frame[]): ArrayBuffer[] {
  return frames.flatMap(({ rgb }) =>
    rgb.buffer instanceof ArrayBuffer && rgb.byteLength === rgb.buffer.byteLength ? [rgb.buffer] : [],
  );
}

/**
 * After an abort the thread still finishes its batch. The listener is removed by hand: a listener that is removed by
 * another signal stays referenced, with its frames, as long as the first signal exists.
 */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
