/**
 * The words of the field, shared by engine, window, command line and report. Units and ranges stand
 * here once: boxes and landmarks are in pixels of the upright source frame, times are in milliseconds
 * of presentation time, scores are estimated probabilities of fake in [0, 1].
 */
import type { ErrorReport } from './errors.ts';
import type { CodingFigures, FileStructure } from './structure.ts';

/** Pixels of the upright frame, origin top left; sub-pixel values are allowed. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** Left eye, right eye, nose, left and right mouth corner; left as seen in the image. */
export type Landmarks = readonly [Point, Point, Point, Point, Point];

export type Label = 'real' | 'fake';

export interface Rational {
  num: number;
  den: number;
}

/** What the first video stream says of itself; sizes are after rotation, as a viewer sees them. */
export interface VideoStream {
  index: number;
  /** As the container numbers the stream, such as the PID of MPEG-TS: "0x100". */
  containerId?: string;
  codec: string;
  profile: string | null;
  pixelFormat: string;
  bitDepth: number;
  width: number;
  height: number;
  /** Clockwise turn that makes the stored picture upright. */
  rotationDegrees: 0 | 90 | 180 | 270;
  /** Set when left and right are swapped after that turn, as some front cameras write it. */
  mirrored?: true;
  /** Clockwise turn that the file asks for and that is no quarter turn: frames are examined as they are stored. */
  slantDegrees?: number;
  sampleAspectRatio: Rational;
  timeBase: Rational;
  averageFrameRate: Rational | null;
  nominalFrameRate: Rational | null;
  variableFrameRate: boolean;
  frameCount: number | null;
  durationMs: number | null;
  bitRate: number | null;
  colorSpace: string | null;
  colorTransfer: string | null;
  colorPrimaries: string | null;
  colorRange: string | null;
}

export interface StreamSummary {
  index: number;
  kind: 'video' | 'audio' | 'subtitle' | 'data' | 'attachment';
  codec: string;
  /** One line for a table: size and rate, or channels and sample rate. */
  detail: string;
  tags: Record<string, string>;
}

export interface MediaInfo {
  kind: 'video' | 'still' | 'animation';
  container: string;
  sizeBytes: number;
  durationMs: number | null;
  bitRate: number | null;
  /** ISO 8601, from the container's own tags; null when it says nothing. */
  createdAt: string | null;
  tags: Record<string, string>;
  video: VideoStream;
  streams: StreamSummary[];
  /** Where the container's own clock stands at the first frame; times in the video count from there. */
  clockStartMs?: number;
  /** Where the file is read up to, if its last part is incomplete and ffmpeg would refuse the whole file for it. */
  usableBytes?: number;
  /** What was assumed where the file does not say, as sentences. */
  assumptions?: string[];
  /** What of a still picture is missing, as sentences; of a video it is known once its frames are. */
  missing?: string[];
  /** What of the file was not examined, and how to examine it, as sentences. */
  unexamined?: string[];
  /** How the file is put together; null for a format of which Exhibit lists no parts. Older findings lack it. */
  structure?: FileStructure | null;
  /** How its frames are coded over time. */
  coding?: CodingFigures;
}

/** What the reader sees in a file, before any face is looked for. */
export interface FileExamination {
  path: string;
  media: MediaInfo;
  frames: {
    count: number;
    /** In the file, and cut away by its edit list. */
    hidden: number;
    /** From packets, or from decoding where only the decoder can tell. */
    source: 'packets' | 'decoding';
    /** null where only the decoder can tell the frames. */
    keyFrames: number | null;
    lastMs: number;
    /** First frame of each recording after the first one. */
    joins: { frameIndex: number; timeMs: number }[];
  };
  /** What is missing, joined, hidden or not examined, as sentences. */
  remarks: string[];
  /** Of the demuxer. */
  warnings: string[];
}

/** Which frames of a video are looked at. */
export type SamplingPolicy =
  | { kind: 'first'; count: number }
  | { kind: 'spread'; count: number }
  | { kind: 'every'; step: number }
  | { kind: 'rate'; perSecond: number }
  | { kind: 'all' };

export interface AnalysisParameters {
  sampling: SamplingPolicy;
  /** Smallest face looked for, in pixels of the frame as it is detected on. */
  minFacePx: number;
  /** Frames with a longer side above this are scaled down to it for detection; null keeps full size. */
  detectSizePx: number | null;
  /** Index of the video stream to examine; left out, the file's main one. */
  stream?: number;
  /** Faces examined in one frame, the largest ones; left out, 50. */
  maxFaces?: number;
}

/** Where inference runs. */
export const providerNames = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const;
export type ProviderName = (typeof providerNames)[number];

export interface ProviderReport {
  name: ProviderName;
  /** Largest absolute difference from the CPU on the parity input; 0 on the CPU itself. */
  maxDifference: number;
  /** Why a faster provider was not used, in plain words; null when nothing went wrong. */
  warning: string | null;
}

export interface FaceQuality {
  /** Shorter side of the box. */
  sizePx: number;
  /** Variance of the Laplacian of the 112 px grey face crop (0–255 scale); low is blurred. */
  sharpness: number;
  yawDegrees: number;
  pitchDegrees: number;
  rollDegrees: number;
}

/** Why a face is not scored. */
export type Refusal = 'too-small' | 'too-blurred' | 'turned-away' | 'cut-off' | 'low-detection';

