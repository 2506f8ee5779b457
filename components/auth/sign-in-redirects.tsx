"use client";

import { buttonClass } from "#components/ui/button.tsx";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { LastUsed, rememberMethod } from "./last-method.tsx";

interface SignInRedirectsProps {
  redirects: { id: string; label: string; path: string }[];
  returnTo: string;
  /** After a problem the same account would come back without a question. */
  asksAgain?: boolean;
}

/** The ways to sign in on another page. */
export function SignInRedirects({ redirects, returnTo, asksAgain }: SignInRedirectsProps) {
  return (
    <div className="space-y-2">
      {redirects.map(({ id, label, path }) => {
        const address = withReturnTo(path, returnTo);
        const again = address.includes("?") ? "&again=1" : "?again=1";
        return (
          // Not a Link: fetching the path ahead would start a sign-in there.
          <a
            key={id}
            href={asksAgain ? address + again : address}
            onClick={() => rememberMethod(id)}
            className={`w-full ${buttonClass({ variant: redirects.length === 1 ? "solid" : "outline", size: "large" })}`}
          >
            Continue with {label}
            <LastUsed id={id} />
          </a>
        );
      })}
    </div>
  );
}
