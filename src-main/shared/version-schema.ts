/** The version of Exhibit that an entry of an audit log names: one word, since it stands in our sentences. */
import { z } from 'zod';

export const versionWord = z.string().regex(/^[\w.+-]{1,40}$/);
