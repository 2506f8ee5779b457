import type { Metadata } from "next";
import { cookies } from "next/headers";
import { readClientPart } from "#adapters/client-part.ts";
import { readSignUpPath, sessionAdapter } from "#adapters/session.ts";
import { invitationCookie } from "#adapters/shared/cookies.ts";
import { AuthFrame, OtherPage } from "#components/auth/auth-frame.tsx";
import { ProblemCard } from "#components/auth/problem-card.tsx";
import { SignInRedirects } from "#components/auth/sign-in-redirects.tsx";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { readRefusal } from "#lib/identity/refuse-session.ts";
import { currentUser, readUser } from "../current-user.ts";
import { describeProblem } from "./problems.ts";
import { goOn, ProviderPage } from "./provider-page.tsx";
import { SignInForm } from "./sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

const INTRO = "Your threads are waiting for you.";
const INVITED = "You are invited. Sign in, and this app is yours, too.";
const CONFIRM = "Sign in to confirm your address.";

interface SignInPageProps {
  /** `error` is what an SDK calls `problem`; `confirm` is what a mail confirms an address with. */
  searchParams: Promise<
    Record<"returnTo" | "problem" | "error" | "confirm", string | string[] | undefined>
  >;
}

/** The active provider's ways to sign in, in its order. */
export default async function SignInPage({ searchParams }: SignInPageProps) {
  // Shown on this page, because the provider's SDK may restore such a session at once.
  const refusal = readRefusal(await readUser());
  const { returnTo: requested, problem, error, confirm } = await searchParams;
  const returnTo = readReturnTo(requested);
  const adapter = await sessionAdapter();
  const offer = adapter.signInOffer();
  const isInvited = (await cookies()).has(invitationCookie());
  const user = refusal ? undefined : await currentUser();
  if (user && !user.isGuest && !(confirm && offer.password)) goOn(offer, returnTo);
  const initialProblem = describeProblem(refusal ?? problem ?? error);
  if (offer.component) {
    return <ProviderPage name="sign-in" returnTo={returnTo} problem={initialProblem} />;
  }
  return (
    <AuthFrame title="Sign in" intro={confirm ? CONFIRM : isInvited ? INVITED : INTRO}>
      {initialProblem && !offer.password ? <ProblemCard>{initialProblem}</ProblemCard> : null}
      {offer.redirects ? (
        <SignInRedirects
          {...{ returnTo, redirects: offer.redirects, asksAgain: !!initialProblem }}
        />
      ) : null}
      {offer.password ? (
        <>
          <SignInForm
            mode="sign-in"
            part={await readClientPart()}
            {...{ offer, returnTo, initialProblem }}
          />
          {(await readSignUpPath()) ? (
            <OtherPage
              question="No account yet?"
              label="Create account"
              {...{ path: "/sign-up", returnTo }}
            />
          ) : null}
        </>
      ) : null}
    </AuthFrame>
  );
}
