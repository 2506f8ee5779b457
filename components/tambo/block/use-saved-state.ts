import { useComponentContent, useTamboClient, useTamboComponentState } from "@tambo-ai/react";
import { useMemo, useReducer, useRef } from "react";
import type { ZodType } from "zod";
import { useWhenIdentified } from "#lib/identity/client/use-when-identified.ts";

/** Whether the user's changes reached the server, and how to send them again. */
export interface Saving {
  failed: boolean;
  retry: () => void;
}

type Saved<Value> = [value: Value, save: (next: Value) => Promise<void>, saving: Saving];

export interface SavedState<State> {
  state: State;
  saving: Saving;
  onChange: (change: Partial<State>) => void;
}

// The SDK keeps a thread's messages as first loaded, so a component that is mounted again shows the
// state from before the user's changes. One memory per client, hence per signed-in user.
const memories = new WeakMap<object, Map<string, unknown>>();

function memoryOf(client: object): Map<string, unknown> {
  const memory = memories.get(client) ?? new Map<string, unknown>();
  memories.set(client, memory);
  return memory;
}

/**
 * One concern of a component's state, stored with its thread under `key`. A stored value that the
 * schema refuses counts as `initial`; nothing is sent before the first change.
 */
export function useSavedState<State>(
  key: string,
  schema: ZodType<State>,
  initial: State,
): Saved<State> {
  const memory = memoryOf(useTamboClient());
  const address = `${useComponentContent().componentId}/${key}`;
  const [stored, setStored, { error }] = useTamboComponentState<unknown>(key, initial);
  const [, showRemembered] = useReducer((changes: number) => changes + 1, 0);
  const whenIdentified = useWhenIdentified();
  const lastStored = useRef(stored);
  const remembered = memory.get(address);
  const changedElsewhere = stored !== lastStored.current && stored !== remembered;
  const value = memory.has(address) && !changedElsewhere ? remembered : stored;
  const state = useMemo(() => {
    const result = schema.safeParse(value);
    return result.success ? result.data : initial;
  }, [schema, value, initial]);

  /** Shows the change at once, and sends it when there is a bearer to send it with. */
  async function save(next: State) {
    memory.set(address, next);
    showRemembered();
    await whenIdentified();
    lastStored.current = next;
    setStored(next);
  }
  return [state, save, { failed: error !== null, retry: () => void save(state) }];
}

/** A component's state as one, and one notice for all its concerns: trying again sends those that failed. */
export function useSavedStates<State extends object>(
  concerns: {
    [Key in keyof State]: Saved<State[Key]>;
  },
): SavedState<State> {
  const saved = Object.entries(concerns) as [string, Saved<unknown>][];
  const failed = saved.flatMap(([, [, , saving]]) => (saving.failed ? [saving] : []));
  const state = useMemo(
    () => Object.fromEntries(saved.map(([key, [value]]) => [key, value])) as State,
    // biome-ignore lint/correctness/useExhaustiveDependencies: a component has the same concerns each time.
    saved.map(([, [value]]) => value),
  );
  return {
    state,
    saving: {
      failed: failed.length > 0,
      retry: () => {
        for (const { retry } of failed) retry();
      },
    },
    onChange: (change: { [key: string]: unknown }) => {
      for (const [key, [, save]] of saved) if (key in change) void save(change[key]);
    },
  };
}
