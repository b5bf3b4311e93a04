/** Reads a validation record. It is a file in the settings that anybody with this account can edit, so its form is checked. */
import type { ValidationRecord } from '../../shared/validation.ts';
import { validationRecord } from '../../shared/validation-schema.ts';

/** @returns null for a text that is no record */
export function readRecord(text: string): ValidationRecord | null {
  try {
    return validationRecord.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
