/** What examiners write down and decide needs an author. */
import { EngineError } from '../../shared/errors.ts';

export const nobodyAtWork = () =>
  new EngineError('case/no-examiner', 'Say first who you are: name the examiner in the case details.');
