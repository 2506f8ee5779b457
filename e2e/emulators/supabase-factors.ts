import { createHmac, randomUUID } from "node:crypto";
import { noSession, problem } from "./supabase-answers.ts";
import type { makeSessions } from "./supabase-sessions.ts";

const ID = "11111111-1111-4111-8111-111111111111";
/** For the claim `factors`: an authenticator app. */
export const FACTORS = [{ id: ID, factor_type: "totp", status: "verified" }];

const STEP = 30_000; // milliseconds

/** The six digits of an authenticator app (RFC 6238), now or some steps away. */
function totpCode(steps = 0): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP) + steps));
  const digest = createHmac("sha1", "emulated secret").update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0xf;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** The page that stands for everybody's authenticator app. */
export const showCode = () => new Response(totpCode());

const PATH = /^\/auth\/v1\/factors\/([\w-]+)\/(challenge|verify)$/;
/** By GoTrue a code is good a step earlier and later. */
const STEPS = [-1, 0, 1];

/** GoTrue's second factor, a code of an authenticator app: the session is at aal2 from then on. */
export function makeFactors(sessions: Awaited<ReturnType<typeof makeSessions>>) {
  const challenges = new Set<string>();
  return async (request: Request, pathname: string): Promise<Response | undefined> => {
    const [, factor, action] = PATH.exec(pathname) ?? [];
    if (request.method !== "POST" || !action) return undefined;
    const session = await sessions.find(request);
    if (!session) return noSession();
    if (factor !== ID) return problem(404, "mfa_factor_not_found", "Factor not found");
    if (action === "challenge") {
      const id = randomUUID();
      challenges.add(id);
      return Response.json({ id, type: "totp", expires_at: Math.floor(Date.now() / 1_000) + 300 });
    }
    const { challenge_id, code } = await request.json();
    if (!challenges.has(challenge_id)) {
      return problem(422, "mfa_challenge_expired", "MFA challenge has expired");
    }
    if (!STEPS.some((step) => totpCode(step) === code)) {
      return problem(422, "mfa_verification_failed", "Invalid TOTP code entered");
    }
    challenges.delete(challenge_id);
    return sessions.raise(session);
  };
}
