import { LookUpResult } from "#components/settings/look-up-result.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Check } from "#components/ui/icons.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { isHttpError } from "#lib/base/http/http-error.ts";
import { type FoundIssuer, type IssuerToAsk, lookUpIssuer } from "#lib/trust/look-up-issuer.ts";
import { readProblem } from "../as-admin.ts";

interface LookUp {
  found?: FoundIssuer;
  failure?: string;
  /** The issuer as its discovery document spells it. */
  otherSpelling?: string;
}

/** What an issuer publishes now, or why its tokens cannot be verified. */
export async function lookUp(issuer: IssuerToAsk): Promise<LookUp> {
  try {
    return { found: await lookUpIssuer(issuer) };
  } catch (error) {
    const failure = readProblem(error).text;
    const other = isHttpError(error) ? error.extra.found : undefined;
    return { failure, otherSpelling: typeof other === "string" ? other : undefined };
  }
}

/** Shows how many keys a trusted issuer publishes now, or why its tokens cannot be verified. */
export async function IssuerCheck({ issuer }: { issuer: IssuerToAsk }) {
  const { found, failure, otherSpelling } = await lookUp(issuer);
  if (found) {
    return (
      <Tag tone="ok" icon={Check}>
        {found.keys.length === 1 ? "1 key found" : `${found.keys.length} keys found`}
      </Tag>
    );
  }
  return (
    <>
      <LookUpResult failure={failure} />
      {otherSpelling && (
        <PageLink
          href={`/settings/user-authentication?${new URLSearchParams({ issuer: "new", address: otherSpelling })}`}
          scroll={false}
          className={buttonClass({ variant: "outline", size: "small" })}
        >
          Use that spelling
        </PageLink>
      )}
    </>
  );
}
