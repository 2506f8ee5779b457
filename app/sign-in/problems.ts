import { SECOND_STEP, TOO_LARGE } from "#adapters/shared/post-credentials.ts";

/** The reason for each check that a session can fail, as the end of a sentence. */
const REFUSALS: [check: string, flaw: string][] = [
  ["form", "it hands out no signed token"],
  ["issuer", "it names another issuer than the one that is set up here"],
  ["algorithm", "it signs in a way that is not accepted here"],
  ["key", "its signing key is not among those that it publishes"],
  ["signature", "its signature does not fit the keys that it publishes"],
  ["type", "it hands out another kind of token"],
  ["audience", "it signed you in to another app"],
  ["party", "it signed you in at another address"],
  ["time", "its clock and the one of this app's server differ, or the session is too old"],
  ["subject", "it does not say who you are"],
];

const PROBLEMS = new Map([
  ...REFUSALS.map(([check, flaw]): [string, string] => [
    check,
    `You signed in, but this app does not accept what your sign-in service says: ${flaw}. The app's log says more to its operator.`,
  ]),
  [
    "person",
    "This app does not accept this session: it does not belong to a person, or it was opened in a way that is refused here. Sign in in another way, or with another account.",
  ],
  [
    "pending",
    "Your account is not complete: one step is missing, such as choosing an organisation. Complete it here.",
  ],
  [
    "address",
    "This app is for certain e-mail addresses, and yours is not among them, or your sign-in service has not verified it. Use another account, or ask whoever runs this app.",
  ],
  ["closed", "No new users can come in here. Ask whoever runs this app."],
  [
    "invitation",
    "New users come in here by an invitation, which works once and for seven days. Open the link that you were sent, then sign in, or ask for a new one.",
  ],
  ["factor", SECOND_STEP],
  [
    "source",
    "You are signed out: the way by which you signed in is not offered here any more. Use another one, or ask this app's operator.",
  ],
  [
    "OAuthAccountNotLinked",
    "This e-mail address has an account here by another way to sign in. Use the one that you used first.",
  ],
  ["step", "The time for the second step is over, or too many codes were wrong. Sign in again."],
  ["size", TOO_LARGE],
  ["unconfirmed", "Open the link in the mail that was sent to you, then sign in."],
  ["link", "This link has expired or was opened in another browser. Ask for a new one."],
  [
    "mail-template",
    "This app cannot open links of this kind. Ask for a new one here; if it fails again, tell the app's operator.",
  ],
  [
    "everywhere",
    "You are signed out here. Your other sessions could not be reached: sign in and try again.",
  ],
  ["refused", "Your sign-in was cancelled or refused. Try again, or with another account."],
  [
    "other-way",
    "This address has an account already, and it is not certain that it is yours. Sign in the way you did before.",
  ],
  [
    "no-address",
    "Your sign-in service does not say your e-mail address, without which there is no account here.",
  ],
  ["unavailable", "Signing in may be out of reach at the moment. Try again soon."],
]);

/** The text for a problem in the address; undefined if there is none. */
export function describeProblem(problem: unknown): string | undefined {
  if (problem === undefined) return undefined;
  return PROBLEMS.get(String(problem)) ?? "Signing in did not work. Try again in a moment.";
}
