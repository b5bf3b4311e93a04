import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWorkstation, type Workstation } from './support/workstation.ts';

let desk: Workstation;
beforeAll(async () => void (desk = await startWorkstation()));
afterAll(() => desk.close());

it('names every file of a folder that it leaves out, with the reason', async () => {
  const folder = join(desk.folder, 'evidence');
  await mkdir(folder);
  for (let index = 1; index <= 12; index += 1)
    await writeFile(join(folder, `code ${index}.ts`), 'export {};\n');
  await writeFile(join(folder, 'carved'), '\0\0\0\x18ftypisom\0\0\0\0isom');
  await writeFile(join(folder, 'blob.dat'), Buffer.of(0, 1, 2, 3));
  await desk.chooseToSave(join(desk.folder, 'left out.exhibit'));
  await desk.page.getByTestId('new-case').click();
  await desk.chooseToOpen(folder);
  await desk.page.getByTestId('add-folder').first().click();
  await desk.page.getByTestId('video-row').first().waitFor();
  expect(await desk.page.getByTestId('video-row').count()).toBe(1);
  const [unknown, none] = await desk.page.getByTestId('notice').all();
  await desk.screenshot('left-out-closed');
  await none!.locator('summary').click();
  expect(await none!.innerText()).toContain('12 files were not added');
  const lines = await none!.getByTestId('notice-list').locator('li').allInnerTexts();
  expect(lines).toEqual(
    Array.from({ length: 12 }, (_, index) => `${join(folder, `code ${index + 1}.ts`)}: a text file`),
  );
  expect(await unknown!.getByTestId('notice-list').innerText()).toContain(
    'blob.dat: no video or picture was found in it',
  );
  await desk.screenshot('left-out');
});
