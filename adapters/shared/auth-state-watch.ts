import { useEffect, useRef } from "react";
import type { AuthClient, AuthState } from "#adapters/client-contracts.ts";
import { checkUserToken } from "#lib/identity/client/use-user-token.ts";

/** Has the page ask for its user token at once when the SDK's hook says that another user, or none, is signed in. */
export function AuthStateWatch({ useAuthState }: Pick<AuthClient, "useAuthState">): null {
  const authState = useAuthState();
  const known = useRef<AuthState>(undefined);
  useEffect(() => {
    if (authState === undefined) return;
    // The page has asked by itself when it was loaded, so what the hook says first is rarely news.
    if (known.current === undefined) checkUserToken(authState !== null);
    else if (known.current !== authState) checkUserToken(authState === null ? false : undefined);
    known.current = authState;
  }, [authState]);
  return null;
}
