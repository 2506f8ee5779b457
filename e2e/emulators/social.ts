import { createHash, randomUUID } from "node:crypto";
import { generateKeyPair, SignJWT } from "jose";
import { type EmulatedUser, users } from "./emulator.ts";
import { loginPage } from "./login-page.ts";
import { serveOnLoopback } from "./loopback-server.ts";

export const SOCIAL_CLIENT = { id: "emulated-client", secret: "emulated-client-secret" };

/** By the addresses at which the real ones are, without https:// */
const SERVICES = {
  google: {
    authorize: "accounts.google.com/o/oauth2/v2/auth",
    token: "oauth2.googleapis.com/token",
    claims: ({ email, name }: EmulatedUser) => ({ email, name, email_verified: true }),
  },
  github: {
    authorize: "github.com/login/oauth/authorize",
    token: "github.com/login/oauth/access_token",
    claims: ({ email, name }: EmulatedUser) => ({ email, name, verified: true }),
  },
  microsoft: {
    authorize: "login.microsoftonline.com/common/oauth2/v2.0/authorize",
    token: "login.microsoftonline.com/common/oauth2/v2.0/token",
    claims: ({ email, name }: EmulatedUser) => ({ email, name, oid: `oid of ${email}`, tid: "t" }),
  },
  apple: {
    authorize: "appleid.apple.com/auth/authorize",
    token: "appleid.apple.com/auth/token",
    claims: ({ email }: EmulatedUser) => ({ email, email_verified: "true" }),
  },
};
type Service = (typeof SERVICES)[keyof typeof SERVICES];

const HOSTS = new Set(
  [
    "api.github.com",
    ...Object.values(SERVICES).flatMap(({ authorize, token }) => [authorize, token]),
  ].map((address) => address.split("/", 1)[0]),
);

/** Where an emulator at `origin` has what is at this address in reality. */
export function toEmulated(address: string, origin: string): string {
  const url = URL.parse(address);
  return url && HOSTS.has(url.host) ? `${origin}/${url.host}${url.pathname}${url.search}` : address;
}

interface Code {
  service: Service;
  user: EmulatedUser;
  redirectUri: string;
  challenge: string;
}

/**
 * Google, GitHub, Microsoft and Apple, as far as one signs in with them, on loopback. `claims` are what they
 * say besides, or instead.
 */
export async function startSocial(claims: Record<string, unknown> = {}, port?: number) {
  const { privateKey } = await generateKeyPair("RS256");
  const codes = new Map<string, Code>();
  const people = new Map<string, EmulatedUser>();

  async function authorize(service: Service, request: Request): Promise<Response> {
    const { searchParams } = new URL(request.url);
    const read = (name: string) => searchParams.get(name) ?? "";
    if (read("client_id") !== SOCIAL_CLIENT.id) return new Response("client", { status: 400 });
    const form = request.method === "POST" ? await request.formData() : undefined;
    const user = Object.values(users).find(
      ({ email, password }) => email === form?.get("email") && password === form.get("password"),
    );
    const headers = { "content-type": "text/html; charset=utf-8" };
    if (!user) return new Response(loginPage(SOCIAL_CLIENT.id, !!form), { headers });
    const code = randomUUID();
    const redirectUri = read("redirect_uri");
    codes.set(code, { service, user, redirectUri, challenge: read("code_challenge") });
    const answer = { code, state: read("state") };
    if (read("response_mode") === "form_post") return formPost(redirectUri, answer);
    const location = `${redirectUri}?${new URLSearchParams(answer)}`;
    return new Response(null, { status: 303, headers: { location } });
  }

  async function exchange(service: Service, request: Request): Promise<Response> {
    const form = await request.formData();
    const code = codes.get(`${form.get("code")}`);
    codes.delete(`${form.get("code")}`);
    const verifier = createHash("sha256").update(`${form.get("code_verifier")}`);
    const isRight =
      code?.service === service &&
      form.get("client_id") === SOCIAL_CLIENT.id &&
      form.get("client_secret") === SOCIAL_CLIENT.secret &&
      form.get("redirect_uri") === code.redirectUri &&
      verifier.digest("base64url") === code.challenge;
    if (!isRight) return Response.json({ error: "invalid_grant" }, { status: 400 });
    const accessToken = randomUUID();
    people.set(accessToken, code.user);
    const said = { ...service.claims(code.user), ...claims };
    const idToken = await new SignJWT(said)
      .setProtectedHeader({ alg: "RS256" })
      .setSubject(`sub of ${code.user.email}`)
      .setAudience(SOCIAL_CLIENT.id)
      .setIssuedAt()
      .setExpirationTime("1h")
      .sign(privateKey);
    return Response.json({
      access_token: accessToken,
      token_type: "bearer",
      ...(service !== SERVICES.github && { id_token: idToken }),
    });
  }

  function askGitHub(path: string, request: Request): Response {
    const token = request.headers.get("authorization")?.replace("Bearer ", "") ?? "";
    const user = people.get(token);
    if (!user) return new Response(null, { status: 401 });
    const { email, name, verified } = { ...SERVICES.github.claims(user), ...claims };
    return Response.json(
      path.endsWith("/emails")
        ? [{ email, primary: true, verified }]
        : { id: users.alice === user ? 1 : 2, login: "someone", name, email: null },
    );
  }

  const { url, stop } = await serveOnLoopback(async (request) => {
    const path = new URL(request.url).pathname.slice(1);
    if (path.startsWith("api.github.com/")) return askGitHub(path, request);
    for (const service of Object.values(SERVICES)) {
      if (path === service.authorize) return authorize(service, request);
      if (path === service.token) return exchange(service, request);
    }
    return new Response(null, { status: 404 });
  }, port);
  return { url, stop };
}

/** As Apple leads back: by a form, in which it says a user's name the first time. */
function formPost(address: string, answer: Record<string, string>): Response {
  const user = JSON.stringify({ name: { firstName: "Alice", lastName: "Ahlgren" } });
  const fields = Object.entries({ ...answer, user }).map(
    ([name, value]) =>
      `<input type="hidden" name="${name}" value="${value.replaceAll('"', "&quot;")}">`,
  );
  const page = `<!doctype html><form method="post" action="${address}">${fields.join("")}</form><script>document.forms[0].submit()</script>`;
  return new Response(page, { headers: { "content-type": "text/html; charset=utf-8" } });
}
