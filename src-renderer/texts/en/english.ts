/** All English texts of the window, by the part of the window that shows them. */
import { cases } from './cases.ts';
import { compare } from './compare.ts';
import { datasets } from './datasets.ts';
import { everywhere } from './everywhere.ts';
import { experiments } from './experiments.ts';
import { lab } from './lab.ts';
import { list } from './list.ts';
import { log } from './log.ts';
import { media } from './media.ts';
import { model } from './model.ts';
import { notes } from './notes.ts';
import { people } from './people.ts';
import { reports } from './reports.ts';
import { review } from './review.ts';
import { runs } from './runs.ts';
import { start } from './start.ts';

export const english = {
  cases,
  compare,
  datasets,
  everywhere,
  experiments,
  lab,
  list,
  log,
  media,
  model,
  notes,
  people,
  reports,
  review,
  runs,
  start,
};
