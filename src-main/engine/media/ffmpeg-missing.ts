/** What to say where no ffmpeg can be used: the command that installs one, for every system. */
import { EngineError } from '../../shared/errors.ts';

/** ffmpeg 5 is the oldest release whose display-matrix and edit-list handling the tests hold. */
export const oldestSupported = 5;

const commands = [
  'Debian, Ubuntu: sudo apt-get install ffmpeg',
  'Fedora: sudo dnf install https://mirrors.rpmfusion.org/free/fedora/rpmfusion-free-release-$(rpm -E %fedora).noarch.rpm && sudo dnf install ffmpeg --allowerasing',
  'Windows: winget install Gyan.FFmpeg',
  'macOS: brew install ffmpeg',
];

/** @param reason one sentence on what was found instead */
export const ffmpegMissing = (reason: string, options?: ErrorOptions) =>
  new EngineError(
    'media/ffmpeg-missing',
    [
      `${reason} Install ffmpeg ${oldestSupported} or newer and start Exhibit again:`,
      ...commands,
      'Or name a program of your own: EXHIBIT_FFMPEG=/path/to/ffmpeg',
    ].join('\n'),
    options,
  );
