/** Has the page ask at once whether the session stands: as it does when it comes into view. */
export function checkUserToken(_isSignedIn?: boolean): void {
  window.dispatchEvent(new Event("focus"));
}

const ENDED = "user-token-ended";

/** Says that the server has refused the session. */
export function announceEnd(): void {
  window.dispatchEvent(new Event(ENDED));
}

/** Calls back when the server has refused the session. Returns the function that ends it. */
export function onSessionEnded(listener: () => void): () => void {
  window.addEventListener(ENDED, listener);
  return () => window.removeEventListener(ENDED, listener);
}
