import { createHash, randomUUID } from "node:crypto";
import { type EmulatedUser, type Emulator, type EmulatorOptions, users } from "./emulator.ts";
import { serveOnLoopback } from "./loopback-server.ts";
import {
  type Account,
  describeAccount,
  type Mail,
  noSession,
  problem,
  showMails,
} from "./supabase-answers.ts";
import { makeSessions } from "./supabase-sessions.ts";

const PUBLISHABLE_KEY = "sb_publishable_emulated";

type Route = (request: Request, query: URLSearchParams) => Promise<Response>;

/**
 * The part of Supabase Auth (GoTrue) that @supabase/ssr signs in with: passwords, links by mail
 * with PKCE, refresh token rotation, sign-out, ES256 keys. Mails are kept and shown at /mails.
 */
export async function startEmulator({ port, claims }: EmulatorOptions): Promise<Emulator> {
  const issuer = () => `${server.url}/auth/v1`;
  const sessions = await makeSessions(issuer, claims);
  const accounts = new Map<string, Account>();
  const links = new Map<string, { account: Account; challenge: string; redirectTo: string }>();
  const codes = new Map<string, { account: Account; challenge: string }>();
  const mails: Mail[] = [];

  const addAccount = (user: EmulatedUser): Account => {
    const account = { ...user, id: idOf(user.email) };
    accounts.set(user.email, account);
    return account;
  };
  for (const user of Object.values(users)) addAccount(user);

  const grants: Record<string, (form: Record<string, string>) => Promise<Response>> = {
    async password({ email = "", password }) {
      const account = accounts.get(email);
      if (!account || account.password !== password) {
        return problem(400, "invalid_credentials", "Invalid login credentials");
      }
      return sessions.open(account, "password");
    },

    async pkce({ auth_code = "", code_verifier = "" }) {
      const flow = codes.get(auth_code);
      codes.delete(auth_code);
      if (!flow) return problem(404, "flow_state_not_found", "invalid flow state");
      const challenge = createHash("sha256").update(code_verifier).digest("base64url");
      if (challenge !== flow.challenge) {
        return problem(400, "bad_code_verifier", "code challenge does not match");
      }
      return sessions.open(flow.account, "magiclink");
    },

    refresh_token: ({ refresh_token = "" }) => sessions.refresh(refresh_token),
  };

  const routes: Record<string, Route> = {
    "GET /mails": async () => showMails(mails),
    "GET /auth/v1/.well-known/jwks.json": async () => Response.json(sessions.jwks),

    async "GET /auth/v1/settings"(request) {
      const isOurs = request.headers.get("apikey") === PUBLISHABLE_KEY;
      return isOurs ? Response.json({}) : problem(401, "invalid_api_key", "Invalid API key");
    },

    async "POST /auth/v1/token"(request, query) {
      const grant = grants[query.get("grant_type") ?? ""];
      return grant?.(await request.json()) ?? problem(400, "validation_failed", "grant_type");
    },

    async "POST /auth/v1/signup"(request) {
      const { email, password, data } = await request.json();
      if (accounts.has(email)) return problem(422, "user_already_exists", "already registered");
      return sessions.open(addAccount({ email, password, name: data.name }), "password");
    },

    async "POST /auth/v1/otp"(request, query) {
      const { email, code_challenge: challenge } = await request.json();
      const account =
        accounts.get(email) ?? addAccount({ email, name: "", password: randomUUID() });
      const token = randomUUID();
      links.set(token, { account, challenge, redirectTo: query.get("redirect_to") ?? "" });
      mails.push({ to: email, link: `${issuer()}/verify?type=magiclink&token=${token}` });
      return Response.json({});
    },

    async "GET /auth/v1/verify"(_request, query) {
      const token = query.get("token") ?? "";
      const link = links.get(token);
      links.delete(token);
      if (!link) return problem(403, "otp_expired", "Email link is invalid or has expired");
      const code = randomUUID();
      codes.set(code, link);
      const location = `${link.redirectTo}?code=${code}`;
      return new Response(null, { status: 303, headers: { location } });
    },

    async "GET /auth/v1/user"(request) {
      const session = await sessions.find(request);
      return session ? Response.json(describeAccount(session.account)) : noSession();
    },

    async "POST /auth/v1/logout"(request, query) {
      const session = await sessions.find(request);
      if (!session) return noSession();
      sessions.end(session, query.get("scope"));
      return new Response(null, { status: 204 });
    },
  };

  const server = await serveOnLoopback(async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const route = routes[`${request.method} ${pathname}`];
    return route?.(request, searchParams) ?? problem(404, "not_found", pathname);
  }, port);

  const env = { SUPABASE_URL: server.url, SUPABASE_PUBLISHABLE_KEY: PUBLISHABLE_KEY };
  return { env, users, refreshes: sessions.refreshes, stop: server.stop };
}

/** Made of the address, so that an account is the same after a restart of the emulator. */
function idOf(email: string): string {
  const hex = createHash("sha256").update(email).digest("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}
