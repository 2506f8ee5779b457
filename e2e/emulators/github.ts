import { createHash, randomUUID } from "node:crypto";
import { type EmulatedUser, users } from "./emulator.ts";
import { loginPage } from "./login-page.ts";
import { serveOnLoopback } from "./loopback-server.ts";
import { CLIENT_ID, CLIENT_SECRET } from "./oidc.ts";

const people: EmulatedUser[] = Object.values(users);

interface GitHubOptions {
  port?: number;
  callback: string;
  /** `github_user` and `github_emails` are said by the API instead of what it knows. */
  claims?: Record<string, unknown>;
}

/** What a GitHub Enterprise Server answers to an OAuth app that signs people in, on loopback. */
export async function startGitHub({ port, callback, claims = {} }: GitHubOptions) {
  const codes = new Map<string, { user: EmulatedUser; challenge: string | null }>();
  const tokens = new Map<string, EmulatedUser>();

  async function authorize(request: Request): Promise<Response> {
    const { searchParams } = new URL(request.url);
    const [client, redirect] = ["client_id", "redirect_uri"].map((name) => searchParams.get(name));
    if (client !== CLIENT_ID || redirect !== callback) return json(404, { error: "Not Found" });
    const form = request.method === "POST" ? new URLSearchParams(await request.text()) : undefined;
    const user = people.find(
      ({ email, password }) => email === form?.get("email") && password === form.get("password"),
    );
    if (!user) {
      const headers = { "content-type": "text/html; charset=utf-8" };
      return new Response(loginPage(CLIENT_ID, !!form), { status: form ? 401 : 200, headers });
    }
    const code = randomUUID();
    codes.set(code, { user, challenge: searchParams.get("code_challenge") });
    const answer = new URLSearchParams({ code, state: searchParams.get("state") ?? "" });
    return new Response(null, { status: 302, headers: { location: `${redirect}?${answer}` } });
  }

  /** Every refusal is a 200, as there. */
  async function issue(request: Request): Promise<Response> {
    const form = new URLSearchParams(await request.text());
    const basic = `Basic ${btoa(`${CLIENT_ID}:${CLIENT_SECRET}`)}`;
    if (request.headers.get("authorization") !== basic) {
      return json(200, { error: "incorrect_client_credentials" });
    }
    const code = form.get("code") ?? "";
    const given = codes.get(code);
    codes.delete(code);
    const verifier = form.get("code_verifier") ?? "";
    const challenge = createHash("sha256").update(verifier).digest("base64url");
    if (given?.challenge !== challenge) return json(200, { error: "bad_verification_code" });
    const access_token = `gho_${randomUUID()}`;
    tokens.set(access_token, given.user);
    return json(200, { access_token, scope: "user:email", token_type: "bearer" });
  }

  function answer(request: Request, path: string): Response {
    const token = request.headers.get("authorization")?.replace("Bearer ", "") ?? "";
    const user = tokens.get(token);
    if (!user) return json(401, { message: "Bad credentials" });
    const { email, name } = user;
    const id = 1_001 + people.indexOf(user);
    const own = { id, login: name.split(" ")[0]?.toLowerCase(), name, email: null };
    const emails = [
      { email: `old.${email}`, primary: false, verified: true, visibility: null },
      { email, primary: true, verified: true, visibility: "private" },
    ];
    return path.endsWith("/emails")
      ? json(200, claims.github_emails ?? emails)
      : json(200, claims.github_user ?? own);
  }

  const { url, stop } = await serveOnLoopback((request) => {
    const { pathname } = new URL(request.url);
    switch (pathname) {
      case "/login/oauth/authorize":
        return authorize(request);
      case "/login/oauth/access_token":
        return issue(request);
      case "/api/v3/user":
      case "/api/v3/user/emails":
        return answer(request, pathname);
      default:
        return json(404, { message: "Not Found" });
    }
  }, port);
  const env = {
    AUTH_GITHUB_ID: CLIENT_ID,
    AUTH_GITHUB_SECRET: CLIENT_SECRET,
    AUTH_GITHUB_URL: url,
  };
  return { env, stop };
}

const json = (status: number, body: unknown) => Response.json(body, { status });
