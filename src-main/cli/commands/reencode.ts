/** `exhibit reencode`: what copies of videos score that are encoded one step further down. */
import { EngineError } from '../../shared/errors.ts';
import { pathText } from '../../shared/path-text.ts';
import { REENCODING_NOTE, reencodingTexts } from '../../shared/reencoding-wording.ts';
import { exit, onEngine, type AddCommand } from '../command.ts';
import { allNotEmpty, notEmpty } from '../options.ts';
import { openForWork } from '../open-case.ts';
import { note, print } from '../output.ts';
import { progressNotes } from '../progress-notes.ts';
import { chosenFiles } from '../report-choice.ts';

export const addReencode: AddCommand = (program, call) => {
  program
    .command('reencode')
    .summary('see how the answer on a video moves when it is encoded one step further down')
    .description(
      'Encodes analysed videos of a case one step further down, scores the copies, and stores the answers in the audit log; ' +
        `reports show them. ${REENCODING_NOTE}`,
    )
    .argument('<case>', 'the case', notEmpty)
    .argument('<file...>', 'numbers or names of files, as "exhibit case" lists them', allNotEmpty)
    .addHelpText(
      'after',
      '\nExit code: 0 all stored, 3 some copies could not be made or scored; each is named. 130 interrupted.',
    )
    .action((path: string, names: string[]) =>
      onEngine(call, {}, async (engine) => {
        const { cases } = engine;
        await openForWork(engine, path);
        let failed = 0;
        for (const { id, path: read } of chosenFiles(engine, names)) {
          try {
            const reencoding = await cases.reencode(id, progressNotes('frame'));
            print([
              `video     ${pathText(read)}`,
              ...reencodingTexts(reencoding).map((text) => `copy      ${text}`),
            ]);
          } catch (error) {
            if (!(error instanceof EngineError)) throw error;
            failed += 1;
            note(`${pathText(read)}: ${error.message} [${error.code}]`);
          }
        }
        return failed > 0 ? exit.someFailed : exit.ok;
      }),
    );
};
