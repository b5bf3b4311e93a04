import type { Migration } from '../../cases/migrations/migration.ts';
import { initial } from './0001-initial.ts';

/** Every step there ever was, oldest first. */
export const labMigrations: readonly Migration[] = [initial];
