"use client";

import { useIsTamboTokenUpdating, useTambo } from "@tambo-ai/react";
import { useCallback, useEffect, useRef } from "react";

/**
 * Returns a function to await before a request through the SDK. While a new user token is exchanged
 * the SDK has no bearer, and it does not repeat a refused request.
 */
export function useWhenIdentified(): () => Promise<void> {
  const { isIdentified } = useTambo();
  const isUpdating = useIsTamboTokenUpdating();
  const isReady = isIdentified && !isUpdating;
  const state = useRef({ isReady, waiting: [] as (() => void)[] });
  useEffect(() => {
    state.current.isReady = isReady;
    if (!isReady) return;
    for (const resolve of state.current.waiting.splice(0)) resolve();
  }, [isReady]);
  return useCallback(async () => {
    const { current } = state;
    if (current.isReady) return;
    await new Promise<void>((resolve) => current.waiting.push(resolve));
  }, []);
}
