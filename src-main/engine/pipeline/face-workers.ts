/**
 * Describes faces on several threads, each with networks of its own on one core. ONNX Runtime holds the thread
 * that calls it, and two threads inside one run of a small net gain little; whole batches side by side gain
 * nearly the number of cores. Numbers do not depend on how many cores there are.
 */
import { Worker } from 'node:worker_threads';
import { EngineError } from '../../shared/errors.ts';
import type { DescribedFrame, DescriberModels, DescribeParameters, FaceDescriber } from './describe-faces.ts';
import type { WorkerAnswer, WorkerBatch, WorkerRequest, WorkerStart } from './face-worker.ts';
import type { Frame } from '../media/frame.ts';

export interface WorkerSettings {
  /** The built or source file of `face-worker.ts`. */
  script: string;
  models: DescriberModels;
  /** Threads at most; each is started when there is work for it. */
  count: number;
}

/** @throws EngineError models/…, inference/failed when the networks do not open */
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

  /** One that ended by itself is replaced when the next work comes. */
  #release(thread: Thread): void {
    if (thread.ended) this.#all.delete(thread);
    const next = this.#waiting.shift();
    // Once disposed, whoever waits is given the ended thread, which refuses him.
    if (next) next(thread.ended && !this.#disposed ? this.#start() : thread);
    else if (!thread.ended && this.#all.has(thread)) this.#idle.push(thread);
  }
}

interface Pending {
  resolve(frames: DescribedFrame[]): void;
  reject(error: EngineError): void;
}

/** One worker thread and the answers it owes, in the order of the questions. */
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
    // Whoever asks meets the failure as well: a thread without networks answers nothing else.
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
      // Keeps the process alive for as long as an answer is due.
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
    `the thread that looks for faces stopped: ${why}; analyse the file again`,
  );

/** Buffers that belong to one frame alone are handed over; any other is copied. */
function ownPixels(frames: readonly Frame[]): ArrayBuffer[] {
  return frames.flatMap(({ rgb }) =>
    rgb.buffer instanceof ArrayBuffer && rgb.byteLength === rgb.buffer.byteLength ? [rgb.buffer] : [],
  );
}

/**
 * The thread finishes its batch all the same, and is free again after it. The listener is taken off by hand: one that
 * goes by a signal of its own is remembered by the signal it listens to, frames and all, for as long as that one lives.
 */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
