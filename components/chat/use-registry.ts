"use client";

import { useCallback, useEffect, useState } from "react";

type Registry = typeof import("#components/tambo/registry.ts");

const RETRY = 2_000; // milliseconds

/**
 * The registry with its schemas and with Zod, and the transcript: a sixth of what the chat would load
 * at first. They come with the first thread that is opened or the first letter of a question.
 */
export function useRegistry() {
  const [isWanted, setWanted] = useState(false);
  const [registry, setRegistry] = useState<Registry>();
  const [isReady, setReady] = useState(false);

  useEffect(() => {
    if (!isWanted) return;
    let timer: ReturnType<typeof setTimeout>;
    const load = () =>
      Promise.all([import("#components/tambo/registry.ts"), import("./transcript.tsx")]).then(
        ([loaded]) => setRegistry(loaded),
        () => {
          timer = setTimeout(load, RETRY);
        },
      );
    void load();
    return () => clearTimeout(timer);
  }, [isWanted]);

  // After the SDK's own effect, which registers what it is given.
  useEffect(() => setReady(registry !== undefined), [registry]);
  return {
    /** What the model may show and do; undefined until it is loaded. */
    registry,
    /** Whether the SDK knows it. Questions and answers wait for that. */
    isReady,
    load: useCallback(() => setWanted(true), []),
  };
}
