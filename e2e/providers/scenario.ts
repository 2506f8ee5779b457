import type { Page } from "@playwright/test";
import type { Provider } from "#adapters/about.ts";
import type { EmulatedUser } from "../emulators/emulator.ts";
import type { Stage } from "../steps/stage.ts";
import type { Settings } from "../support/server.ts";

/** What differs between providers in the journey that all of them make. */
export interface Scenario {
  provider: Provider;
  /** Seconds from a provider token's issue until it has been renewed. Absent where sessions hold none. */
  tokenLifetime?: number;
  /** From the signed-out landing page to the chat. */
  signIn(page: Page, user: EmulatedUser): Promise<void>;
  /** Tries a wrong password and sees a clear message. */
  wrongPassword(page: Page, user: EmulatedUser): Promise<void>;
  /** Has a script that sends our form for e-mail address and password; an SDK's does not count. */
  sendsOurForm?: true;
  /** Issuer of a token that script in the page can read, by the SDK's design; the exchange refuses it. */
  scriptReadableIssuer?: string;
  /** Tokens expire five times while two tabs are open. Absent where sessions hold no token. */
  renew?(stage: Stage, second: Page): Promise<void>;
  /** Its other ways to sign in, by name: each from the sign-in page, in a browser of its own, to alice's chat. */
  methods?: Record<string, (stage: Stage, page: Page) => Promise<void>>;
  /** What this provider alone has, in browsers of its own; nobody is signed in before. */
  special?(stage: Stage): Promise<void>;
  /** The provider cannot be reached. Absent where it is the app itself. */
  outlast?(stage: Stage): Promise<void>;
  /** With TOKEN_RETRIEVAL=client. Absent where the SDK has nothing for the browser. */
  client?: ClientMode;
  /** With TAMBO_SUBJECT=provider. Absent where there is no token to hand over. */
  ownToken?: OwnToken;
}

interface ClientMode {
  /** Where the SDK's hook asks who is signed in. */
  hook: string;
  settings?: Settings;
  /** Ends the session past this app's own sign-out; what tells the other tabs is the SDK. */
  endBySdk?(tab: Page, dropCookies: () => Promise<void>): Promise<void>;
  /** What this provider alone has, in the page of who is signed in. */
  special?(stage: Stage): Promise<void>;
}

interface OwnToken {
  settings?: Settings;
  /** Leads a page, whose user was signed in until the restart, to the landing page. Absent where the session goes on. */
  lose?(stage: Stage): Promise<void>;
}
