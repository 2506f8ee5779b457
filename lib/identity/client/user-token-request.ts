/** The user token of a page, as it is rendered and as GET /user-token answers it. */
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

/**
 * The answer of /user-token: a token, or that the session was ended by somebody, has expired, or is
 * not accepted. Undefined stands for no answer.
 */
export type Answer = { token: UserToken } | "signed-out" | "expired" | "refused";

const NAME = "tambo-users.user-token";
const TIMEOUT = 10_000; // milliseconds

let shared: BroadcastChannel | undefined;

// One per tab: a channel does not receive its own messages, and this tab must not either.
function channel(): BroadcastChannel {
  shared ??= new BroadcastChannel(NAME);
  return shared;
}

/** Calls back with every answer that another tab gets. Returns the function that ends it. */
export function listenToTabs(onAnswer: (answer: Answer) => void): () => void {
  const listener = ({ data }: MessageEvent<Answer>) => onAnswer(data);
  channel().addEventListener("message", listener);
  return () => channel().removeEventListener("message", listener);
}

/** Tells the other tabs that the user signs out. */
export function announceSignOut(): void {
  channel().postMessage("signed-out" satisfies Answer);
}

/** Asks for the user token, with one request at a time across tabs. Tabs that wait get its answer. */
export async function askForUserToken(): Promise<Answer | undefined> {
  const { locks } = navigator as { locks?: LockManager };
  // Browsers offer locks on secure origins only.
  if (!locks) return requestAndShare();
  const asked = new AbortController();
  const elsewhere = nextAnswerOfTabs(asked.signal);
  try {
    const own = await locks.request(NAME, { ifAvailable: true }, async (lock) =>
      lock ? { answer: await requestAndShare() } : undefined,
    );
    return own ? own.answer : ((await elsewhere) ?? (await requestAndShare()));
  } finally {
    asked.abort();
  }
}

/** Undefined if no tab gets an answer within the time that a request may take. */
function nextAnswerOfTabs(until: AbortSignal): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, TIMEOUT);
    until.addEventListener("abort", () => clearTimeout(timer));
    until.addEventListener("abort", listenToTabs(resolve));
  });
}

async function requestAndShare(): Promise<Answer | undefined> {
  const answer = await request();
  if (answer) channel().postMessage(answer);
  return answer;
}

async function request(): Promise<Answer | undefined> {
  try {
    const response = await fetch("/user-token", {
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    if (response.ok) return { token: await response.json() };
    if (response.status !== 401) return undefined;
    const { code } = await response.json();
    if (code === "PROVIDER_TOKEN_REFUSED") return "refused";
    return code === "SESSION_REVOKED" ? "signed-out" : "expired";
  } catch {
    // No network, or not our answer: the caller tries again.
    return undefined;
  }
}
