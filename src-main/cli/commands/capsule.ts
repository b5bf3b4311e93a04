/** `exhibit capsule`: a case in one file that another expert can check again without the videos. */
import { auditLines } from '../audit-lines.ts';
import { exit, onEngine, type AddCommand } from '../command.ts';
import { openOrView } from '../open-case.ts';
import { mandatory, notEmpty, overwriteOption, textOption } from '../options.ts';
import { note, print } from '../output.ts';
import { personOption, reportChoice, videoOption, type ChoiceOptions } from '../report-choice.ts';

interface CapsuleOptions extends Pick<ChoiceOptions, 'video' | 'person'> {
  out: string;
  overwrite?: true;
}

export const addCapsule: AddCommand = (program, call) => {
  program
    .command('capsule')
    .summary('write a case as one file that others can check again')
    .description(
      'Writes a zip with the whole case, or an extract of it, its report, the models and every frame in which a face was scored, without ' +
        'loss. "exhibit verify" on another machine checks it and computes the scores again. The videos themselves are ' +
        'not inside. The capsule shows faces: handle it as biometric data.',
    )
    .argument('<case>', 'the case', notEmpty)
    .addOption(mandatory(textOption('--out <file>', 'the zip file to write')))
    .addOption(videoOption())
    .addOption(personOption())
    .addOption(overwriteOption())
    .addHelpText(
      'after',
      '\nExit code: 0 written; 1 not written, or written and the audit log is broken, as the report inside says; 2 wrong usage, or the file exists.',
    )
    .action((path: string, { out, overwrite, ...chosen }: CapsuleOptions) =>
      onEngine(call, {}, async (engine) => {
        await openOrView(engine, path);
        const { evidenceIds } = await reportChoice(engine, chosen);
        const { path: written, sha256 } = await engine.cases.writeCapsule(
          out,
          overwrite ?? false,
          evidenceIds,
          (number, count) => note(`Writing video ${number} of ${count}`),
        );
        print([written, `sha256 ${sha256}`]);
        const chain = await engine.cases.verify('new');
        if (chain.intact) return exit.ok;
        auditLines(chain).forEach(note);
        return exit.failed;
      }),
    );
};
