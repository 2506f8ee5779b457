import { activeSessions, type Client, cookieSuffix, type Session } from "./instance.ts";

const ONE_YEAR = 365 * 24 * 3_600; // seconds

const cookie = (name: string, value: string, maxAge = ONE_YEAR) =>
  `${name}=${value}; Path=/; Max-Age=${maxAge}; SameSite=Lax`;
const twice = (name: string, value: string, maxAge?: number) => [
  cookie(name, value, maxAge),
  cookie(`${name}_${cookieSuffix}`, value, maxAge),
];

/** The session token, readable by clerk-js, which renews it. */
export const sessionCookies = (token: string) => twice("__session", token);

/** Who the browser is. Out of reach of script, as is the refresh token. */
export const clientCookie = ({ secret }: Client) => `${cookie("__client", secret)}; HttpOnly`;
export const refreshCookie = ({ refreshToken }: Session) =>
  `${cookie(`__refresh_${cookieSuffix}`, refreshToken)}; HttpOnly`;

/** Since when somebody is signed in, in seconds; 0: nobody is. A session token from before is stale. */
export function clientUatCookies(client: Client | undefined): string[] {
  const times = client ? activeSessions(client).map(({ createdAt }) => createdAt) : [];
  return twice("__client_uat", String(times.length ? Math.floor(Math.min(...times) / 1_000) : 0));
}

export const endedCookies = () => [
  ...twice("__session", "", 0),
  cookie(`__refresh_${cookieSuffix}`, "", 0),
];
