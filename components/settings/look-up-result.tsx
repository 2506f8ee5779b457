import { Check, CircleX } from "#components/ui/icons.tsx";

interface LookUpResultProps {
  found?: {
    jwksUri: string;
    algorithms: string[];
    keys: { kid: string | undefined; kind: string; algorithm: string | undefined }[];
  };
  /** Why there is nothing to be found. */
  failure?: string;
}

/** What an issuer publishes, shown before it is trusted. */
export function LookUpResult({ found, failure }: LookUpResultProps) {
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
        {found.keys.length === 1 ? "1 key found" : `${found.keys.length} keys found`}
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
