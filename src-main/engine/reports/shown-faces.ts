/** Of the faces of a track, those whose pictures a report shows: enough to see whose face was judged. The case has all. */
import { spreadEvenly } from '../support/spread-evenly.ts';

const PER_TRACK = 12;

export const shownFaces = <F>(faces: readonly F[]): F[] => spreadEvenly(faces, PER_TRACK);
