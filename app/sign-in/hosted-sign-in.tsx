import { AuthFrame } from "#components/auth/auth-frame.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { withReturnTo } from "#lib/client/return-to.ts";

interface HostedSignInProps {
  /** The provider's name. */
  hostedBy: string;
  signInPath: string;
  returnTo: string;
  hasFailed: boolean;
}

/** The way to a provider's own sign-in page, with what went wrong on the way back from it. */
export function HostedSignIn({ hostedBy, signInPath, returnTo, hasFailed }: HostedSignInProps) {
  return (
    <AuthFrame title="Sign in" intro="Your threads are waiting for you.">
      {hasFailed ? (
        <p
          role="alert"
          className="rounded-card border border-danger/40 bg-danger-soft/50 p-3 text-control text-danger"
        >
          Signing in with {hostedBy} did not work. It may be out of reach; try again in a moment.
        </p>
      ) : null}
      {/* Not a Link: fetching the path ahead would start a sign-in there. */}
      <a
        href={withReturnTo(signInPath, returnTo)}
        className={`w-full ${buttonClass({ variant: "solid", size: "large" })}`}
      >
        Continue with {hostedBy}
      </a>
    </AuthFrame>
  );
}
