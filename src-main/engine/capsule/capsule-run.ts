/** What writing and checking of a capsule are given by whoever waits for it. */
export interface CapsuleRun {
  signal: AbortSignal;
  /** Called before each video, with its number from 1 and how many there are. */
  onVideo: (number: number, count: number) => void;
}
