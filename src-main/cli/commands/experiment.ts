/** `exhibit experiment`: runs of the lab's experiments, their tables and figures. */
import { Option } from 'commander';
import { degradationNames, type DegradationName } from '../../shared/degradation-names.ts';
import { compareRuns } from '../../shared/lab-tables.ts';
import type { NeighbourFace } from '../../shared/lab.ts';
import { modelWorth } from '../../shared/model-worth.ts';
import { labRanges } from '../../shared/ranges.ts';
import { addLabGroup, type AddCommand } from '../command.ts';
import { addExperimentOptions, experimentFrom, type ExperimentOptions } from '../experiment-options.ts';
import { mandatory, notEmpty, numberOption, option, textOption, wrongUsage } from '../options.ts';
import { print } from '../output.ts';
import { followRun, printTables, runLine, showRun, type ShowOptions } from '../show-run.ts';
import { degradationList } from '../training-options.ts';

export const addExperiment: AddCommand = (program, call) => {
  const description = "run the lab's experiments on a data set and show the results";
  const { group, act } = addLabGroup(program, call, 'experiment', description);
  const ofRun = (name: string, description: string) =>
    group.command(name).description(description).argument('<run>', 'its number', runId);
  const plots = () => textOption('--plots <folder>', 'writes figures (SVG and PNG) and tables (CSV) there');

  const markdown = () => new Option('--markdown', 'tables as Markdown');

  addExperimentOptions(group.command('run'))
    .description('trains on a data set and measures on held-out clips')
    .argument('<data set>', 'its name', notEmpty)
    .addOption(plots())
    .action(
      act(async (engine, dataset: string, options: ExperimentOptions & ShowOptions) => {
        const parameters = experimentFrom(engine, dataset, options);
        if (options.plots !== undefined) await engine.lab.runs.requireFiguresFolder(options.plots);
        const { runId } = await engine.lab.runs.start(parameters);
        return followRun(engine, runId, options, call.signal);
      }),
    );
  group
    .command('list')
    .description('the runs of the lab')
    .action(
      act(({ lab }) => {
        const runs = lab.runs.list();
        print(
          runs.length === 0
            ? ["The lab has no runs. Start one with 'exhibit experiment run'."]
            : runs.map(runLine),
        );
      }),
    );
  ofRun('show', 'shows its results')
    .addOption(plots())
    .addOption(markdown())
    .action(act((engine, id: number, options: ShowOptions) => showRun(engine, id, options)));
  group
    .command('compare')
    .description('runs side by side')
    .argument('<runs...>', 'their numbers', runIds)
    .addOption(markdown())
    .action(
      act(({ lab }, ids: number[], options: ShowOptions) => {
        const details = ids.map((id) => lab.runs.detail(id));
        const done = details.flatMap(({ run, result }) => (result === null ? [] : [{ run, result }]));
        printTables([compareRuns(done)], options.markdown === true);
      }),
    );
  ofRun('resume', 'continues at the newest epoch').action(
    act((engine, id: number) => {
      engine.lab.runs.resume(id);
      return followRun(engine, id, {}, call.signal);
    }),
  );
  ofRun('remove', 'removes a run from the lab').action(
    act(({ lab }, id: number) => {
      lab.runs.remove(id);
      print([`run ${id} is removed`]);
    }),
  );
  ofRun('robustness', 'measures it on degraded clips')
    .addOption(
      mandatory(
        option(
          '--degradations <name,name,...>',
          `one or more of: ${degradationNames.join(', ')}`,
          degradationList,
        ),
      ),
    )
    .action(
      act((engine, id: number, { degradations }: { degradations: DegradationName[] }) => {
        engine.lab.runs.robustness(id, degradations);
        return followRun(engine, id, {}, call.signal);
      }),
    );
  ofRun('neighbours', 'the real and fake training faces that are nearest to a face')
    .addOption(mandatory(option('--face <id>', 'number of the face', wholeId)))
    .addOption(numberOption('--count <n>', 'of each label', labRanges.neighbours, 5))
    .action(
      act(async ({ lab }, id: number, { face, count }: { face: number; count: number }) => {
        const found = await lab.runs.neighbours({ runId: id, faceId: face, count });
        const lineOf = (near: NeighbourFace) =>
          `${near.label}  ${near.distance.toFixed(3)}  face ${near.faceId}  ${near.path}`;
        print([...found.real, ...found.fake].map(lineOf));
      }),
    );
  ofRun('publish', 'makes a model from it')
    .addOption(mandatory(textOption('--name <name>', 'of the model')))
    .addOption(
      textOption('--licence <text>', 'terms under which the model may be used', 'research and evaluation'),
    )
    .action(
      act(async ({ lab, models }, id: number, wish: { name: string; licence: string }) => {
        const model = await lab.runs.publish({ ...wish, runId: id });
        print([
          `${model.name} is published in ${model.folder}`,
          modelWorth(await models.card(model.name)),
          `Use it with --model '${model.name}', or for all cases with 'exhibit models activate'.`,
        ]);
      }),
    );
};

function wholeId(given: string, name: string): number {
  const id = Number(given);
  if (Number.isInteger(id) && id > 0) return id;
  throw wrongUsage(`${name} takes a whole number from 1, not '${given}'`);
}

function runId(given: string): number {
  const id = Number(given);
  if (Number.isInteger(id) && id > 0) return id;
  throw wrongUsage(`a run has a number (see 'exhibit experiment list'), not '${given}'`);
}

const runIds = (given: string, before: readonly number[] = []): number[] => [...before, runId(given)];
