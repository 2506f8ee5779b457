import type { ComponentType, ReactNode } from "react";

export interface Credentials {
  /** Only asked for when an account is created. */
  name: string;
  email: string;
  password: string;
}

/** What is wrong, in words for the form; undefined when it is done. */
export type CredentialsProblem =
  | {
      message: string;
      field?: keyof Credentials | "code";
      /** A page of this app where the visitor goes on, instead of reading the message. */
      goTo?: string;
    }
  | undefined;

/** `adapters/<provider>/credentials.ts` exports one of these as `credentials`, where the provider takes an e-mail address and a password on our own page. */
export interface CredentialsClient {
  signIn(credentials: Credentials): Promise<CredentialsProblem>;
  /** Here and below, `returnTo` is where the link of a mail leads in the end. */
  signUp(credentials: Credentials, returnTo: string): Promise<CredentialsProblem>;
  /** Sends a sign-in link to the address; undefined when it is on its way. */
  sendLink?(email: string, returnTo: string): Promise<CredentialsProblem>;
  /** The code of that mail, instead of its link. */
  enterMailCode?(email: string, code: string): Promise<CredentialsProblem>;
  /** Opens the link of a mail, on /sign-in/confirm: `token` and `type` are what it had in its address. */
  confirmLink?(token: string, type: string): Promise<CredentialsProblem>;
  signInWithPasskey?(): Promise<CredentialsProblem>;
  /** Asks the browser for a new passkey of whoever is signed in. */
  addPasskey?(name: string): Promise<CredentialsProblem>;
  /** The second step of a sign-in, on /sign-in/code: a code of an authenticator app, or a recovery code. */
  enterCode?(code: string): Promise<CredentialsProblem>;
  /** Sends a mail by which a new password is chosen on /sign-in/new-password; undefined whether or not there is an account. */
  requestReset?(email: string, returnTo: string): Promise<CredentialsProblem>;
  /** `token` is what the mail's link had in its address, if anything. Undefined when the password is set. */
  setPassword?(password: string, token?: string): Promise<CredentialsProblem>;
}

/** Who is signed in: a name for the user, null for nobody, undefined while that is not known. */
export type AuthState = string | null | undefined;

/** What `adapters/<provider>/client.tsx` exports where the SDK has a hook of its own for the browser. */
export interface AuthClient {
  useAuthState(): AuthState;
  /** What the hook needs around it. */
  AuthStateProvider?: ComponentType<{ children: ReactNode }>;
}

/** What a page says to the active provider's browser part; `readClientPart` makes one. */
export interface ClientPart {
  provider: string;
  /** TOKEN_RETRIEVAL=client: the SDK's own hook is loaded and followed. */
  followsHook: boolean;
  settings: Record<string, string | undefined>;
  /** For scripts, by the Content-Security-Policy of the page. */
  nonce?: string;
}

/** What the active provider's part of a page stands around. */
export interface FrameProps {
  part: ClientPart;
  children: ReactNode;
}

/** One of an SDK's components, for a page of ours. */
export interface ProviderComponentProps {
  part: ClientPart;
  name: "sign-in" | "sign-up" | "account";
  /** Where signing in leads. */
  returnTo: string;
  /** Whether the session that the SDK may have was not accepted here. */
  startsOver?: boolean;
  /** What is shown while it loads, and where it cannot be loaded. */
  loading: ReactNode;
  failed: ReactNode;
}
