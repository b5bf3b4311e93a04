import { ownValue } from '../../src-main/shared/own-value.ts';

/** How a model card's parameters are called in the window; one that is not known here is spelled out. */
const names: Record<string, string> = {
  sgd: 'SGD',
  forest: 'Random Forest',
  calibrationSgd: 'Calibration, SGD',
  calibrationForest: 'Calibration, Random Forest',
  faceCllrSgd: 'Cllr of faces, SGD',
  faceCllrForest: 'Cllr of faces, Random Forest',
};

export function cardParameterName(name: string): string {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return ownValue(names, name) ?? words.charAt(0).toUpperCase() + words.slice(1);
}
