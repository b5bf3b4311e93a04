/** What to say where no ffmpeg can be used: the command that installs one, for every system. */
import { EngineError } from '../../shared/errors.ts';

/** ffmpeg 5 is the oldest release whose display-matrix and edit-list handling the tests hold. */
export const oldestSupported = 5;

/** Fedora's own ffmpeg cannot read H.264 and HEVC. */
const fedora =
  'sudo dnf install https://mirrors.rpmfusion.org/free/fedora/rpmfusion-free-release-$(rpm -E %fedora).noarch.rpm' +
  ' && sudo dnf install ffmpeg --allowerasing';

/** @param reason one sentence on what was found instead */
export const ffmpegMissing = (reason: string, options?: ErrorOptions) =>
  new EngineError(
    'media/ffmpeg-missing',
    `${reason} Install ffmpeg ${oldestSupported} or newer and start Exhibit again. ` +
      'Debian, Ubuntu: "sudo apt-get install ffmpeg". Windows: "winget install Gyan.FFmpeg". ' +
      `macOS: "brew install ffmpeg". Fedora: "${fedora}". ` +
      'Or name a program of your own: EXHIBIT_FFMPEG=/path/to/ffmpeg',
    options,
  );
