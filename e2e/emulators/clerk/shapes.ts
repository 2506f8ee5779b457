import { activeSessions, type Client, type Session, type SignIn, type User } from "./instance.ts";

const ONE_DAY = 24 * 3_600_000; // milliseconds

const splitName = ({ name }: User) => {
  const [first_name = "", last_name = ""] = name.split(" ");
  return { first_name, last_name };
};

/** https://clerk.com/docs/reference/backend/types/backend-user as JSON. */
export function userJson(user: User) {
  const address = {
    object: "email_address",
    id: `idn_${user.id}`,
    email_address: user.email,
    verification: { status: "verified", strategy: "password" },
    linked_to: [],
  };
  return {
    object: "user",
    id: user.id,
    ...splitName(user),
    username: null,
    image_url: "",
    has_image: false,
    primary_email_address_id: address.id,
    email_addresses: [address],
    phone_numbers: [],
    web3_wallets: [],
    external_accounts: [],
    enterprise_accounts: [],
    passkeys: [],
    organization_memberships: [],
    password_enabled: true,
    two_factor_enabled: false,
    totp_enabled: false,
    backup_code_enabled: false,
    public_metadata: {},
    unsafe_metadata: {},
    created_at: 1,
    updated_at: 1,
  };
}

/** A session; clerk-js also wants its user and a fresh token, the Backend API tells neither. */
export function sessionJson({ id, user, isActive, createdAt }: Session, token?: string) {
  return {
    object: "session",
    id,
    user_id: user.id,
    status: isActive ? "active" : "ended",
    expire_at: createdAt + 7 * ONE_DAY,
    abandon_at: createdAt + 30 * ONE_DAY,
    last_active_at: Date.now(),
    last_active_organization_id: null,
    actor: null,
    tasks: null,
    factor_verification_age: [0, -1],
    created_at: createdAt,
    updated_at: Date.now(),
    ...(token && {
      user: userJson(user),
      public_user_data: { ...splitName(user), user_id: user.id, identifier: user.email },
      last_active_token: { object: "token", jwt: token },
    }),
  };
}

/** A sign-in attempt. */
export function signInJson({ id, user }: SignIn, createdSessionId?: string) {
  return {
    object: "sign_in",
    id,
    status: createdSessionId ? "complete" : "needs_first_factor",
    identifier: user.email,
    supported_identifiers: ["email_address"],
    supported_first_factors: [{ strategy: "password" }],
    supported_second_factors: null,
    first_factor_verification: null,
    second_factor_verification: null,
    user_data: { ...splitName(user), image_url: "", has_image: false },
    created_session_id: createdSessionId ?? null,
    abandon_at: Date.now() + ONE_DAY,
  };
}

/** A browser with its sessions. An attempt under way has to be in it, or clerk-js forgets it. */
export async function clientJson(client: Client, sign: (session: Session) => Promise<string>) {
  const sessions = activeSessions(client);
  return {
    object: "client",
    id: client.id,
    sessions: await Promise.all(
      sessions.map(async (session) => sessionJson(session, await sign(session))),
    ),
    sign_in: client.signIn ? signInJson(client.signIn) : null,
    sign_up: null,
    last_active_session_id: sessions.at(-1)?.id ?? null,
    cookie_expires_at: Date.now() + 365 * ONE_DAY,
    captcha_bypass: true,
    created_at: client.createdAt,
    updated_at: Date.now(),
  };
}
