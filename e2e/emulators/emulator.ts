export interface EmulatedUser {
  name: string;
  email: string;
  password: string;
}

export interface EmulatorOptions {
  /** Where the app is served: what the provider's console would hold as callback and logout address. */
  appUrl: string;
  /** Where it listens. Default: any free port. */
  port?: number;
  /** What its tokens say besides, or instead: what accounts and settings of real providers bring about. */
  claims?: Record<string, unknown>;
}

/** A provider on loopback that the provider's real SDK talks to. Not for production. */
export interface Emulator {
  /** The variables that point the app at it. */
  env: Record<string, string>;
  /** Those of further ways to sign in. */
  further?: Record<string, string>;
  users: { alice: EmulatedUser; bob: EmulatedUser };
  /** How many provider tokens were issued by refreshing. */
  refreshes(): number;
  stop(): Promise<void>;
  /** Ends the part that people sign in with, where there is another. */
  stopSignIn?(): Promise<void>;
}

/** Two people whom every emulator knows. */
export const users = {
  alice: { name: "Alice Ahlgren", email: "alice@example.com", password: "alice-password-1" },
  bob: { name: "Bob Brandt", email: "bob@example.com", password: "bob-password-1" },
} satisfies Record<string, EmulatedUser>;
