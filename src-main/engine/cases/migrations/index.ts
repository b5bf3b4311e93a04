import { initial } from './0001-initial.ts';
import { jobEvidence } from './0002-job-evidence.ts';
import { guests } from './0003-guests.ts';
import { notebook } from './0004-notebook.ts';
import { removedEvidence } from './0005-removed-evidence.ts';
import { people } from './0006-people.ts';
import { modelsWithoutCard } from './0007-models-without-card.ts';
import { singleFaces } from './0008-single-faces.ts';
import { likeness } from './0009-likeness.ts';
import { loggedJobs } from './0010-logged-jobs.ts';
import type { Migration } from './migration.ts';

/** All steps, oldest first. */
export const migrations: readonly Migration[] = [
  initial,
  jobEvidence,
  guests,
  notebook,
  removedEvidence,
  people,
  modelsWithoutCard,
  singleFaces,
  likeness,
  loggedJobs,
];
