import type { Page } from "@playwright/test";
import type { EmulatedUser, Emulator, EmulatorOptions } from "../emulators/emulator.ts";

/** What differs between providers in the one scenario that all of them pass. */
export interface Scenario {
  provider: string;
  startEmulator(options: EmulatorOptions): Promise<Emulator>;
  /** From the signed-out landing page to the chat. */
  signIn(page: Page, user: EmulatedUser): Promise<void>;
  /** Tries a wrong password and sees a clear message. Absent where the provider has no password. */
  wrongPassword?(page: Page, user: EmulatedUser): Promise<void>;
  /** Issuer of a token that script in the page can read, by the SDK's design; the exchange refuses it. */
  scriptReadableIssuer?: string;
}
