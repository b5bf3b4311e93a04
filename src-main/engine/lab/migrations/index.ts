import type { Migration } from '../../cases/migrations/migration.ts';
import { initial } from './0001-initial.ts';
import { requests } from './0002-requests.ts';

/** Every step there ever was, oldest first. */
export const labMigrations: readonly Migration[] = [initial, requests];
