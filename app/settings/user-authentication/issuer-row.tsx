import type { ReactNode } from "react";
import { ShieldCheck } from "#components/ui/icons.tsx";

interface IssuerRowProps {
  issuer: string;
  audience: string | null;
  algorithms: string[];
  /** Further facts, in words. */
  facts: string[];
  /** What was found at the issuer, or is lacking. */
  status?: ReactNode;
  /** Buttons at the right. */
  tools?: ReactNode;
}

/** An issuer whose tokens are accepted, and what is asked of them. */
export function IssuerRow({ issuer, audience, algorithms, facts, status, tools }: IssuerRowProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <ShieldCheck size={18} aria-hidden className="hidden shrink-0 text-quiet sm:block" />
      <div className="min-w-0 flex-1 basis-bubble space-y-0.5 md:basis-0">
        <code className="block text-control">{issuer}</code>
        <p className="text-help text-quiet">
          {audience === null ? (
            "Any audience"
          ) : (
            <>
              Audience <code>{audience}</code>
            </>
          )}
          {[algorithms.join(", "), ...facts].map((fact) => ` · ${fact}`)}
        </p>
        {status}
      </div>
      {tools ? <div className="flex flex-wrap gap-2">{tools}</div> : null}
    </li>
  );
}
