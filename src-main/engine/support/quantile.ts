/** Linear between neighbours, as NumPy and R (type 7) do by default. */
export function quantile(ascending: readonly number[], share: number): number {
  const position = share * (ascending.length - 1);
  const below = Math.floor(position);
  const from = ascending[below]!;
  const to = ascending[below + 1] ?? from;
  return from + (position - below) * (to - from);
}
