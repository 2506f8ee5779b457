"use client";

import { useCallback } from "react";
import { checkUserToken } from "#lib/identity/client/use-user-token.ts";
import { useWhenIdentified } from "#lib/identity/client/use-when-identified.ts";
import { readFailure } from "./failure.ts";
import { useNotify } from "./notices.tsx";

/** Asks whether the session stands if a request was refused with 401: it may have ended elsewhere. */
export function checkSession(error: unknown): void {
  if (readFailure(error).status === 401) checkUserToken();
}

/** Returns a function that makes requests once the SDK has a bearer. Where they fail it gives a notice, and false. */
export function useAttempt() {
  const whenIdentified = useWhenIdentified();
  const notify = useNotify();
  return useCallback(
    async (send: () => Promise<void>, failure: string): Promise<boolean> => {
      try {
        await whenIdentified();
        await send();
        return true;
      } catch (error) {
        checkSession(error);
        notify({ text: failure });
        return false;
      }
    },
    [whenIdentified, notify],
  );
}
