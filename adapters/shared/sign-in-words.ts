/** What our form says at once, and the sign-in page after a link. */
export const SECOND_STEP =
  "Your account is protected by a second step, which this page cannot ask for. It was not opened.";
export const TOO_LARGE =
  "Your profile holds more than this app can keep. Shorten it and sign in again.";
