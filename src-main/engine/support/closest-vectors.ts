/** The nearest known vectors by Euclidean distance, found without sorting all of them. */
interface ClosestVectors {
  /** Indices of the known vectors, the closest first. Of two equally close vectors, the first one comes first. */
  indices: number[];
  squaredDistances: number[];
}

export function closestVectors(
  vector: Float32Array,
  known: readonly Float32Array[],
  count: number,
): ClosestVectors {
  const indices: number[] = [];
  const squaredDistances: number[] = [];
  for (let index = 0; index < known.length; index++) {
    const other = known[index]!;
    const limit = squaredDistances.length < count ? Infinity : squaredDistances.at(-1)!;
    let distance = 0;
    for (let k = 0; k < vector.length && distance < limit; k++) distance += (vector[k]! - other[k]!) ** 2;
    if (distance >= limit) continue;
    let place = squaredDistances.length;
    while (place > 0 && squaredDistances[place - 1]! > distance) place -= 1;
    squaredDistances.splice(place, 0, distance);
    indices.splice(place, 0, index);
    if (squaredDistances.length > count) {
      squaredDistances.pop();
      indices.pop();
    }
  }
  return { indices, squaredDistances };
}
