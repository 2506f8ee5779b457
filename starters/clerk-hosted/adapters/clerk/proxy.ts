import { clerkMiddleware } from "@clerk/nextjs/server";
import { NextRequest } from "next/server";
import type { PolicySources, ProxyAdapter } from "#adapters/contracts.ts";
import { sayOncePerMinute } from "#lib/base/process.ts";
import { ownOrigin, readConfig } from "./trust.ts";

const ONE_DAY = 86_400_000; // milliseconds
const LONGEST_WAIT = 3_000; // milliseconds

/** Verifies the session token and renews it: by the refresh cookie, else by a redirect to Clerk and back. */
export const refresh: ProxyAdapter = async (request, event) => {
  const { publishableKey, proxyPath, keys } = readConfig();
  const { pathname } = request.nextUrl;
  const signsOut = request.method === "POST" && pathname === "/sign-out";
  const middleware = clerkMiddleware({
    publishableKey,
    signInUrl: "/sign-in",
    // Whose session is to end an old token says as well.
    clockSkewInMs: signsOut ? ONE_DAY : undefined,
    ...(proxyPath && { proxyUrl: ownOrigin() + proxyPath, frontendApiProxy: { enabled: true } }),
  });
  const run = async (shown: NextRequest) => (await middleware(shown, event)) ?? undefined;
  const answer = await run(request);
  if (!answer?.headers.has("location") || (proxyPath && pathname.startsWith(`${proxyPath}/`))) {
    return answer;
  }
  // The way to Clerk and back is for a new token. It does not help if Clerk's clock is ahead, and while
  // Clerk is away it ends on a page of the browser's. A request of page script is not sent there.
  const isAhead = /-(nbf|future)$/.test(answer.headers.get("x-clerk-auth-reason") ?? "");
  if (!isAhead && (await isReachable(keys))) return answer;
  const headers = new Headers(request.headers);
  headers.set("sec-fetch-dest", "empty");
  return run(new NextRequest(request.url, { headers }));
};

async function isReachable(address: URL): Promise<boolean> {
  const signal = AbortSignal.timeout(LONGEST_WAIT);
  const isOk = await fetch(address, { signal }).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!isOk) sayOncePerMinute(`${address.origin} cannot be reached`);
  return isOk;
}

/** What clerk-js loads and talks to: its Frontend API, pictures of people and services, a worker that keeps time, the bot check. */
export function policySources(): PolicySources {
  const { issuer, proxyPath } = readConfig();
  return {
    "connect-src": proxyPath ? [] : [issuer],
    "img-src": ["https://img.clerk.com"],
    // Clerk's field for a code adds two elements without the nonce: an empty one, with rules by script,
    // and its caret's blinking.
    "style-src-elem": [
      "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
      "'sha256-KQDhUccuEkZUQDnfbVDeY+ev2LZ+73AQR7ro4JppAY8='",
    ],
    "worker-src": ["'self'", "blob:"],
    "frame-src": ["https://challenges.cloudflare.com"],
  };
}
