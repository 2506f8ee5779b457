import { useEffect, useRef, useState } from "react";
import { keepUserToken, type UserTokenState } from "./keep-user-token.ts";
import type { UserToken } from "./user-token-request.ts";

export { checkUserToken, onSessionEnded } from "./keep-user-token.ts";
export { announceSignOut, type UserToken } from "./user-token-request.ts";

const stateOf = (initial: UserToken | undefined): UserTokenState =>
  initial ? { status: "signed-in", token: initial } : { status: "loading" };

/**
 * The user token of this page: the rendered one (`initial`) or, without it, that of /user-token. It
 * changes as rarely as possible: a later render's token for the same owner is ignored, and renewals
 * wait while the chat `isBusy`.
 */
export function useUserToken(
  initial: UserToken | undefined,
  { isBusy }: { isBusy: () => boolean },
): UserTokenState {
  const [state, setState] = useState(() => stateOf(initial));
  const owner = initial?.ownerId;
  const [renderedOwner, setRenderedOwner] = useState(owner);
  if (owner !== renderedOwner) {
    setRenderedOwner(owner);
    setState(stateOf(initial));
  }

  const newest = useRef({ initial, isBusy });
  useEffect(() => {
    newest.current = { initial, isBusy };
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: only another owner starts anew
  useEffect(
    () =>
      keepUserToken(newest.current.initial, {
        isBusy: () => newest.current.isBusy(),
        onChange: setState,
      }),
    [owner],
  );
  return state;
}
