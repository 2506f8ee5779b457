import { redirect } from "next/navigation";
import { ProviderComponent } from "#adapters/client.ts";
import type { ProviderComponentProps } from "#adapters/client-contracts.ts";
import { readClientPart } from "#adapters/client-part.ts";
import type { SignInOffer } from "#adapters/contracts.ts";
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

/** Sends a visitor who is signed in on. A browser would keep the fragment, in which a component's steps are. */
export function goOn({ component }: SignInOffer, returnTo: string): never {
  redirect(component && !returnTo.includes("#") ? `${returnTo}#` : returnTo);
}
