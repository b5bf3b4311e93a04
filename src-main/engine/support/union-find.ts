/** Sets that are joined one after the other; each is known by one of its members, its root. */
interface UnionFind<T> {
  rootOf(member: T): T;
  /** The root of the first one's set becomes that of both. */
  join(first: T, second: T): void;
}

export function unionFind<T>(): UnionFind<T> {
  const parents = new Map<T, T>();
  const rootOf = (member: T): T => {
    const parent = parents.get(member);
    if (parent === undefined) return member;
    const root = rootOf(parent);
    parents.set(member, root);
    return root;
  };
  return {
    rootOf,
    join(first, second) {
      const [root, other] = [rootOf(first), rootOf(second)];
      if (root !== other) parents.set(other, root);
    },
  };
}
