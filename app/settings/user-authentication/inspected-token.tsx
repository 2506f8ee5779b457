import { clsx } from "clsx";
import { Check, CircleCheck, CircleX, Minus, X } from "#components/ui/icons.tsx";
import { Tag } from "#components/ui/tag.tsx";
import type { InspectedCheck, InspectedToken } from "#lib/identity/inspect-token.ts";
import { ClaimsView } from "./claims-view.tsx";

const RESULTS = {
  passed: { icon: Check, className: "bg-ok-soft text-ok" },
  failed: { icon: X, className: "bg-danger-soft text-danger" },
  "not checked": { icon: Minus, className: "bg-sunken text-quiet" },
};

/** What each check is about, where it is one member of the token. */
const MEMBERS: Record<string, string> = {
  issuer: "iss",
  algorithm: "alg",
  key: "kid",
  type: "typ",
  audience: "aud",
  party: "azp",
  time: "exp",
  subject: "sub",
};

interface InspectedTokenViewProps {
  token: InspectedToken;
  /** The time of the check, in milliseconds. */
  at: number;
}

/** A token as the exchange sees it: its parts, and every check in order. */
export function InspectedTokenView({ token, at }: InspectedTokenViewProps) {
  const { accepted, ownerId, header, claims, checks } = token;
  const failed = checks.find(({ result }) => result === "failed");
  const faulty = checks.flatMap(({ check, result }) =>
    result === "failed" ? (MEMBERS[check] ?? []) : [],
  );
  const count = (asked: InspectedCheck["result"]) =>
    checks.filter(({ result }) => result === asked).length;
  const Icon = accepted ? CircleCheck : CircleX;
  return (
    <div className="grid border-t border-line md:grid-cols-2">
      <div className="space-y-3 border-line p-4 md:border-r">
        <ClaimsView title="Header" members={header} {...{ faulty, at }} />
        <ClaimsView title="Claims" members={claims} {...{ faulty, at }} />
      </div>
      <div className="border-t border-line md:border-t-0">
        <div
          role="status"
          className={clsx(
            "flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3",
            accepted ? "bg-ok-soft/60" : "bg-danger-soft/60",
          )}
        >
          <Icon
            size={20}
            aria-hidden
            className={clsx("shrink-0", accepted ? "text-ok" : "text-danger")}
          />
          <p className="min-w-0 flex-1 text-control">
            <strong>{accepted ? "Accepted" : "Refused"}</strong>
            {accepted ? (
              <>
                {" "}
                for the user <code>{ownerId}</code>
              </>
            ) : (
              `: ${failed?.message}`
            )}
          </p>
          <Tag>
            {count("passed")} passed, {count("failed")} failed, {count("not checked")} not checked
          </Tag>
        </div>
        <ol className="divide-y divide-line border-t border-line">
          {checks.map((check) => (
            <CheckRow key={check.check} {...check} />
          ))}
        </ol>
      </div>
    </div>
  );
}

function CheckRow({ title, result, fix }: InspectedCheck) {
  const { icon: Icon, className } = RESULTS[result];
  return (
    <li className="flex gap-2.5 px-4 py-2">
      <span
        className={clsx("mt-px grid size-5 shrink-0 place-items-center rounded-full", className)}
      >
        <Icon size={12} strokeWidth={3} aria-hidden />
      </span>
      <div className="min-w-0">
        <p className={clsx("text-help", result === "not checked" && "text-quiet")}>
          The token {title}: {result}
        </p>
        {fix ? <p className="text-help text-danger">{fix}</p> : null}
      </div>
    </li>
  );
}
