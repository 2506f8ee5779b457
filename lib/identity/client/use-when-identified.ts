"use client";

import { useIsTamboTokenUpdating, useTamboClient } from "@tambo-ai/react";
import { useCallback, useEffect, useRef } from "react";

/**
 * Returns a function to await before a request through the SDK. While a new user token is exchanged
 * the SDK has no bearer, and it does not repeat a refused request. Without `useTambo`, which goes through
 * the whole thread: every turn and every component of it calls this.
 */
export function useWhenIdentified(): () => Promise<void> {
  const client = useTamboClient();
  const isUpdating = useIsTamboTokenUpdating();
  const state = useRef({ isUpdating, waiting: [] as (() => void)[] });
  useEffect(() => {
    const { current } = state;
    current.isUpdating = isUpdating;
    // The SDK hands its client the bearer in an effect of its own, which comes after this one.
    queueMicrotask(() => {
      if (current.isUpdating || !client.bearer) return;
      for (const resolve of current.waiting.splice(0)) resolve();
    });
  }, [client, isUpdating]);
  return useCallback(async () => {
    const { current } = state;
    if (!current.isUpdating && client.bearer) return;
    await new Promise<void>((resolve) => current.waiting.push(resolve));
  }, [client]);
}
