import { createHash, randomUUID } from "node:crypto";
import { type EmulatedUser, type Emulator, type EmulatorOptions, users } from "./emulator.ts";
import { loginPage } from "./login-page.ts";
import { serveOnLoopback } from "./loopback-server.ts";
import { type Account, noSession, problem } from "./supabase-answers.ts";
import { makeFactors, showCode } from "./supabase-factors.ts";
import { makeMails } from "./supabase-mails.ts";
import { makeSessions } from "./supabase-sessions.ts";

const PUBLISHABLE_KEY = "sb_publishable_emulated";
const OAUTH_PROVIDERS = ["google", "github"];

type Route = (request: Request, query: URLSearchParams) => Promise<Response>;

interface Flow {
  account: Account;
  method: string;
  challenge: string;
}

/**
 * The part of Supabase Auth (GoTrue) that @supabase/ssr signs in with: passwords, mails with links and
 * codes, providers with a page of their own, a second factor, PKCE, refresh token rotation, sign-out,
 * ES256 keys. Mails are kept and shown at /mails.
 */
export async function startEmulator({ port, claims }: EmulatorOptions): Promise<Emulator> {
  const issuer = () => `${server.url}/auth/v1`;
  const sessions = await makeSessions(issuer, claims);
  const answerFactor = makeFactors(sessions);
  const mails = makeMails(issuer);
  const accounts = new Map<string, Account>();
  const codes = new Map<string, Flow>();

  const addAccount = (user: EmulatedUser): Account => {
    const account = { ...user, id: idOf(user.email) };
    accounts.set(user.email, account);
    return account;
  };
  for (const user of Object.values(users)) addAccount(user);

  /** Leads back to the app, with what it gets a session for. */
  function leadBack(redirectTo: string, answer: Flow | { error: string; error_code?: string }) {
    const location = new URL(redirectTo);
    if ("error" in answer) {
      location.search = String(new URLSearchParams(answer));
    } else {
      const code = randomUUID();
      codes.set(code, answer);
      location.searchParams.set("code", code);
    }
    return new Response(null, { status: 303, headers: { location: location.href } });
  }

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
      return sessions.open(flow.account, flow.method);
    },

    refresh_token: ({ refresh_token = "" }) => sessions.refresh(refresh_token),
  };

  const routes: Record<string, Route> = {
    "GET /mails": async () => mails.show(),
    "GET /authenticator": async () => showCode(),
    "GET /auth/v1/.well-known/jwks.json": async () => Response.json(sessions.jwks),

    async "GET /auth/v1/settings"(request) {
      const isOurs = request.headers.get("apikey") === PUBLISHABLE_KEY;
      const external = { email: true, azure: false, google: true, github: true };
      return isOurs
        ? Response.json({ external })
        : problem(401, "invalid_api_key", "Invalid API key");
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
      mails.send(account, "magiclink", challenge, query.get("redirect_to") ?? "");
      return Response.json({});
    },

    async "POST /auth/v1/recover"(request, query) {
      const { email, code_challenge: challenge } = await request.json();
      const account = accounts.get(email);
      if (account) mails.send(account, "recovery", challenge, query.get("redirect_to") ?? "");
      return Response.json({});
    },

    async "GET /auth/v1/verify"(_request, query) {
      const { redirectTo, flow } = mails.follow(query);
      if (!flow) return leadBack(redirectTo, { error: "access_denied", error_code: "otp_expired" });
      return leadBack(redirectTo, { ...flow, method: flow.type });
    },

    async "POST /auth/v1/verify"(request) {
      const mail = mails.verify(await request.json());
      return mail instanceof Response ? mail : sessions.open(mail.account, "otp");
    },

    async "GET /auth/v1/authorize"() {
      return html(loginPage("an app of Supabase", false));
    },

    async "POST /auth/v1/authorize"(request, query) {
      const form = new URLSearchParams(await request.text());
      const account = accounts.get(form.get("email") ?? "");
      if (!account || account.password !== form.get("password")) {
        return html(loginPage("an app of Supabase", true));
      }
      const redirectTo = query.get("redirect_to") ?? "";
      // As of a provider that has not verified the address: GoTrue opens no account by it.
      if (claims?.unverified) {
        const error_code = "provider_email_needs_verification";
        return leadBack(redirectTo, { error: "access_denied", error_code });
      }
      const challenge = query.get("code_challenge") ?? "";
      return leadBack(redirectTo, { account, challenge, method: "oauth" });
    },

    async "GET /auth/v1/user"(request) {
      const session = await sessions.find(request);
      return session ? Response.json(sessions.describeUser(session.account)) : noSession();
    },

    async "PUT /auth/v1/user"(request) {
      const session = await sessions.find(request);
      if (!session) return noSession();
      const { password } = await request.json();
      if (claims?.factors && session.amr.every(({ method }) => method !== "totp")) {
        return problem(401, "insufficient_aal", "AAL2 session is required");
      }
      if (password === session.account.password) {
        return problem(422, "same_password", "New password should be different");
      }
      session.account.password = password;
      sessions.end(session, "others");
      return Response.json(sessions.describeUser(session.account));
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
    const answer = route?.(request, searchParams) ?? (await answerFactor(request, pathname));
    return answer ?? problem(404, "not_found", pathname);
  }, port);

  const env = {
    SUPABASE_URL: server.url,
    SUPABASE_PUBLISHABLE_KEY: PUBLISHABLE_KEY,
    SUPABASE_OAUTH_PROVIDERS: OAUTH_PROVIDERS.join(),
  };
  return { env, users, refreshes: sessions.refreshes, stop: server.stop };
}

const html = (page: string) =>
  new Response(page, { headers: { "content-type": "text/html; charset=utf-8" } });

/** Made of the address, so that an account is the same after a restart of the emulator. */
function idOf(email: string): string {
  const hex = createHash("sha256").update(email).digest("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}
