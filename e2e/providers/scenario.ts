import type { Page } from "@playwright/test";
import type { Provider } from "#lib/env.ts";
import type { EmulatedUser, Emulator, EmulatorOptions } from "../emulators/emulator.ts";
import { startEmulator } from "../emulators/index.ts";
import type { Stage } from "../steps/stage.ts";

/** What there is to see while the provider cannot be reached. */
export interface Outage {
  /** From the signed-out landing page, as far as it goes. */
  tryToSignIn(page: Page, user: EmulatedUser): Promise<void>;
  /** What the visitor is then told. */
  message: string;
  /** What a page that is loaded now shows to who is signed in. */
  lookAgain(stage: Stage): Promise<void>;
}

/** What differs between providers in the one scenario that all of them pass. */
export interface Scenario {
  provider: Provider;
  startEmulator(options: EmulatorOptions): Promise<Emulator>;
  /** Seconds that a provider token is used before it is renewed. Default: LIFETIME. */
  tokenLifetime?: number;
  /** From the signed-out landing page to the chat. */
  signIn(page: Page, user: EmulatedUser): Promise<void>;
  /** Tries a wrong password and sees a clear message. Absent where the provider has no password. */
  wrongPassword?(page: Page, user: EmulatedUser): Promise<void>;
  /** Issuer of a token that script in the page can read, by the SDK's design; the exchange refuses it. */
  scriptReadableIssuer?: string;
  /** Tokens expire five times while two tabs are open. Absent where sessions hold no token. */
  renew?(stage: Stage, second: Page): Promise<void>;
  /** Absent where the provider is the app itself. */
  outage?: Outage;
}

/** A provider and the emulator that the table of emulators has for it. */
export function emulated(provider: Provider): Pick<Scenario, "provider" | "startEmulator"> {
  return { provider, startEmulator: (options) => startEmulator(provider, options) };
}
