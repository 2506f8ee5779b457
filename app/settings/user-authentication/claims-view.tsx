import { clsx } from "clsx";

interface ClaimsViewProps {
  title: string;
  /** Absent where it cannot be read. */
  members: Record<string, unknown> | undefined;
  /** The names of the members that are wrong. */
  faulty: string[];
  /** The time of the check, in milliseconds. */
  at: number;
}

const TIMES = new Map<string, [past: string, future: string]>(
  Object.entries({
    exp: ["ended", "ends"],
    iat: ["issued", "issued"],
    nbf: ["valid since", "valid"],
    auth_time: ["signed in", "signed in"],
  }),
);

/** A decoded part of a token, with what its times mean. */
export function ClaimsView({ title, members, faulty, at }: ClaimsViewProps) {
  return (
    <section className="space-y-1">
      <h3 className="text-meta font-medium text-quiet">{title}</h3>
      {members ? (
        <dl className="font-mono text-help">
          {Object.entries(members).map(([name, value]) => (
            <div
              key={name}
              className={clsx(
                "flex flex-wrap items-baseline gap-x-2 border-l-2 pl-2",
                faulty.includes(name)
                  ? "border-danger bg-danger-soft text-danger"
                  : "border-transparent",
              )}
            >
              <dt className={faulty.includes(name) ? undefined : "text-quiet"}>{name}</dt>
              <dd className="min-w-0 flex-1">{JSON.stringify(value)}</dd>
              <dd className="font-sans text-meta">{describeTime(name, value, at)}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="text-help text-quiet">Cannot be read.</p>
      )}
    </section>
  );
}

function describeTime(name: string, value: unknown, at: number): string | undefined {
  const words = TIMES.get(name);
  if (!words || typeof value !== "number" || !Number.isFinite(value)) return undefined;
  const seconds = Math.round(value - at / 1_000);
  return seconds < 0
    ? `${words[0]} ${describeSpan(-seconds)} ago`
    : `${words[1]} in ${describeSpan(seconds)}`;
}

const UNITS: [string, seconds: number][] = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
];

/** The two largest units of a span, such as "14 min 8 s". */
function describeSpan(seconds: number): string {
  const first = UNITS.findIndex(([, length]) => seconds >= length);
  if (first < 0) return "0 s";
  let rest = seconds;
  const parts = UNITS.slice(first, first + 2).map(([unit, length]) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return count > 0 ? `${count} ${unit}` : "";
  });
  return parts.filter(Boolean).join(" ");
}
