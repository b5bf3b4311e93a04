/** What of a case goes into a report, and who stays recognisable in it. */

/** A person of a video: the number of a track, or of a person after corrections. */
export interface PersonPlace {
  evidenceId: number;
  track: number;
}

export interface ReportChoice {
  /** Null for every file of the case. */
  evidenceIds: number[] | null;
  /** The named person whom the chosen files show; null where they were chosen one by one, or all. */
  person: string | null;
  /**
   * Who stays recognisable in a disclosed version, in which everybody else is redacted, each by the `faceId` of
   * `ReportedPerson`: a number of a track may be another person's after a new analysis. Null for the full report.
   */
  disclosed: number[] | null;
}

export const wholeCase: ReportChoice = { evidenceIds: null, person: null, disclosed: null };

/** Somebody whom a report of the whole case shows. */
export interface ReportedPerson extends PersonPlace {
  /** Name of the file. */
  video: string;
  /** By a correction or as a reference; often none. As whom a face is only said to show, it is not named. */
  names: string[];
  faces: number;
  /** Its picture stands for the person. */
  faceId: number;
}

/** What the audit log keeps of a disclosed version. */
export interface RedactionEntry {
  disclosed: PersonPlace[];
  redacted: PersonPlace[];
  /** Names that the report does not have. */
  withheldNames: string[];
}
