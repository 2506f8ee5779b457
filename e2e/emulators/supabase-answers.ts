import type { EmulatedUser } from "./emulator.ts";

export interface Account extends EmulatedUser {
  id: string;
}

/** GoTrue's JSON for a user. */
export function describeAccount({ id, email, name }: Account) {
  const epoch = new Date(0).toISOString();
  return {
    id,
    aud: "authenticated",
    role: "authenticated",
    email,
    email_confirmed_at: epoch,
    app_metadata: { provider: "email", providers: ["email"] },
    user_metadata: { name },
    identities: [],
    created_at: epoch,
    updated_at: epoch,
    is_anonymous: false,
  };
}

/** GoTrue's JSON for an error. */
export function problem(status: number, code: string, message: string): Response {
  return Response.json({ code: status, error_code: code, msg: message }, { status });
}

export function noSession(): Response {
  return problem(403, "session_not_found", "Session from session_id claim in JWT does not exist");
}
