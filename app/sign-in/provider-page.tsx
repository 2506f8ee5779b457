import { redirect } from "next/navigation";
import type { ProviderComponentProps } from "#adapters/client-contracts.ts";
import { readClientPart } from "#adapters/client-part.ts";
import type { SignInOffer } from "#adapters/contracts.ts";
import { ProviderComponent } from "#adapters/provider-component.ts";
import { AuthPage } from "#components/auth/auth-frame.tsx";
import { ProblemCard } from "#components/auth/problem-card.tsx";
import { Spinner } from "#components/ui/icons.tsx";
import { describeProblem } from "./problems.ts";

interface ProviderPageProps extends Pick<ProviderComponentProps, "name" | "returnTo"> {
  problem?: string;
}

/** A page whose content is a component of the provider's SDK. */
export async function ProviderPage({ problem, ...props }: ProviderPageProps) {
  return (
    <AuthPage>
      {problem ? <ProblemCard>{problem}</ProblemCard> : null}
      <ProviderComponent
        {...props}
        part={await readClientPart()}
        startsOver={problem !== undefined}
        loading={<Spinner />}
        failed={<ProblemCard>{describeProblem("unavailable")}</ProblemCard>}
      />
    </AuthPage>
  );
}

/**
 * Sends a visitor on who is signed in already. To where a component has just signed them in for, and without the
 * fragment in which its steps are, which a browser would keep; otherwise to the start, because what they
 * came from may be another user's.
 */
export function goOn({ component }: SignInOffer, returnTo: string): never {
  if (!component) redirect("/");
  redirect(returnTo.includes("#") ? returnTo : `${returnTo}#`);
}
