import { withTimeout } from "#lib/base/background.ts";
import { appEnv } from "#lib/base/env.ts";
import { nothingHere } from "#lib/base/http/http-error.ts";
import { readReturnTo, seeOther } from "#lib/base/http/own-address.ts";
import { readText } from "#lib/base/http/read-request.ts";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { nameError, sayOncePerMinute } from "#lib/base/process.ts";
import { withCookies } from "../shared/cookies.ts";
import { sayLedBack } from "../shared/provider-pages.ts";
import { ask } from "./library.ts";
import { endAttempts, keepAttempt, listSocial, resumeAttempt } from "./social-providers.ts";

const LONGEST_WAIT = 10_000; // milliseconds
/** In characters. The library keeps it twice in a cookie, encrypted and as hex, and browsers drop one above 4 KB. */
const LONGEST_RETURN = 300;
const LONGEST_ANSWER = 16_384; // bytes

/** Where those are, in words of the sign-in page, that the library does not let in. */
const PROBLEMS: Record<string, string> = {
  access_denied: "refused",
  SIGN_UP_CLOSED: "closed",
  account_not_linked: "other-way",
  email_not_found: "no-address",
  invalid_code: "unavailable",
  unable_to_get_user_info: "unavailable",
};

type Social = ReturnType<typeof listSocial>[number];

const findSocial = (name: string) => {
  const found = listSocial().find((social) => social.name === name);
  if (!found) throw nothingHere();
  return found;
};

/** Sends the visitor there. */
async function start(request: Request, { name }: Social): Promise<Response> {
  const { APP_URL } = appEnv();
  const { searchParams } = new URL(request.url);
  const wanted = readReturnTo(searchParams.get("returnTo"));
  const returnTo = wanted.length > LONGEST_RETURN ? "/" : wanted;
  // After a sign-in that was not accepted the same account would come back without a question.
  const asksAgain = searchParams.has("again") && name !== "apple";
  const answer = await ask(request, "/sign-in/social", {
    provider: name,
    callbackURL: APP_URL + returnTo,
    errorCallbackURL: APP_URL + withReturnTo("/sign-in", returnTo),
    additionalParams: asksAgain ? { prompt: "select_account" } : {},
  });
  const { url } = await answer.json();
  const lines = keepAttempt(answer, new URL(url).searchParams.get("state"));
  return goOn(url, [...endAttempts(request), ...lines]);
}

/** The way back from there. */
async function finish(request: Request, { name, label }: Social): Promise<Response> {
  const { search, searchParams } = new URL(request.url);
  const state = searchParams.get("state");
  const asked = ask(resumeAttempt(request, state), `/callback/${name}${search}`);
  const answer = await withTimeout(asked, LONGEST_WAIT).catch((error) => {
    sayOncePerMinute(`${label} could not be asked who signed in: ${nameError(error)}`);
    return undefined;
  });
  const lines = answer ? keepAttempt(answer, state) : [];
  const location = new URL(answer?.headers.get("location") ?? "/sign-in", appEnv().APP_URL);
  if (answer && location.pathname !== "/sign-in") return goOn(toPath(location), lines);
  const error = location.searchParams.get("error") ?? "invalid_code";
  if (searchParams.has("error")) sayLedBack(label, searchParams);
  else sayOncePerMinute(`Signing in with ${label} failed: ${error}`);
  const returnTo = readReturnTo(location.searchParams.get("returnTo"));
  const page = `/sign-in?problem=${encodeURIComponent(PROBLEMS[error] ?? error)}`;
  return goOn(withReturnTo(page, returnTo), lines);
}

const toPath = ({ pathname, search, hash }: URL) => pathname + search + hash;

const goOn = (location: string, lines: string[]) =>
  withCookies(lines, { status: 303, headers: { location } });

/** Apple leads back by a form of its page, with which no cookie comes. */
async function goOnByGet(request: Request): Promise<Response> {
  findSocial("apple");
  const answer = new URLSearchParams(await readText(request, LONGEST_ANSWER));
  return seeOther(`/auth/callback/apple?${answer}`);
}

const ways = ["google", "github", "microsoft", "apple"].flatMap((name) => [
  [`GET /auth/sign-in/${name}`, (request: Request) => start(request, findSocial(name))] as const,
  [`GET /auth/callback/${name}`, (request: Request) => finish(request, findSocial(name))] as const,
]);

export const socialRoutes = {
  ...Object.fromEntries(ways),
  "POST /auth/callback/apple": goOnByGet,
};

/** For the sign-in page. */
export function socialRedirects() {
  const social = listSocial();
  if (social.length === 0) return undefined;
  return social.map(({ name, label }) => ({ id: name, label, path: `/auth/sign-in/${name}` }));
}
