import type { NextAuthConfig, Profile as Said } from "next-auth";
import GitHub from "next-auth/providers/github";
import type { Profile } from "#adapters/contracts.ts";
import type { Source } from "./auth-js-sources.ts";
import { readMembers, readProfile } from "./read-profile.ts";

type Provider = NextAuthConfig["providers"][number];

interface Options {
  /** Whether Auth.js keeps its users in a table, and no token. Otherwise ID tokens are renewed. */
  hasTable: boolean;
}

/** A source's session outlives ours, so the next user must be asked which account. Not every issuer can ask that. */
const PROMPTS = { google: "select_account", "microsoft-entra-id": "select_account", oidc: "login" };
const TIMEOUT = 5_000; // milliseconds

/** A source as Auth.js is told of it. */
export function toProvider(source: Source, { hasTable }: Options): Provider {
  const { id, label, clientId, clientSecret, issuer, address } = source;
  const own = {
    id,
    name: label,
    clientId,
    clientSecret,
    // By `state` the flows of two tabs are told apart.
    checks: ["pkce" as const, "state" as const],
    profile: (said: unknown) => toUser(readUser(id, said), hasTable),
    // A source is asked once, at sign-in: its tokens need not lie in the table.
    ...(hasTable && { account: () => ({}) }),
  };
  if (id === "github") {
    return GitHub({
      ...own,
      enterprise: address === "https://github.com" ? undefined : { baseUrl: `${address}` },
      authorization: { params: { scope: "user:email", prompt: "select_account" } },
      userinfo: { request: askGitHub },
    });
  }
  const params = hasTable ? { prompt: PROMPTS[id] } : renewable(id);
  return { ...own, type: "oidc", issuer, authorization: { params } };
}

/** With a refresh token. Google issues one only with consent. */
function renewable(id: keyof typeof PROMPTS): Record<string, string> {
  const prompt = PROMPTS[id];
  return id === "google"
    ? { access_type: "offline", prompt: `consent ${prompt}` }
    : { scope: "openid profile email offline_access", prompt };
}

interface User extends Profile {
  /** By which the source knows them. */
  subject: string;
}

/** What a source says about its user. */
export function readUser(id: Source["id"], said: unknown): User {
  const members = readMembers(said);
  const { sub, email_verified, xms_edov, name, login, picture, avatar_url } = members;
  const isGitHub = id === "github";
  // Entra's address is whatever its tenant wrote; this optional claim says that the domain's owner is verified.
  const vouches = id === "microsoft-entra-id" ? /^(true|1)$/.test(`${xms_edov}`) : email_verified;
  return {
    subject: String(isGitHub ? members.id : sub),
    ...readProfile({
      name: isGitHub ? (name ?? login) : name,
      email: members.email,
      // `askGitHub` took no other.
      emailVerified: isGitHub ? members.email !== undefined : vouches,
      picture: isGitHub ? avatar_url : picture,
    }),
  };
}

/**
 * The same as Auth.js keeps it: by itself it would lower the case of an address that is no text. In a
 * table an address is its user's alone, so that one nobody vouches for would keep its owner out.
 */
export function toUser({ subject, name, email, emailVerified, picture }: User, hasTable: boolean) {
  const kept = hasTable && !emailVerified ? undefined : email;
  return { id: subject, name: name ?? null, email: kept ?? null, image: picture ?? null };
}

/** What Auth.js gives to whoever asks for its user. */
interface Grant {
  tokens: { access_token?: string };
  provider: { userinfo?: { url?: unknown } };
}

/** Whom an access token of GitHub's is of, with the primary address if that is verified. */
async function askGitHub({ tokens, provider }: Grant): Promise<Said> {
  const ask = (path: string) =>
    fetch(`${provider.userinfo?.url}${path}`, {
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${tokens.access_token}`,
        "user-agent": "tambo-users",
      },
      signal: AbortSignal.timeout(TIMEOUT),
    });
  const [answer, emails] = await Promise.all([ask(""), ask("/emails")]);
  const user = readMembers(await answer.json());
  if (!Number.isSafeInteger(user.id)) throw new Error(`GitHub answered ${answer.status}, no user`);
  // An app that may not read addresses is told of none.
  const listed: unknown = emails.ok ? await emails.json() : [];
  const primary = [listed].flat().map(readMembers).find(isVerifiedPrimary);
  return { ...user, email: primary?.email } as Said;
}

const isVerifiedPrimary = ({ primary, verified }: Record<string, unknown>) =>
  primary === true && verified === true;
