import {
  activeSessions,
  type Client,
  type Session,
  type SignIn,
  type SignUp,
  type User,
} from "./instance.ts";

const ONE_DAY = 24 * 3_600_000; // milliseconds

const splitName = ({ name }: Pick<User, "name">) => {
  const [first_name = "", last_name = ""] = name.split(" ");
  return { first_name, last_name };
};

const organization = {
  object: "organization",
  id: "org_example",
  name: "Example Inc.",
  slug: "example-inc",
  image_url: "",
  has_image: false,
  members_count: 1,
  pending_invitations_count: 0,
  max_allowed_memberships: 5,
  admin_delete_enabled: false,
  public_metadata: {},
  created_at: 1,
  updated_at: 1,
};

/** Alice's is the one organisation that there is. */
export const membershipsJson = ({ id }: User) =>
  id === "user_alice"
    ? [
        {
          object: "organization_membership",
          id: `orgmem_${id}`,
          organization,
          role: "org:member",
          role_name: "Member",
          permissions: [],
          public_metadata: {},
          created_at: 1,
          updated_at: 1,
        },
      ]
    : [];

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
    organization_memberships: membershipsJson(user),
    password_enabled: true,
    two_factor_enabled: user.totp === true,
    totp_enabled: user.totp === true,
    backup_code_enabled: false,
    public_metadata: {},
    unsafe_metadata: {},
    created_at: 1,
    updated_at: 1,
  };
}

/** A session; clerk-js also wants its user and a fresh token, the Backend API tells neither. */
export function sessionJson(session: Session, token?: string) {
  const { id, user, isActive, task, organizationId, createdAt } = session;
  const status = task ? "pending" : "active";
  return {
    object: "session",
    id,
    user_id: user.id,
    status: isActive ? status : "ended",
    expire_at: createdAt + 7 * ONE_DAY,
    abandon_at: createdAt + 30 * ONE_DAY,
    last_active_at: Date.now(),
    last_active_organization_id: organizationId ?? null,
    actor: null,
    tasks: task ? [{ key: task }] : null,
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

/** A sign-in attempt; `external` is the other service's page. */
export function signInJson(
  { id, user, status }: SignIn,
  { sessionId, external }: { sessionId?: string; external?: string } = {},
) {
  return {
    object: "sign_in",
    id,
    status: sessionId ? "complete" : status,
    identifier: user?.email ?? null,
    supported_identifiers: ["email_address"],
    supported_first_factors: user ? [{ strategy: "password" }] : null,
    supported_second_factors: user?.totp ? [{ strategy: "totp" }] : null,
    first_factor_verification: external
      ? verification("oauth_custom_example", { external_verification_redirect_url: external })
      : null,
    second_factor_verification: null,
    user_data: user && { ...splitName(user), image_url: "", has_image: false },
    created_session_id: sessionId ?? null,
    abandon_at: Date.now() + ONE_DAY,
  };
}

/** A sign-up attempt, whose address is confirmed once there is a session. */
export function signUpJson(signUp: SignUp, session?: Session) {
  const confirmed = { status: session ? "verified" : "unverified", next_action: "needs_attempt" };
  return {
    object: "sign_up",
    id: signUp.id,
    status: session ? "complete" : "missing_requirements",
    required_fields: ["email_address", "password", "first_name", "last_name"],
    optional_fields: [],
    missing_fields: [],
    unverified_fields: session ? [] : ["email_address"],
    verifications: {
      email_address: {
        ...verification("email_code", confirmed),
        supported_strategies: ["email_code"],
      },
      phone_number: null,
      web3_wallet: null,
      external_account: null,
    },
    username: null,
    ...splitName(signUp),
    email_address: signUp.email,
    phone_number: null,
    web3_wallet: null,
    has_password: true,
    unsafe_metadata: {},
    created_session_id: session?.id ?? null,
    created_user_id: session?.user.id ?? null,
    abandon_at: Date.now() + ONE_DAY,
    legal_accepted_at: null,
  };
}

const verification = (strategy: string, more: object) => ({
  object: "verification",
  status: "unverified",
  strategy,
  attempts: 0,
  expire_at: Date.now() + ONE_DAY,
  ...more,
});

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
    sign_up: client.signUp ? signUpJson(client.signUp) : null,
    last_active_session_id: sessions.at(-1)?.id ?? null,
    cookie_expires_at: Date.now() + 365 * ONE_DAY,
    captcha_bypass: true,
    created_at: client.createdAt,
    updated_at: Date.now(),
  };
}
