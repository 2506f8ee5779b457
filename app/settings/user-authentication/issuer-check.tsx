import type { ReactNode } from "react";
import { buttonClass } from "#components/ui/button.tsx";
import { Check, CircleX } from "#components/ui/icons.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { isHttpError } from "#lib/base/http/http-error.ts";
import { type FoundIssuer, type IssuerToAsk, lookUpIssuer } from "#lib/trust/look-up-issuer.ts";
import { readProblem } from "../as-admin.ts";

interface LookUp {
  found?: FoundIssuer;
  /** Why there is nothing to be found. */
  failure?: string;
  /** The issuer as its discovery document spells it. */
  otherSpelling?: string;
}

/** A look-up as the page gets it. */
export interface ShownLookUp extends Pick<LookUp, "otherSpelling"> {
  view: ReactNode;
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

/** What an issuer publishes, shown before it is trusted. */
export function LookUpResult({ found, failure }: LookUp) {
  if (!found) {
    return (
      <p className="flex items-start gap-1 text-help text-danger">
        <CircleX size={14} aria-hidden className="mt-1 shrink-0" />
        {failure}
      </p>
    );
  }
  const algorithms = found.algorithms.join(", ") || "it does not say which algorithms";
  return (
    <div className="rounded-control bg-ok-soft/60 px-3 py-2">
      <p className="flex items-center gap-1 font-medium text-ok">
        <Check size={14} aria-hidden className="shrink-0" />
        {countKeys(found)}
      </p>
      <p>
        At <code>{found.jwksUri}</code>. Signs with {algorithms}.
      </p>
      <ul>
        {found.keys.map(({ kid, kind, algorithm }) => (
          <li key={`${kid} ${kind} ${algorithm}`}>
            <code>{kid ?? "without a kid"}</code> {kind} {algorithm}
          </li>
        ))}
      </ul>
    </div>
  );
}

const countKeys = ({ keys }: FoundIssuer) =>
  keys.length === 1 ? "1 key found" : `${keys.length} keys found`;

/** Shows how many keys a trusted issuer publishes now, or why its tokens cannot be verified. */
export async function IssuerCheck({ issuer }: { issuer: IssuerToAsk }) {
  const { found, failure, otherSpelling } = await lookUp(issuer);
  if (found) {
    return (
      <Tag tone="ok" icon={Check}>
        {countKeys(found)}
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
