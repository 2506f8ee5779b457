import type { Metadata } from "next";
import { MessagePage } from "#components/ui/brand.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { sessionAdapter } from "../../adapters/about.ts";

export const metadata: Metadata = { title: "Sign in" };

/** What went wrong on the way back from the provider. */
const PROBLEMS = new Map([
  ["refused", "Your sign-in was cancelled or refused. Try again, or with another account."],
  [
    "OAuthAccountNotLinked",
    "This e-mail address has an account here by another way to sign in. Use the one that you used first.",
  ],
  ["unavailable", "Signing in may be out of reach at the moment. Try again soon."],
  [
    "session",
    "You signed in, but this app does not accept what your sign-in service says. The app's log says more to its operator.",
  ],
]);

interface SignInPageProps {
  searchParams: Promise<Record<"returnTo" | "problem" | "error", string | string[] | undefined>>;
}

/** The way to the provider's own sign-in page. */
export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { returnTo, problem, error } = await searchParams;
  const { redirects = [] } = (await sessionAdapter()).signInOffer();
  const found = problem ?? error;
  const query = new URLSearchParams({
    returnTo: readReturnTo(returnTo),
    ...(found && { again: "1" }),
  });
  const text = found
    ? (PROBLEMS.get(String(found)) ?? "Signing in did not work. Try again in a moment.")
    : "Your threads are waiting for you.";
  return (
    <MessagePage title="Sign in" text={text}>
      {redirects.map(({ id, label, path }) => (
        // Not a Link: fetching the path ahead would start a sign-in there.
        <a key={id} href={`${path}?${query}`} className={buttonClass({ variant: "solid" })}>
          Continue with {label}
        </a>
      ))}
    </MessagePage>
  );
}
