"use client";

import { useHydrated } from "#components/ui/use-hydrated.ts";

const KEY = "sign-in-method";

/** Where page script may store nothing, nothing is remembered. */
function tryStorage<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(localStorage);
  } catch {
    return undefined;
  }
}

/** Remembers in this browser which of the ways to sign in was used last. */
export const rememberMethod = (id: string) => tryStorage((storage) => storage.setItem(KEY, id));

/** Says so beside that one. */
export function LastUsed({ id }: { id: string }) {
  if (!useHydrated() || tryStorage((storage) => storage.getItem(KEY)) !== id) return null;
  return (
    <span className="rounded-full bg-brand-soft px-2 py-0.5 text-help text-brand">Last used</span>
  );
}
