"use client";

import { AuthForm, type Problem } from "./auth-form.tsx";
import { rememberMethod } from "./last-method.tsx";

interface PasskeyButtonProps {
  returnTo: string;
  /** Asks the browser for a passkey, and signs in with it; what comes back is what went wrong. */
  signIn(): Promise<Problem>;
}

export function PasskeyButton({ returnTo, signIn }: PasskeyButtonProps) {
  return (
    <AuthForm
      label="Sign in with a passkey"
      variant="outline"
      returnTo={returnTo}
      send={() => {
        rememberMethod("passkey");
        return signIn();
      }}
    />
  );
}
