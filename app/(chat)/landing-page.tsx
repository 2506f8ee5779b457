import { readSignUpPath, sessionAdapter } from "#adapters/session.ts";
import { FragmentAnswer } from "#components/auth/fragment-answer.tsx";
import { Landing } from "#components/chat/landing.tsx";
import { appEnv } from "#lib/base/env.ts";
import { usesDemoModel } from "#lib/runs/models/model-settings.ts";

/** The landing page, with the active provider's ways in. */
export async function LandingPage() {
  const { signInPath } = await sessionAdapter();
  const signUpPath = await readSignUpPath();
  return (
    <>
      <FragmentAnswer />
      <Landing
        signInPath={signInPath}
        signUpPath={signUpPath}
        takesGuests={appEnv().GUESTS}
        usesDemoModel={usesDemoModel()}
      />
    </>
  );
}
