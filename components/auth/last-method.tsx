"use client";

import { useSyncExternalStore } from "react";

const KEY = "sign-in-method";
const subscribe = () => () => {};

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
  const last = useSyncExternalStore(
    subscribe,
    () => tryStorage((storage) => storage.getItem(KEY)),
    () => undefined,
  );
  if (last !== id) return null;
  return (
    <span className="rounded-full bg-brand-soft px-2 py-0.5 text-help text-brand">Last used</span>
  );
}
