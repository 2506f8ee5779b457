import { AuthFrame } from "#components/auth/auth-frame.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { withReturnTo } from "#lib/base/http/return-to.ts";

interface HostedSignInProps {
  /** The provider's name. */
  hostedBy: string;
  signInPath: string;
  returnTo: string;
  /** What went wrong at the provider. */
  initialProblem?: string;
}

/** The way to a provider's own sign-in page. */
export function HostedSignIn(props: HostedSignInProps) {
  const { hostedBy, signInPath, returnTo, initialProblem } = props;
  const address = withReturnTo(signInPath, returnTo);
  return (
    <AuthFrame title="Sign in" intro="Your threads are waiting for you.">
      {initialProblem ? (
        <p
          role="alert"
          className="rounded-card border border-danger/40 bg-danger-soft/50 p-3 text-control text-danger"
        >
          {initialProblem}
        </p>
      ) : null}
      {/* Not a Link: fetching the path ahead would start a sign-in there. */}
      <a
        href={initialProblem ? `${address}${address.includes("?") ? "&" : "?"}again=1` : address}
        className={`w-full ${buttonClass({ variant: "solid", size: "large" })}`}
      >
        Continue with {hostedBy}
      </a>
    </AuthFrame>
  );
}
