import { buttonClass } from "#components/ui/button.tsx";
import { Check, CircleX } from "#components/ui/icons.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { IssuerToAsk } from "#lib/trust/look-up-issuer.ts";
import { lookUp } from "./look-up.ts";

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
      <p className="flex items-start gap-1 text-help text-danger">
        <CircleX size={14} aria-hidden className="mt-1 shrink-0" />
        {failure}
      </p>
      {otherSpelling ? (
        <PageLink
          href={`/settings/user-authentication?${new URLSearchParams({ issuer: "new", address: otherSpelling })}`}
          scroll={false}
          className={buttonClass({ variant: "outline", size: "small" })}
        >
          Use that spelling
        </PageLink>
      ) : null}
    </>
  );
}
