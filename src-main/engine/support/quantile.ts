/** Linear between neighbours, the default of NumPy and R (type 7). */
export function quantile(ascending: readonly number[], share: number): number {
  const position = share * (ascending.length - 1);
  const below = Math.floor(position);
  const from = ascending[below]!;
  const to = ascending[below + 1] ?? from;
  return from + (position - below) * (to - from);
}
