/** Entry of the process that tries a provider. */
import { answerOnce } from '../support/answer-once.ts';
import { tryProvider } from './trial.ts';

answerOnce(tryProvider);
