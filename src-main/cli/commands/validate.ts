/** `exhibit validate`: whether this installation gives the answers that it should. */
import type { ValidatedClips, ValidationRecord } from '../../shared/validation.ts';
import { countOf, outcomeWords, outcomes, providerWords } from '../../shared/wording.ts';
import { exit, onEngine, type AddCommand } from '../command.ts';
import { print } from '../output.ts';
import { progressNotes } from '../progress-notes.ts';

export const addValidate: AddCommand = (program, call) => {
  program
    .command('validate')
    .summary('check this installation on material whose answers are known')
    .description(
      'Runs the pictures of the sample case, whose faces and scores are known, and your own labelled clips if you name ' +
        'their table, through this installation. The dated record stays among the settings; every report names the last one.',
    )
    .argument('[clip-table]', 'labelled clips, as for exhibit train')
    .addHelpText(
      'after',
      '\nExit code: 0 passed; 3 an answer is not the known one, or the clips contradict the model card.',
    )
    .action((table: string | undefined) =>
      onEngine(call, {}, async ({ validation }) => {
        const { record, path } = await validation.run(table, {
          signal: call.signal,
          onProgress: progressNotes(),
        });
        print([...recordLines(record), `record    ${path}`]);
        return record.faults.length === 0 ? exit.ok : exit.someFailed;
      }),
    );
};

function recordLines({ versions, provider, model, knownAnswers, clips, faults }: ValidationRecord): string[] {
  const compared = knownAnswers.flatMap(({ largestDifference }) => largestDifference ?? []);
  const difference =
    compared.length === 0
      ? 'scores NOT COMPARED: they are not known for this model'
      : `largest difference ${Math.max(...compared)}`;
  const faces = knownAnswers.reduce((sum, each) => sum + each.faces.length, 0);
  return [
    `version   Exhibit ${versions.exhibit}, ffmpeg ${versions.ffmpeg}, ONNX Runtime ${versions.onnxRuntime}, ${providerWords[provider]}`,
    `model     ${model.name}, ${model.sha256}`,
    `known     ${countOf(knownAnswers.length, 'picture')}, ${countOf(faces, 'face')}, ${difference}`,
    ...(clips === null ? [] : clipLines(clips)),
    ...(faults.length === 0 ? ['result    PASSED'] : faults.map((fault) => `result    FAILED: ${fault}`)),
  ];
}

function clipLines({ listed, real, fake, unscored, known, auc, answers }: ValidatedClips): string[] {
  return [
    `clips     ${real} real and ${fake} fake of ${listed} scored; ${known} of people known to the embedder left out`,
    'clips     not checked: whether the model was trained on any of them',
    ...unscored.map(({ path, reason }) => `unscored  ${path}: ${reason}`),
    ...(auc === null
      ? []
      : [`auc       ${auc.value.toFixed(2)} (${auc.low.toFixed(2)} to ${auc.high.toFixed(2)})`]),
    ...outcomes.map(
      (outcome) =>
        `answers   ${outcomeWords[outcome]}: ${answers[outcome].real} real, ${answers[outcome].fake} fake`,
    ),
  ];
}
