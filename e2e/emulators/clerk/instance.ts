import { createHash, randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { type EmulatedUser, users } from "../emulator.ts";

/** Only a name: it is the issuer of tokens and stands in the publishable key; nothing connects to it. */
const HOST = "clerk.shop.example";
const ONE_SECOND = 1_000; // milliseconds
const TOKEN_LIFETIME = 60; // seconds

export const issuer = `https://${HOST}`;
// The `live` kind: it needs no development browser and no https.
export const publishableKey = `pk_live_${Buffer.from(`${HOST}$`).toString("base64").replace(/=+$/, "")}`;
export const secretKey = "sk_live_emulator";

/** Several instances of Clerk can share a domain, so each cookie exists a second time with this at its end. */
export const cookieSuffix = createHash("sha1")
  .update(publishableKey)
  .digest("base64url")
  .slice(0, 8);

/** What an authenticator app shows, and what every mail says: Clerk's development instances have it so, too. */
export const CODE = "424242";

export interface User extends EmulatedUser {
  id: string;
  /** Whether a code of an authenticator app is asked for. */
  totp?: boolean;
}

/** Alice once more, with an authenticator app. */
export const aliceWithApp: EmulatedUser = { ...users.alice, email: "alice.app@example.com" };

export interface Session {
  id: string;
  user: User;
  isActive: boolean;
  /** What has to be done before it is good for anything. */
  task?: "reset-password";
  organizationId?: string;
  createdAt: number;
  /** What the server renews the session token with; an HttpOnly cookie. */
  refreshToken: string;
}

/** An attempt to sign in. Who it is has been said, or is asked of another service. */
export interface SignIn {
  id: string;
  user?: User;
  status: "needs_identifier" | "needs_first_factor" | "needs_second_factor";
  /** Where the other service's page leads back to. */
  redirectUrl?: string;
}

/** An attempt to sign up, until the address is confirmed. */
export interface SignUp extends EmulatedUser {
  id: string;
}

/** A browser. It is known by the cookie `__client`. */
export interface Client {
  id: string;
  secret: string;
  sessions: Session[];
  /** Under way. */
  signIn?: SignIn;
  signUp?: SignUp;
  createdAt: number;
}

export const newId = (prefix: string) => `${prefix}_${randomUUID().replaceAll("-", "")}`;

/** What an instance of Clerk knows: people, browsers, sessions, and the key that signs. */
export async function createInstance(sessionClaims: Record<string, unknown> = {}) {
  const kid = newId("ins");
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" };
  const people: User[] = Object.entries(users).map(([id, user]) => ({ ...user, id: `user_${id}` }));
  people.push({ ...aliceWithApp, id: "user_alice_app", totp: true });
  const clients = new Map<string, Client>();

  return {
    keys: { keys: [publicJwk] },
    people,
    renewals: 0,

    findUserById: (id: string) => people.find((user) => user.id === id),
    findClient: (secret: string | undefined) => clients.get(secret ?? ""),
    findSession: (id: string) =>
      [...clients.values()]
        .flatMap(({ sessions }) => sessions)
        .find((session) => session.id === id),

    addClient(): Client {
      const client = {
        id: newId("client"),
        secret: randomUUID(),
        sessions: [],
        createdAt: Date.now(),
      };
      clients.set(client.secret, client);
      return client;
    },

    addSession(client: Client, user: User): Session {
      const session = {
        id: newId("sess"),
        user,
        isActive: true,
        task: sessionClaims.sts === "pending" ? ("reset-password" as const) : undefined,
        createdAt: Date.now(),
        refreshToken: randomUUID(),
      };
      client.sessions.push(session);
      client.signIn = undefined;
      client.signUp = undefined;
      return session;
    },

    /** A session token, version 2. `azp` is the origin of the page that asks, if one does; there is no `aud`. */
    signSessionToken(session: Session, origin?: string): Promise<string> {
      const { id, user, task, organizationId, createdAt } = session;
      const minutes = Math.floor((Date.now() - createdAt) / (60 * ONE_SECOND));
      const sts = task ? "pending" : "active";
      const o = organizationId ? { id: organizationId, rol: "member" } : undefined;
      const claims = { v: 2, sid: id, fva: [minutes, -1], o, ...sessionClaims, sts };
      return sign(user, origin, claims, { cat: "cl_B7d4PD111AAA" });
    },

    /** A token of a JWT template: what the template adds, and nothing about the session. */
    signTemplateToken: ({ user, organizationId }: Session, origin: string) => {
      const claims = { aud: "tambo-users", org_id: organizationId ?? null };
      return sign(user, origin, claims, { cat: "cl_B7d4PD222AAA" });
    },
  };

  function sign(
    user: User,
    azp: string | undefined,
    claims: object,
    header: object,
  ): Promise<string> {
    const now = Math.floor(Date.now() / ONE_SECOND);
    return new SignJWT({ azp, ...claims })
      .setProtectedHeader({ alg: "RS256", typ: "JWT", kid, ...header })
      .setIssuer(issuer)
      .setSubject(user.id)
      .setJti(randomUUID())
      .setIssuedAt(now)
      .setNotBefore(now - 10)
      .setExpirationTime(now + TOKEN_LIFETIME)
      .sign(privateKey);
  }
}

export type Instance = Awaited<ReturnType<typeof createInstance>>;

export const activeSessions = ({ sessions }: Client) => sessions.filter(({ isActive }) => isActive);
