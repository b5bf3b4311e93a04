import { ownValue } from '../../src-main/shared/own-value.ts';
import { texts } from '../texts/texts.ts';

/** How a model card's parameters are called in the window; one that is not known here is spelled out. */
const names: Record<string, string> = {
  sgd: 'SGD',
  forest: 'Random Forest',
  calibrationSgd: texts.model.calibrationSgd,
  calibrationForest: texts.model.calibrationRandomForest,
  faceCllrSgd: texts.model.cllrOfFacesSgd,
  faceCllrForest: texts.model.cllrOfFacesRandomForest,
};

export function cardParameterName(name: string): string {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return ownValue(names, name) ?? words.charAt(0).toUpperCase() + words.slice(1);
}
