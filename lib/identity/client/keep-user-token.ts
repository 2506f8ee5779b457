import {
  readFreshLife,
  readRenderedLife,
  retryDelay,
  type TokenLife,
  untilRenewal,
} from "./renewal-schedule.ts";
import {
  type Answer,
  announceSignOut,
  askForUserToken,
  listenToTabs,
  type UserToken,
} from "./user-token-request.ts";

const CHECK = "user-token-check";
const ENDED = "user-token-ended";
const SOON = 1_000; // milliseconds: until the server has heard of a sign-out that was announced
/** A sign-out in another browser is noticed within this time. */
const LOOK_AGAIN = 15_000; // milliseconds

export type UserTokenState =
  | { status: "loading"; token?: undefined }
  | { status: "signed-in"; token: UserToken }
  /** The session expired; the last token tells whose it was. */
  | { status: "expired"; token: UserToken }
  | { status: "signed-out"; token?: undefined };

interface Options {
  isBusy: () => boolean;
  onChange: (state: UserTokenState) => void;
}

/**
 * Makes this page check its session at once, for example after a 401. With `isSignedIn`, as a
 * provider's SDK reports it, the page checks only if it believes otherwise.
 */
export function checkUserToken(isSignedIn?: boolean): void {
  window.dispatchEvent(new CustomEvent(CHECK, { detail: isSignedIn }));
}

/** Calls back when the server has said, too, that the session which was signed out of is over. Returns the function that ends it. */
export function onSessionEnded(listener: () => void): () => void {
  window.addEventListener(ENDED, listener);
  return () => window.removeEventListener(ENDED, listener);
}

/**
 * Keeps a user token alive, beginning with `initial`, and reports every change. It reloads the page for
 * another user's session and for any session after a sign-out: nothing of the former user may stay in
 * the page, nor an SDK that believes that nobody is signed in. Returns the function that ends it.
 */
export function keepUserToken(initial: UserToken | undefined, options: Options): () => void {
  const { isBusy, onChange } = options;
  const controller = new AbortController();
  const { signal } = controller;
  let held = initial;
  let endedSession: string | undefined;
  let life = initial && readRenderedLife(initial, Date.now());
  // The provider's SDK said that nobody is signed in any more: the session did not just expire.
  let wasEnded = false;
  let failures = 0;
  let asking = false;
  let askAgain = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const isDue = (of: TokenLife | undefined) => !of || untilRenewal(of, Date.now(), isBusy()) === 0;

  function take(answer: Answer): void {
    failures = 0;
    // The page still waits for its first token: this address says why there is none.
    if (answer === "refused" && !held) {
      location.assign("/session-ended");
      return;
    }
    if (typeof answer === "string") {
      life = undefined;
      if (answer === "signed-out" || wasEnded) {
        endedSession = held?.sid ?? endedSession;
        held = undefined;
      }
      onChange(held ? { status: "expired", token: held } : { status: "signed-out" });
      return;
    }
    wasEnded = false;
    const { token } = answer;
    // A sign-out is announced before the server has heard of it.
    if (token.sid === endedSession) return;
    if (endedSession || (held && token.ownerId !== held.ownerId)) {
      location.reload();
      return;
    }
    if (isDue(life)) {
      held = token;
      life = readFreshLife(token, Date.now());
      onChange({ status: "signed-in", token });
    }
    schedule();
  }

  function schedule(): void {
    clearTimeout(timer);
    if (!life) return;
    const wait = untilRenewal(life, Date.now(), isBusy());
    if (wait === 0) void ask();
    else timer = setTimeout(schedule, wait);
  }

  async function ask(): Promise<void> {
    // What is on its way may have been answered before what there is to see now.
    if (asking) {
      askAgain = true;
      return;
    }
    asking = true;
    askAgain = false;
    const answer = await askForUserToken().finally(() => {
      asking = false;
    });
    if (signal.aborted) return;
    if (askAgain) {
      void ask();
      return;
    }
    if (answer) {
      if (answer === "expired" && wasEnded && held) announceSignOut();
      take(answer);
      if (typeof answer === "string" && endedSession) window.dispatchEvent(new Event(ENDED));
      return;
    }
    failures += 1;
    clearTimeout(timer);
    timer = setTimeout(life ? schedule : ask, retryDelay(failures));
  }

  const lookAfterPause = () => {
    if (document.visibilityState === "visible") void ask();
  };
  window.addEventListener("focus", lookAfterPause, { signal });
  window.addEventListener("online", lookAfterPause, { signal });
  document.addEventListener("visibilitychange", lookAfterPause, { signal });
  document.addEventListener("resume", lookAfterPause, { signal });
  const check = (event: Event) => {
    const { detail } = event as CustomEvent<boolean | null>;
    if (detail === false) wasEnded = true;
    const has = Boolean(detail === false ? held : life);
    if (detail === null || detail !== has) void ask();
  };
  window.addEventListener(CHECK, check, { signal });
  const looking = setInterval(lookAfterPause, LOOK_AGAIN);
  signal.addEventListener("abort", () => clearInterval(looking));
  const hear = (answer: Answer) => {
    take(answer);
    if (answer === "signed-out") setTimeout(() => signal.aborted || ask(), SOON);
  };
  signal.addEventListener("abort", listenToTabs(hear));
  signal.addEventListener("abort", () => clearTimeout(timer));

  if (life) schedule();
  else void ask();
  return () => controller.abort();
}
