/** Reads a JSON report as a stranger does: by the schema that is published beside the program. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { project } from './face-clip.ts';

export const publishedSchema = join(project, 'resources', 'report.schema.json');

const published = JSON.parse(readFileSync(publishedSchema, 'utf8')) as Parameters<typeof z.fromJSONSchema>[0];
const schema = z.fromJSONSchema(published);

/** @throws ZodError where the report is not of that form */
export const validReport = (text: string): unknown => schema.parse(JSON.parse(text));
