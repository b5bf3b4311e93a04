import { expect, it } from 'vitest';
import { reportJsonSchema } from '../../../../src-main/engine/reports/json-schema.ts';
import { publishedSchema } from '../../../support/valid-report.ts';

it('is published as it is checked; `npx vitest run --project unit -u` writes it after a change of the form', async () => {
  await expect(`${JSON.stringify(reportJsonSchema(), null, 1)}\n`).toMatchFileSnapshot(publishedSchema);
});
