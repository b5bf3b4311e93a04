import type { Progress } from '../../shared/domain.ts';

/** How work that takes a while is stopped, and whom it tells how far it is. */
export interface WorkRun {
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
}
