/** `exhibit report`: a case as a file that another expert can re-check. */
import { extname } from 'node:path';
import { Option } from 'commander';
import { reportFormats, type ReportFormat } from '../../shared/case.ts';
import { templateFormats } from '../../shared/report-template.ts';
import { auditLines } from '../audit-lines.ts';
import { exit, onEngine, type AddCommand } from '../command.ts';
import {
  allNotEmpty,
  choiceOption,
  mandatory,
  notEmpty,
  overwriteOption,
  textOption,
  wrongUsage,
} from '../options.ts';
import { openOrView } from '../open-case.ts';
import { note, print } from '../output.ts';
import { personOption, reportChoice, videoOption, type ChoiceOptions } from '../report-choice.ts';

interface ReportOptions extends ChoiceOptions {
  out: string;
  format: ReportFormat;
  overwrite?: true;
  template?: string;
}

export const addReport: AddCommand = (program, call) => {
  program
    .command('report')
    .summary('write the report of a case')
    .description(
      "Writes evidence with hashes, method and versions, verdicts with reasons, crops, score charts, the model's " +
        'error rates and the head of the audit log. The audit log then names the report and its SHA-256, unless the ' +
        'case can only be read.',
    )
    .argument('<case>', 'the case', notEmpty)
    .addOption(mandatory(textOption('--out <file>', 'the file to write')))
    .addOption(
      choiceOption(
        '--format <format>',
        'of the report; PDF: an installed Exhibit alone',
        reportFormats,
        'html',
      ),
    )
    .addOption(videoOption())
    .addOption(personOption())
    .addOption(new Option('--redact', 'a disclosed version, without faces and names of people'))
    .addOption(
      new Option(
        '--disclose <who...>',
        'like --redact, but these stay: a name, or a file and the number of its track, such as clip.mp4:2',
      ).argParser(allNotEmpty),
    )
    .addOption(
      textOption(
        '--template <folder>',
        'of a lab, with its logo, words and choice of sections: HTML and DOCX',
      ),
    )
    .addOption(overwriteOption())
    .addHelpText(
      'after',
      '\nExit code: 0 written; 1 not written, or written and the audit log is broken, as the report says; 2 wrong usage, or the file exists.',
    )
    .action((path: string, { out, format, overwrite, template, ...chosen }: ReportOptions) => {
      requireFittingName(out, format);
      if (template !== undefined && !templateFormats.some((each) => each === format))
        throw wrongUsage(`a template applies to html and docx, not to ${format}: leave --template out`);
      return onEngine(call, {}, async (engine) => {
        await openOrView(engine, path);
        const choice = await reportChoice(engine, chosen);
        const { path: written, sha256 } = await engine.cases.writeReport(
          format,
          out,
          overwrite ?? false,
          choice,
          template ?? null,
        );
        print([written, `sha256 ${sha256}`]);
        const chain = await engine.cases.verify('new');
        if (chain.intact) return exit.ok;
        auditLines(chain).forEach(note);
        return exit.failed;
      });
    });
};

/**
 * A page in a file that is named as a PDF opens nowhere.
 * @throws EngineError `cli/usage` when the name of the file says another format
 */
export function requireFittingName(out: string, format: ReportFormat): void {
  const ending = extname(out).slice(1).toLowerCase();
  if (ending === format || !reportFormats.some((each) => each === ending)) return;
  throw wrongUsage(
    `'${out}' is named as ${ending.toUpperCase()}, but --format is ${format}: add --format ${ending}, or choose another name`,
  );
}
