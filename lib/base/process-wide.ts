/**
 * Returns the one value of this name in the process, made on first use. A promise that rejects is
 * dropped, so the next caller tries again.
 *
 * Next's proxy bundle, its route bundle and plain Node each load a module anew, so a module's variable
 * exists several times. Two database handles on one directory, for example, would lose data.
 */
export function processWide<T>(name: string, make: () => T): T {
  const box = globalThis as unknown as Record<symbol, { value: T } | undefined>;
  const key = Symbol.for(`tambo-users.${name}`);
  const existing = box[key];
  if (existing) return existing.value;
  const entry = { value: make() };
  box[key] = entry;
  if (entry.value instanceof Promise) {
    entry.value.catch(() => {
      if (box[key] === entry) box[key] = undefined;
    });
  }
  return entry.value;
}
