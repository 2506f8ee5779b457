/** Has the page ask at once whether the session stands: as it does when it comes into view. */
export function checkUserToken(_isSignedIn?: boolean): void {
  window.dispatchEvent(new Event("focus"));
}
