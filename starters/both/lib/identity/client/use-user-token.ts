import { useEffect, useRef, useState } from "react";

/** What the page is given, and GET /user-token answers. */
export interface UserToken {
  userToken: string;
  /** ISO 8601. */
  expiresAt: string;
  /** Seconds, for a browser whose clock is wrong. */
  expiresIn: number;
  ownerId: string;
  /** The session, hashed: the same for all its tokens. */
  sid: string;
}

type State =
  | { status: "signed-in"; token: UserToken }
  | { status: "signed-out"; token?: undefined };

const TABS = "user-token";
const ENDED = "user-token-ended";
const TIMEOUT = 10_000; // milliseconds
const LOOK_AGAIN = 60_000; // milliseconds
const SOON = 1_000; // milliseconds
/** Of a token's life: then it is renewed once no answer is being written, and near its end in any case. */
const DUE = 1 / 4;
const LATEST = 1 / 20;

/** Tells the other tabs that the user signs out. For the sign-out button. */
export function announceSignOut(): void {
  const channel = new BroadcastChannel(TABS);
  channel.postMessage("signed-out");
  channel.close();
}

/** Has the page ask at once whether the session stands: as it does when it comes into view. */
export function checkUserToken(_isSignedIn?: boolean): void {
  window.dispatchEvent(new Event("focus"));
}

/** Calls back when the server has refused the session. Returns the function that ends it. */
export function onSessionEnded(listener: () => void): () => void {
  window.addEventListener(ENDED, listener);
  return () => window.removeEventListener(ENDED, listener);
}

/**
 * The user token of this page, from the one that came with it. It changes as rarely as possible,
 * because a new one takes the SDK's bearer away for a moment. Another session is answered by a reload:
 * nothing of a former user may stay in the page, and no token of a session that has ended.
 */
export function useUserToken(initial: UserToken, { isBusy }: { isBusy: () => boolean }): State {
  const [state, setState] = useState<State>({ status: "signed-in", token: initial });
  const held = useRef({ token: initial, since: 0, isBusy, isEnded: false, isLeft: false });
  useEffect(() => {
    held.current.isBusy = isBusy;
  });

  useEffect(() => {
    held.current.since = performance.now();
    const controller = new AbortController();
    const { signal } = controller;

    function end(): void {
      held.current.isEnded = true;
      setState({ status: "signed-out" });
    }

    async function look(): Promise<void> {
      const answer = await askForUserToken();
      if (signal.aborted || !answer) return;
      if (answer === "signed-out") {
        end();
        window.dispatchEvent(new Event(ENDED));
        return;
      }
      const { token, since, isBusy, isEnded, isLeft } = held.current;
      if (answer.ownerId !== token.ownerId || answer.sid !== token.sid) return location.reload();
      // A sign-out is announced before the server has heard of it.
      if (isLeft) return;
      const left = 1 - (performance.now() - since) / 1_000 / token.expiresIn;
      if (!isEnded && left > LATEST && (left > DUE || isBusy())) return;
      Object.assign(held.current, { token: answer, since: performance.now(), isEnded: false });
      setState({ status: "signed-in", token: answer });
    }

    const lookIfShown = () => void (document.visibilityState === "visible" && look());
    for (const name of ["focus", "online"]) window.addEventListener(name, lookIfShown, { signal });
    document.addEventListener("visibilitychange", lookIfShown, { signal });
    const timer = setInterval(lookIfShown, LOOK_AGAIN);
    const channel = new BroadcastChannel(TABS);
    channel.addEventListener("message", () => {
      held.current.isLeft = true;
      end();
      setTimeout(lookIfShown, SOON);
    });
    signal.addEventListener("abort", () => {
      clearInterval(timer);
      channel.close();
    });
    return () => controller.abort();
  }, []);
  return state;
}

/** The user token of the session, or "signed-out". Undefined: it could not be asked, such as for want of a network. */
async function askForUserToken(): Promise<UserToken | "signed-out" | undefined> {
  const signal = AbortSignal.timeout(TIMEOUT);
  const response = await fetch("/user-token", { cache: "no-store", signal }).catch(() => undefined);
  if (response?.status === 401) return "signed-out";
  return response?.ok ? response.json() : undefined;
}
