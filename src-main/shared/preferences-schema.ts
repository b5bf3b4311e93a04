import { z } from 'zod';
import { layoutSchema } from './layout-schema.ts';
import { textSizes, usualPreferences, type Preferences } from './preferences.ts';
import { withKeys } from './saved-filter-values.ts';

const text = z.string().max(1000);

const savedFilter = z.strictObject({
  name: text.min(1),
  text,
  outcome: text,
  facets: z.record(text, text),
});

const parts = {
  layout: layoutSchema,
  filters: z.array(savedFilter).max(1000),
  keys: z.record(text, z.array(text).max(10)),
  textSize: z.literal([...textSizes]),
  filmstrip: z.boolean().nullable(),
};

/** What has changed. */
export const preferencesChange: z.ZodType<Partial<Preferences>> = z.strictObject({
  layout: parts.layout.exactOptional(),
  filters: parts.filters.exactOptional(),
  keys: parts.keys.exactOptional(),
  textSize: parts.textSize.exactOptional(),
  filmstrip: parts.filmstrip.exactOptional(),
});

/** Each for itself: one that is missing or damaged costs no other. */
export const preferencesShape = {
  layout: parts.layout.catch(usualPreferences.layout),
  filters: parts.filters
    .transform((filters) => filters.map((filter) => ({ ...filter, facets: withKeys(filter.facets) })))
    .catch([]),
  keys: parts.keys.catch({}),
  textSize: parts.textSize.catch(1),
  filmstrip: parts.filmstrip.catch(null),
} satisfies { [Part in keyof Preferences]: z.ZodType<Preferences[Part]> };
