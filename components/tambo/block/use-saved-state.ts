import { useComponentContent, useTamboClient, useTamboComponentState } from "@tambo-ai/react";
import { useEffect, useMemo, useReducer, useRef } from "react";
import type { output, ZodObject, ZodType } from "zod";
import { useWhenIdentified } from "#lib/identity/client/use-when-identified.ts";

/** Whether the user's changes reached the server, and how to send them again. */
export interface Saving {
  failed: boolean;
  retry: () => void;
}

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

/** One concern of a component's state, stored with its thread under `key`. Nothing is sent before the first change. */
function useConcern([key, schema]: [key: string, schema: ZodType]) {
  const memory = memoryOf(useTamboClient());
  const address = `${useComponentContent().componentId}/${key}`;
  const [stored, setStored, { error }] = useTamboComponentState<unknown>(
    key,
    useMemo(() => schema.parse(undefined), [schema]),
  );
  const [, showRemembered] = useReducer((changes: number) => changes + 1, 0);
  const whenIdentified = useWhenIdentified();
  const lastStored = useRef(stored);
  const remembered = memory.get(address);
  const changedElsewhere = stored !== lastStored.current && stored !== remembered;
  const latest = memory.has(address) && !changedElsewhere ? remembered : stored;
  const value = useMemo(() => schema.parse(latest), [schema, latest]);

  /** Shows the change at once, and sends it when there is a bearer to send it with. */
  async function save(next: unknown) {
    memory.set(address, next);
    showRemembered();
    await whenIdentified();
    lastStored.current = next;
    setStored(next);
  }
  return { key, value, save, failed: error !== null };
}

/** A component's state as one, and one notice for all its concerns: trying again sends those that failed. */
export function useSavedState<State extends ZodObject>(schema: State): SavedState<output<State>> {
  // A component has the same concerns each time, so these hooks keep their order.
  const concerns = Object.entries(schema.shape).map(useConcern);
  const latest = useRef(concerns);
  useEffect(() => {
    latest.current = concerns;
  });
  const state = useMemo(
    () => Object.fromEntries(concerns.map(({ key, value }) => [key, value])) as output<State>,
    // biome-ignore lint/correctness/useExhaustiveDependencies: as many as there are concerns.
    concerns.map(({ value }) => value),
  );
  const hasFailed = concerns.some(({ failed }) => failed);
  // The same as long as it says the same, so that a view is not drawn for nothing.
  return useMemo(
    () => ({
      state,
      saving: {
        failed: hasFailed,
        retry: () => {
          for (const { save, value, failed } of latest.current) if (failed) void save(value);
        },
      },
      onChange: (change: { [key: string]: unknown }) => {
        for (const { key, save } of latest.current) if (key in change) void save(change[key]);
      },
    }),
    [state, hasFailed],
  );
}
