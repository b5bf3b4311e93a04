/** The slope of a cost along each of its inputs, by central differences: the tests compare our gradients with it. */
export function centralDifferences(
  inputs: Float32Array,
  step: number,
  costOf: (inputs: Float32Array) => number,
): number[] {
  return Array.from(inputs, (value, index) => {
    const moved = (by: number) => {
      const copy = inputs.slice();
      copy[index] = value + by;
      // As it stands after rounding to 32 bits.
      return { at: copy[index]!, cost: costOf(copy) };
    };
    const [above, below] = [moved(step), moved(-step)];
    return (above.cost - below.cost) / (above.at - below.at);
  });
}

/** Largest difference between a gradient and its reference, as a share of the reference's largest component. */
export function relativeError(gradient: ArrayLike<number>, reference: readonly number[]): number {
  const scale = Math.max(...reference.map(Math.abs));
  return Math.max(...reference.map((value, index) => Math.abs(value - gradient[index]!))) / scale;
}
