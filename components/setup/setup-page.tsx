import { CopyLine } from "#components/settings/copy-line.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { CircleCheck, CircleX, TriangleAlert } from "#components/ui/icons.tsx";

interface Finding {
  code: string;
  level: "fine" | "warning" | "problem";
  text: string;
  remedy?: string;
  copy?: string[];
}

/** In the order in which they are shown. */
const LEVELS = {
  problem: { icon: CircleX, className: "text-danger" },
  warning: { icon: TriangleAlert, className: "text-warn" },
  fine: { icon: CircleCheck, className: "text-ok" },
};
const WORDS = {
  usable: ["The configuration is usable", "This page is shown in development only."],
  unusable: [
    "The configuration is not usable yet",
    "Mend this in .env.local and reload the page. A new APP_URL or AUTH_PROVIDER counts from the next start.",
  ],
};

/** What `npm run doctor` finds. */
export function SetupPage({ findings }: { findings: Finding[] }) {
  const isUsable = findings.every(({ level }) => level !== "problem");
  const [title, intro] = WORDS[isUsable ? "usable" : "unusable"];
  const rank = ({ level }: Finding) => Object.keys(LEVELS).indexOf(level);
  return (
    <main className="mx-auto max-w-settings space-y-6 px-4 py-10">
      <h1 className="text-page font-semibold tracking-tight">{title}</h1>
      <p className="text-control text-quiet">{intro}</p>
      <ul className="divide-y divide-line rounded-card border border-line bg-surface">
        {findings
          .toSorted((a, b) => rank(a) - rank(b))
          .map((finding) => (
            <FindingRow key={finding.text} {...finding} />
          ))}
      </ul>
      {isUsable ? (
        <a href="/" className={buttonClass({ variant: "solid" })}>
          Go to the start page
        </a>
      ) : null}
    </main>
  );
}

function FindingRow({ level, text, remedy, copy = [] }: Finding) {
  const { icon: Icon, className } = LEVELS[level];
  return (
    <li className="space-y-2 px-4 py-3">
      <p className="flex gap-2.5 text-control">
        <Icon size={18} aria-hidden className={`mt-px shrink-0 ${className}`} />
        <span className="min-w-0 break-words">
          <span className="sr-only">{level}: </span>
          {text}
          {remedy ? <span className="block text-help text-quiet">{remedy}</span> : null}
        </span>
      </p>
      {copy.map((address) => (
        <CopyLine key={address} label="Address" value={address} />
      ))}
    </li>
  );
}