export type ClassifierScores = Record<'sgd' | 'forest', number>;

export interface Face {
  frameIndex: number;
  pts: number;
  ptsMs: number;
  box: Box;
  landmarks: Landmarks;
  /** Detector's probability that this is a face. */
  detection: number;
  quality: FaceQuality;
  refused: Refusal | null;
  /** Mean of the calibrated classifier scores; null for a refused face. */
  score: number | null;
  classifiers: ClassifierScores | null;
  /** Share of held-out faces that lie nearer to the training data; at 1 it is farther than all of them. */
  novelty: number | null;
}

/** The outcomes that decide. */
export type Answer = 'likely-real' | 'likely-fake';

export type Outcome = Answer | 'inconclusive' | 'not-applicable';

export interface Verdict {
  outcome: Outcome;
  /** null exactly when the outcome is not-applicable. */
  score: number | null;
  /** log10 of the likelihood ratio for fake over real, bounded by the validation set's size. */
  log10LikelihoodRatio: number | null;
  /** Plain sentences, most important first; never empty. */
  reasons: string[];
}

export interface Track {
  id: number;
  startMs: number;
  endMs: number;
  faces: Face[];
  verdict: Verdict;
}

export interface FrameRecord {
  frameIndex: number;
  pts: number;
  ptsMs: number;
  /** null when the frame was decoded and looked at. */
  skipped: string | null;
}

export interface ModelReference {
  /** `manifest`: the file that says how pictures enter each network (layout, normalisation, template). */
  role: 'manifest' | 'detector' | 'embedder' | 'identity' | 'classifier' | 'guest';
  name: string;
  sha256: string;
}

/** The decoder that read the evidence, and what it had to show before. */
export interface DecoderReport {
  /** Such as "system ffmpeg 5.1.9". */
  source: string;
  /** Likewise the prober that goes with it. */
  ffprobe: string;
  /** Of the ffmpeg program. */
  sha256: string;
  /** The built-in clips that it decoded as it should; `expected` is the SHA-256 of what was expected. */
  check: { clips: number; frames: number; expected: string };
  /** Not there in findings from before ffmpeg had a sandbox. */
  sandbox?: SandboxReport;
}

/** Whether a sandbox kept ffmpeg from the network and from all files but its input: by what, or why not. */
export type SandboxReport = { held: true; by: string } | { held: false; why: string };

export interface SoftwareVersions {
  exhibit: string;
  node: string;
  ffmpeg: string;
  /** null in findings from before decoders were checked. */
  decoder: DecoderReport | null;
  onnxRuntime: string;
}

/** The score range inside which a video is inconclusive, with the threshold between the classes. */
export interface DecisionBand {
  threshold: number;
  realBelow: number;
  fakeAbove: number;
}

/** Whether any score is decided: scores lie strictly between 0 and 1, so limits there are never reached. */
export const givesVerdicts = ({ realBelow, fakeAbove }: DecisionBand): boolean =>
  realBelow > 0 || fakeAbove < 1;

/** Beyond any of these a model decides nothing, whatever the score; all are means over the usable faces of a track. */
export interface DecisionGates {
  /** Largest `Face.novelty`. */
  novelty: number;
  /** Largest difference between the classifiers' scores. */
  disagreement: number;
  /** Smallest and least sharp faces; 0 where the training data showed no reason for a limit. */
  sizePx: number;
  sharpness: number;
}

/** All that a model's verdicts are drawn by. */
export interface DecisionLimits extends DecisionBand {
  gates: DecisionGates;
}

/** What a detector that the lab brought says of the same faces: beside our verdict, and never part of it. */
export interface GuestFinding {
  name: string;
  /** Of its calibration, which names its network. */
  sha256: string;
  band: DecisionLimits;
  verdict: Verdict;
  /** One for each track of the finding, in the same order. */
  tracks: GuestTrack[];
}

export interface GuestTrack {
  verdict: Verdict;
  /** Of the track's faces in their order; null for a refused face. */
  scores: (number | null)[];
}

/** One verdict with all that made it. */
export interface Finding {
  path: string;
  sha256: string;
  media: MediaInfo;
  parameters: AnalysisParameters;
  provider: ProviderReport;
  models: ModelReference[];
  versions: SoftwareVersions;
  band: DecisionLimits;
  frames: FrameRecord[];
  tracks: Track[];
  verdict: Verdict;
  /** By name; empty where no detector was brought. */
  guests: GuestFinding[];
  /** What the decoder complained about, as counted lines; empty for a clean file. */
  decodeWarnings: string[];
  startedAt: string;
  finishedAt: string;
}

export type ProgressStage =
  'hash' | 'probe' | 'decode' | 'detect' | 'embed' | 'degrade' | 'score' | 'train' | 'save';

export interface Progress {
  stage: ProgressStage;
  done: number;
  /** null when unknown. */
  total: number | null;
}

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

/** What reads evidence, or why nothing may. */
export type DecoderState =
  { ready: true; report: DecoderReport; warning: string | null } | { ready: false; problem: ErrorReport };

export interface EngineInfo {
  /** Exhibit's own version. */
  exhibit: string;
  provider: ProviderReport;
  decoder: DecoderState;
  /** `worth` in one line: see `modelWorth`; null when it is missing or damaged. */
  activeModel: { name: string; worth: string } | null;
}

export interface ImageBytes {
  mime: string;
  bytes: Uint8Array;
}
