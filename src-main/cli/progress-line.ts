/** Progress: on a terminal one line that is rewritten, in a log file one line for each video. */
import type { JobProgress } from '../shared/case.ts';
import { stageWords } from '../shared/wording.ts';

interface ProgressLine {
  update(progress: JobProgress, name: string): void;
  /** Prints a line that stays, above the progress. */
  print(line: string): void;
  end(): void;
}

export function createProgressLine(stream: NodeJS.WriteStream): ProgressLine {
  const live = stream.isTTY === true;
  const shown = new Set<number | null>();
  const clear = () => live && stream.write('\r\u001b[2K');
  return {
    update(progress, name) {
      if (!live) {
        if (shown.has(progress.evidenceId)) return;
        shown.add(progress.evidenceId);
        stream.write(`${shown.size}/${progress.total}  ${name}${remaining(progress)}\n`);
        return;
      }
      clear();
      stream.write(progressText(progress, name).slice(0, (stream.columns ?? 80) - 1));
    },
    print(line) {
      clear();
      stream.write(`${line}\n`);
    },
    end: () => void clear(),
  };
}

function progressText(job: JobProgress, name: string): string {
  const { done, total, progress } = job;
  const part = progress.total === null ? `${progress.done}` : `${progress.done}/${progress.total}`;
  return `${done}/${total} videos  ${name}  ${stageWords[progress.stage]} ${part}${remaining(job)}`;
}

const remaining = ({ etaMs }: JobProgress) => (etaMs === null ? '' : `  about ${duration(etaMs)} left`);

/** An estimate, no finer than it is true. */
export function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
