import { clsx } from "clsx";
import { PageLink } from "#components/ui/page-link.tsx";

interface ChoiceLinksProps {
  label: string;
  options: { label: string; href: string; isChosen: boolean }[];
}

/** One of several, chosen by address: works without script and can be shared. */
export function ChoiceLinks({ label, options }: ChoiceLinksProps) {
  return (
    <nav aria-label={label} className="flex rounded-control border border-line bg-surface p-0.5">
      {options.map((option) => (
        <PageLink
          key={option.href}
          href={option.href}
          aria-current={option.isChosen ? "true" : undefined}
          className={clsx(
            "flex h-8 items-center rounded-tag px-3 text-help pointer-coarse:h-11",
            option.isChosen ? "bg-brand-soft font-medium text-brand" : "text-quiet hover:text-ink",
          )}
        >
          {option.label}
        </PageLink>
      ))}
    </nav>
  );
}
